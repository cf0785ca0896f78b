// Agree, disagree, pass: what is shown of statements, in one place. Pure.
import type { ActivityView, Agreement, GroupResult, Item, RoundView } from '../../protocol/generated'

export const stances = ['agree', 'disagree', 'pass'] as const
export type Stance = (typeof stances)[number]

export interface Side {
  readonly stance: Stance
  readonly count: number
  /** Of those who said something to this statement, passing included. */
  readonly share: number
}
export interface Judged {
  readonly item: Item
  readonly sides: readonly Side[]
  readonly given: number
  readonly agreement: Agreement | undefined
}

/** In the order of the paper; of one group's part where one is given. */
export function sidesOf(activity: ActivityView, round: RoundView | undefined, part?: GroupResult): readonly Judged[] {
  const results = part?.items ?? round?.result?.items ?? []
  return activity.items.map((item) => {
    const result = results.find((one) => one.item === item.id)
    const counts = stances.map((_, i) => result?.spread?.[i] ?? 0)
    const given = counts.reduce((sum, count) => sum + count, 0)
    return { item, given, agreement: result?.agreement, sides: stances.map((stance, i) => ({ stance, count: counts[i] ?? 0, share: given > 0 ? (counts[i] ?? 0) / given : 0 })) }
  })
}
