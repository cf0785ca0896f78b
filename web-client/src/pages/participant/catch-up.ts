// Where somebody stands with an activity that can still be done after the session. Pure.
import type { ActivityView, OwnView } from '../../protocol/generated'
import type { Progress } from '../../lib/outbox'

/** done: in the session. answered: since then. sending: on its way. */
export type Standing = 'done' | 'answered' | 'sending' | 'to_do'

export function stateIn(activity: ActivityView, own: OwnView | null, progress: Progress | undefined): Standing {
  if (own?.done.includes(activity.plan.id)) return 'done'
  if (own?.ballots.some((one) => one.activity === activity.plan.id && one.round === activity.round)) return 'answered'
  return progress === 'saved' || progress === 'sent' ? 'sending' : progress === 'counted' ? 'answered' : 'to_do'
}
