// What all kinds with a ballot share on a phone: the ballot as recorded, as pending, and as being filled in.
import type { ActivityView, CastBallot, Mark, OwnView } from '../protocol/generated'
import type { Progress } from './outbox'
import type { Room, Sent } from './room.svelte'
import { load, remove, save } from './storage'

export interface Marked {
  readonly marks: readonly Mark[]
  readonly abstain: boolean
  /** Answers in people's own words, where the activity asks for them. */
  readonly words?: readonly string[]
}

export interface Ballot {
  /** Recorded, or on its way there. */
  readonly latest: Marked | undefined
  readonly progress: Progress | undefined
  readonly nextRevision: number
}

/** The newest ballot of this seat in the current round, out of what is recorded and what is on its way. Pure. */
export function ballotOf(activity: ActivityView, own: OwnView | null, sent: Sent | undefined): Ballot {
  const recorded = own?.ballots.find((one) => one.activity === activity.plan.id && one.round === activity.round)
  const mine = sent?.command.type === 'cast_ballot' && sent.command.round === activity.round ? sent.command : undefined
  const nextRevision = Math.max(recorded?.revision ?? 0, mine?.revision ?? 0) + 1
  const isNewer = mine !== undefined && sent?.progress !== 'refused' && mine.revision > (recorded?.revision ?? 0)
  if (isNewer) return { latest: mine, progress: sent?.progress, nextRevision }
  return { latest: recorded, progress: recorded && 'counted', nextRevision }
}

export class Vote {
  #of: () => Room
  #activity: () => ActivityView
  refused = $state.raw<string | undefined>(undefined)

  constructor(room: () => Room, activity: () => ActivityView) {
    this.#of = room
    this.#activity = activity
  }

  /** One per activity: a newer ballot of a phone replaces the older one that is still pending. */
  get lane(): string {
    return `ballot:${this.#activity().plan.id}`
  }

  get #ballot(): Ballot {
    const room = this.#of()
    return ballotOf(this.#activity(), room.picture.own, room.sent.get(this.lane))
  }

  /** The newest ballot of this phone, recorded or not. */
  get latest(): Marked | undefined {
    return this.#ballot.latest
  }

  get progress(): Progress | undefined {
    return this.#ballot.progress
  }

  /** A draft survives reload; one per round. */
  draft(): Marked | undefined {
    return load(this.#draftKey)
  }
  keep(marks: readonly Mark[], abstain: boolean, words?: readonly string[]): void {
    save(this.#draftKey, { marks, abstain, ...(words && { words }) })
  }
  get #draftKey(): string {
    return `draft:${this.#of().options.code}:${this.lane}:${this.#activity().round}`
  }

  cast(marks: readonly Mark[], abstain: boolean, words?: readonly string[]): void {
    const activity = this.#activity()
    const ballot: CastBallot = { type: 'cast_ballot', activity: activity.plan.id, round: activity.round, revision: this.#ballot.nextRevision, marks, abstain, ...(words && { words }) }
    this.refused = undefined
    remove(this.#draftKey)
    this.#of().send(ballot, this.lane, (told) => {
      if (told.progress === 'refused') this.refused = told.code
      else navigator.vibrate?.(30)
    })
  }
}
