// Which question stands where. Pure.
import type { ActivityView, ProposalId, ProposalView } from '../../protocol/generated'

export const publishedOf = (activity: ActivityView, proposals: ReadonlyMap<ProposalId, ProposalView>): readonly ProposalView[] =>
  [...proposals.values()].filter((one) => one.activity === activity.plan.id && one.phase === 'published')

/** Open ones first, and of both the most wanted first; ties stay in the order in which they were asked. */
export const byVotes = (questions: readonly ProposalView[]): readonly ProposalView[] =>
  [...questions].sort((a, b) => Number(a.answered) - Number(b.answered) || b.endorsements - a.endorsements)

/** As they are now, in an order that was settled before; one that came since stands at the end. */
export function inSettledOrder(questions: readonly ProposalView[], order: readonly ProposalId[]): readonly ProposalView[] {
  const place = new Map(order.map((id, i) => [id, i]))
  const at = (one: ProposalView): number => place.get(one.id) ?? order.length
  return [...questions].sort((a, b) => at(a) - at(b))
}
