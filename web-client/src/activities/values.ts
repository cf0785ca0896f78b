// Rating and impact × feasibility: what is shown of values, in one place. Pure.
import type { ActivityView, Axis, GroupResult, Item, ItemResult, RoundView } from '../protocol/generated'

export interface Valued {
  readonly axis: Axis | undefined
  readonly mean: number | undefined
  /** Standard deviation of the values; 0 where fewer than two are given. */
  readonly deviation: number
  readonly ratings: number
  readonly skipped: number
  readonly spread: readonly number[]
}
export interface ValuedItem {
  readonly item: Item
  readonly number: number
  readonly values: readonly Valued[]
}

export const stepsOf = (activity: ActivityView): number => ('steps' in activity.plan.config ? activity.plan.config.steps : 0)
export const axesOf = (activity: ActivityView): readonly (Axis | undefined)[] => (activity.plan.config.type === 'impact' ? ['impact', 'feasibility'] : [undefined])
export const hasValues = (activity: ActivityView): boolean => stepsOf(activity) > 0

function valued(result: ItemResult | undefined, axis: Axis | undefined, voters: number): Valued {
  const spread = result?.spread ?? []
  const ratings = result?.voters ?? 0
  const mean = ratings > 0 ? (result?.points ?? 0) / ratings : undefined
  const squares = spread.reduce((sum, count, i) => sum + count * (i + 1 - (mean ?? 0)) ** 2, 0)
  return { axis, mean, deviation: ratings > 1 ? Math.sqrt(squares / ratings) : 0, ratings, skipped: voters - ratings, spread }
}

/** In the order of the paper; of one group's part where one is given. */
export function valuesOf(activity: ActivityView, round: RoundView | undefined, part?: GroupResult): readonly ValuedItem[] {
  const results = part?.items ?? round?.result?.items ?? []
  const voters = part?.voters ?? round?.voters ?? 0
  return activity.items.map((item, i) => ({
    item,
    number: i + 1,
    values: axesOf(activity).map((axis) => valued(results.find((one) => one.item === item.id && one.axis === axis), axis, voters)),
  }))
}

/** The highest mean first; ties as on the paper. */
export const byMean = (all: readonly ValuedItem[]): readonly ValuedItem[] => [...all].sort((a, b) => (b.values[0]?.mean ?? 0) - (a.values[0]?.mean ?? 0) || a.number - b.number)
