// A formal opinion: what is said of its rule, its quorum and its count, in one place. The words are those of the report. Pure.
import type { ActivityView, Base, BodyPresence, BodyResult, ItemId, Key, MotionConfig, Outcome, RollView, Stance } from '../../protocol/generated'

/** The one thing that is voted on: sixteen zero bytes. */
export const theMotion = 'AAAAAAAAAAAAAAAAAAAAAA' as ItemId
/** A ballot's points are the place here, from 1. */
export const stances = ['in_favour', 'against', 'abstain'] as const satisfies readonly Stance[]
export const bases = ['for_and_against', 'cast', 'present', 'roll'] as const satisfies readonly Base[]
/** Not by colour alone. */
export const signs: Readonly<Record<Stance, string>> = { in_favour: '✓', against: '✗', abstain: '–' }

type Say = (key: string, data?: Record<string, unknown>) => string

export const rulesOf = (activity: ActivityView): MotionConfig | undefined => (activity.plan.config.type === 'motion' ? activity.plan.config : undefined)

/** The declared rule, sentence by sentence. */
export function ruleSentences(rules: MotionConfig, say: Say): string[] {
  const { quorum, majority } = rules
  return [
    say(quorum.strictly ? 'motion_quorum_more_than' : 'motion_quorum_at_least', { num: quorum.num, den: quorum.den }),
    say(`motion_threshold_${majority.threshold}`, { num: majority.num, den: majority.den, base: say(`motion_base_${majority.base}`) }),
    say(`motion_tie_${majority.tie}`),
    say(`motion_overall_${rules.overall}`),
    say(rules.roll_call ? 'motion_public' : 'motion_secret'),
  ]
}

export const verdictKey = (outcome: Outcome, { wording }: MotionConfig): string =>
  outcome === 'tied' || outcome === 'lapsed' ? `motion_${outcome}` : `motion_${wording}_${outcome}`

/** Where all ballots are counted together, a body has no verdict of its own unless it lapsed. */
export const hasVerdict = (body: BodyResult, rules: MotionConfig): boolean => rules.overall !== 'pooled' || body.outcome === 'lapsed'

export const missingOf = (body: BodyPresence): number => Math.max(0, body.needed - body.present)
/** The bodies that have no quorum, in the order of the activity's groups. */
export const lackingOf = (bodies: readonly BodyPresence[] | undefined): readonly BodyPresence[] => (bodies ?? []).filter((body) => missingOf(body) > 0)
export const presentIn = (activity: ActivityView): number => (activity.quorum?.bodies ?? []).reduce((sum, body) => sum + body.present, 0)

export interface Part {
  readonly stance: Stance | 'did_not_vote'
  readonly count: number
  /** Of everybody who was present at the opening, by weight. */
  readonly share: number
}

/** Of a body: for, against, abstain, did not vote. Weights count where the roll has them. */
export function partsOf(body: BodyResult): readonly Part[] {
  const cast = body.in_favour + body.against + body.abstain
  const whole = Math.max(body.present_weight, cast)
  const part = (stance: Part['stance'], count: number): Part => ({ stance, count, share: whole > 0 ? count / whole : 0 })
  return [part('in_favour', body.in_favour), part('against', body.against), part('abstain', body.abstain), part('did_not_vote', whole - cast)]
}

export const isWeighted = (body: BodyResult): boolean => body.roll_weight !== body.roll

export interface Share {
  readonly base: Base
  readonly part: number
  readonly whole: number
}
/** Those in favour, out of each of the four bases. */
export function sharesOf(body: BodyResult): readonly Share[] {
  const wholes: Record<Base, number> = {
    for_and_against: body.in_favour + body.against, cast: body.in_favour + body.against + body.abstain, present: body.present_weight, roll: body.roll_weight,
  }
  return bases.map((base) => ({ base, part: body.in_favour, whole: wholes[base] }))
}

/** Where the chair's casting vote is awaited; "all" where ballots are pooled. */
export function tiedBodies(activity: ActivityView): readonly Key[] {
  const rules = rulesOf(activity)
  const result = activity.rounds.at(-1)?.result?.motion
  if (!rules || !result || activity.phase === 'open' || result.outcome === 'lapsed') return []
  const judged = rules.overall === 'pooled' ? [result.all] : result.bodies
  return judged.filter((body) => body.outcome === 'tied').map((body) => body.body)
}

/** The lines of the roll that this activity asks; without groups, all of them. */
export const linesFor = (activity: ActivityView, roll: readonly RollView[]): readonly RollView[] =>
  activity.plan.groups.length === 0 ? roll : roll.filter((line) => activity.plan.groups.includes(line.body))
