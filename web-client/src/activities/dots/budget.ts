// What dots cost, and whether one more fits. Pure.
import type { DotsConfig } from '../../protocol/generated'

type Rule = Pick<DotsConfig, 'budget' | 'per_item_max' | 'quadratic'>

/** What `n` dots on one item cost of the budget. */
export const costOf = (n: number, { quadratic }: Pick<DotsConfig, 'quadratic'>): number => (quadratic ? n * n : n)

export const leftOf = (dots: readonly number[], rule: Rule): number => dots.reduce((left, n) => left - costOf(n, rule), rule.budget)

/** May an item with `n` dots get one more, when `left` of the budget is left? */
export const fitsOneMore = (n: number, left: number, rule: Rule): boolean => n < rule.per_item_max && costOf(n + 1, rule) - costOf(n, rule) <= left
