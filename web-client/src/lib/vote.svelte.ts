// What choice and dots share on a phone: the ballot as recorded, as pending, and as being filled in.
import type { ActivityView, CastBallot, Mark, OwnBallot } from '../protocol/generated'
import type { Room } from './room.svelte'
import type { Progress } from './outbox'
import { load, save } from './storage'

type Cast = CastBallot

export class Vote {
  #of: () => Room
  #activity: () => ActivityView
  refused = $state.raw<string | undefined>(undefined)

  constructor(room: () => Room, activity: () => ActivityView) {
    this.#of = room
    this.#activity = activity
  }

  get #room(): Room {
    return this.#of()
  }

  get lane(): string {
    return `ballot:${this.#activity().plan.id}:${this.#activity().round}`
  }

  get recorded(): OwnBallot | undefined {
    const activity = this.#activity()
    return this.#room.picture.own?.ballots.find((one) => one.activity === activity.plan.id && one.round === activity.round)
  }

  get pending(): Cast | undefined {
    return this.#room.pendingOf<Cast>(this.lane)
  }

  /** The newest ballot of this phone, recorded or not. */
  get latest(): Pick<CastBallot, 'marks' | 'abstain'> | undefined {
    return this.pending ?? this.recorded
  }

  get progress(): Progress | undefined {
    const pending = this.#room.pending.find((one) => one.lane === this.lane)
    return pending ? pending.progress : this.recorded ? 'counted' : undefined
  }

  /** A draft survives reload; one per round. */
  draft(): { marks: readonly Mark[]; abstain: boolean } | undefined {
    return load(`draft:${this.#room.options.code}:${this.lane}`)
  }
  keep(marks: readonly Mark[], abstain: boolean): void {
    save(`draft:${this.#room.options.code}:${this.lane}`, { marks, abstain })
  }

  cast(marks: readonly Mark[], abstain: boolean): void {
    const activity = this.#activity()
    const revision = Math.max(this.recorded?.revision ?? 0, this.pending?.revision ?? 0) + 1
    this.refused = undefined
    this.#room.send({ type: 'cast_ballot', activity: activity.plan.id, round: activity.round, revision, marks, abstain }, this.lane, (told) => {
      if (told.progress === 'refused') this.refused = told.code
      else navigator.vibrate?.(30)
    })
  }
}
