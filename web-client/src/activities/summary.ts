// What desk and wall need to know of a kind, in one place.
import type { ActivityView, RoundView } from '../protocol/generated'

export const isVote = (activity: ActivityView): boolean => activity.plan.config.type !== 'proposals'

/** Items with their counts; sorted by points where asked (once, at the reveal). */
export function ranked(activity: ActivityView, round: RoundView | undefined, sort: boolean) {
  const results = round?.result?.items
  const rows = activity.items.map((item, index) => ({ item, index, result: results?.find((one) => one.item === item.id) }))
  return sort && results ? [...rows].sort((a, b) => (b.result?.points ?? 0) - (a.result?.points ?? 0) || a.index - b.index) : rows
}
