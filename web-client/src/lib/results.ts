// A result as rows of a bar chart. Sorting is for the reveal only: live counts keep the agenda's order, so that nothing jumps.
import type { ActivityView, Item, ItemResult, RoundView } from '../protocol/generated'

export interface ResultRow {
  readonly item: Item
  readonly points: number
  readonly voters: number
  /** Of the longest bar that could be: all voters chose it, or gave it all the dots they may. 0 to 1. */
  readonly share: number
  readonly isLeader: boolean
}

/** `counts`: of the whole round or of one group. */
export interface Counts {
  readonly voters: number
  readonly items: readonly ItemResult[]
}

export function resultRows(activity: ActivityView, counts: Counts, sorted: boolean): readonly ResultRow[] {
  const config = activity.plan.config
  const most = counts.voters * (config.type === 'dots' ? config.per_item_max : 1)
  const top = Math.max(...counts.items.map((one) => one.points), 1)
  const byId = new Map(counts.items.map((one) => [one.item, one]))
  const rows = activity.items.map((item): ResultRow => {
    const { points, voters } = byId.get(item.id) ?? { points: 0, voters: 0 }
    return { item, points, voters, share: most > 0 ? points / most : 0, isLeader: points === top }
  })
  return sorted ? [...rows].sort((a, b) => b.points - a.points) : rows
}

/** Only where this audience may see them. */
export const countsOf = (round: RoundView | undefined): Counts | undefined =>
  round?.result && { voters: round.voters, items: round.result.items }
