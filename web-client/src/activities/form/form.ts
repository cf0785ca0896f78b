// Forms: what is shown of answers, scores and what was learnt, in one place. Pure, and in whole numbers until the last step.
import type { ActivityView, FormConfig, FormUse, Item, ItemId, Mark, OwnView, RoundView, Score, Wording } from '../../protocol/generated'

export const uses = ['quiz', 'pre_test', 'post_test', 'survey'] as const satisfies readonly FormUse[]
export const formOf = ({ plan: { config } }: ActivityView): FormConfig | undefined => (config.type === 'form' ? config : undefined)

/** One question after the other, as the facilitator shows them; whoever catches up goes at their own pace. */
export const isPaced = (activity: ActivityView): boolean => formOf(activity)?.paced === true && !activity.rounds.at(-1)?.catch_up

/** Which answer is right, from 1; 0: none is, or nobody may know yet. */
export const rightOf = (config: FormConfig | undefined, item: ItemId): number => config?.key?.[config.items.findIndex((one) => one.id === item)] ?? 0

export interface Answered {
  readonly answer: Wording
  /** From 1, as a mark's points say it. */
  readonly number: number
  readonly count: number
  /** Of all who handed the form in. */
  readonly share: number
  readonly isRight: boolean
}
export interface Asked {
  readonly item: Item
  readonly number: number
  /** Empty: a scale. */
  readonly answers: readonly Answered[]
  readonly right: number
  /** Who answered this question, and who left it out. */
  readonly given: number
  readonly skipped: number
  /** A scale: how many gave 1, 2, …, and the mean in tenths. */
  readonly spread: readonly number[]
  readonly mean: number | undefined
}

/** To the nearest tenth, halves up; in tenths. */
export const tenths = (sum: number, count: number): number => Math.floor((20 * sum + count) / (2 * count))

export function askedIn(activity: ActivityView, round: RoundView | undefined): readonly Asked[] {
  const config = formOf(activity)
  const voters = round?.voters ?? 0
  return activity.items.map((item, i) => {
    const result = round?.result?.items.find((one) => one.item === item.id)
    const right = rightOf(config, item.id)
    const given = result?.voters ?? 0
    const counts = result?.spread ?? []
    const answers = (item.answers ?? []).map((answer, at) => {
      const count = counts[at] ?? 0
      return { answer, number: at + 1, count, share: voters > 0 ? count / voters : 0, isRight: right === at + 1 }
    })
    const isScale = answers.length === 0
    return { item, number: i + 1, answers, right, given, skipped: Math.max(0, voters - given), spread: isScale ? counts : [], mean: isScale && given > 0 ? tenths(result?.points ?? 0, given) : undefined }
  })
}

/** The answer that most gave; ties as on the paper. */
export const mostGiven = (asked: Asked): Answered | undefined => asked.answers.reduce<Answered | undefined>((best, one) => (best && best.count >= one.count ? best : one), undefined)

export interface Points {
  readonly right: number
  readonly outOf: number
}

/** One person's own: only where the key is known. */
export function pointsOf(config: FormConfig | undefined, marks: readonly Mark[] | undefined): Points | undefined {
  const key = config?.key
  if (!config || !key || !marks) return undefined
  const given = (item: ItemId): number => marks.find((one) => one.item === item)?.points ?? 0
  return { right: config.items.filter((item, i) => (key[i] ?? 0) > 0 && key[i] === given(item.id)).length, outOf: key.filter((one) => one > 0).length }
}

/** This seat's recorded answers in the current round. */
export const ownMarks = (activity: ActivityView, own: OwnView | null): readonly Mark[] | undefined =>
  own?.ballots.find((one) => one.activity === activity.plan.id && one.round === activity.round)?.marks

/** Right answers of one person in the mean, in tenths. */
export const meanOf = (score: Score | undefined): number | undefined => (score && score.people > 0 ? tenths(score.right, score.people) : undefined)

/** learnt: `percent` of what was missing before. complete: nothing was missing. none: not more than before. */
export type Gain = { readonly kind: 'learnt'; readonly percent: number } | { readonly kind: 'complete' } | { readonly kind: 'none' }

/** Hake's normalised gain, (after − before) / (all − before), of the two shares of right answers: the tests may differ in length. */
export function gainOf(before: Score | undefined, after: Score | undefined): Gain | undefined {
  if (!before || !after) return undefined
  const allBefore = before.people * before.out_of, allAfter = after.people * after.out_of
  if (allBefore === 0 || allAfter === 0) return undefined
  if (before.right >= allBefore) return { kind: after.right >= allAfter ? 'complete' : 'none' }
  const learnt = after.right * allBefore - before.right * allAfter
  const missing = (allBefore - before.right) * allAfter
  const percent = Math.floor((200 * learnt + missing) / (2 * missing))
  return learnt > 0 && percent > 0 ? { kind: 'learnt', percent } : { kind: 'none' }
}

/** What a page shows of a paced form: the question, or none between two. */
export const shownIn = (activity: ActivityView): Item | undefined => activity.items.find((one) => one.id === activity.question)

/** Of a paced ballot: what is recorded stays, the shown question gets its new value. */
export const withAnswer = (recorded: readonly Mark[], item: ItemId, points: number): readonly Mark[] => {
  const kept = recorded.filter((one) => one.item !== item)
  return points > 0 ? [...kept, { item, points }] : kept
}
