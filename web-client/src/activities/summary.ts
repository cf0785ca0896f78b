// What desk and wall need to know of a kind, in one place.
import type { ActivityView, ClusterView, Item, ProposalId, ProposalView, RoundView } from '../protocol/generated'

/** Ballots are cast and counted. The other kinds collect texts, or sort them. */
export const isVote = ({ plan: { config } }: ActivityView): boolean => !['proposals', 'questions', 'clusters', 'materials'].includes(config.type)

/** Everybody sees the counts while they grow. */
export const isLive = ({ plan: { config } }: ActivityView): boolean => 'live_results' in config && config.live_results

/**
 * The ballot paper of a round. An older round over proposals or clusters had others than the current one: they stand in its result, their
 * words among the proposals and clusters (none are left of an erased one).
 */
export function itemsOf(activity: ActivityView, round: RoundView | undefined, proposals: ReadonlyMap<ProposalId, ProposalView>, clusters?: readonly ClusterView[]): readonly Item[] {
  if (!round?.result || round.round === activity.round) return activity.items
  return round.result.items.map(({ item }) => activity.items.find((one) => one.id === item)
    ?? clusters?.find((one) => one.id === item) ?? { id: item, label: proposals.get(item as string as ProposalId)?.title ?? {}, proposals: [] })
}

/** Items with their counts; sorted by points where asked (once, at the reveal). */
export function ranked(items: readonly Item[], round: RoundView | undefined, sort: boolean) {
  const results = round?.result?.items
  const rows = items.map((item, index) => ({ item, index, result: results?.find((one) => one.item === item.id) }))
  return sort && results ? [...rows].sort((a, b) => (b.result?.points ?? 0) - (a.result?.points ?? 0) || a.index - b.index) : rows
}
