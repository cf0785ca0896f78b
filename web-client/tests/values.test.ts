// What is shown of values: means, spreads, who skipped, in which order.
import assert from 'node:assert/strict'
import test from 'node:test'
import { byMean, valuesOf } from '../src/activities/values'
import type { ActivityView, ItemId, RoundView } from '../src/protocol/generated'

const activity = (type: 'rating' | 'impact') => ({ plan: { id: 'a', config: { type, steps: 5 } }, items: ['x', 'y'].map((id) => ({ id, label: { fr: id }, proposals: [] })) }) as unknown as ActivityView
const result = (item: string, spread: number[], axis?: string) => ({ item: item as unknown as ItemId, points: spread.reduce((sum, n, i) => sum + n * (i + 1), 0), voters: spread.reduce((a, b) => a + b, 0), spread, ...(axis ? { axis } : {}) })
const round = (...items: object[]) => ({ round: 1, voters: 10, result: { abstentions: 0, items, groups: [] } }) as unknown as RoundView

test('a mean is over those who gave a value; the others are counted as skipped', () => {
  const [x] = valuesOf(activity('rating'), round(result('x', [0, 0, 0, 2, 2]), result('y', [0, 0, 0, 0, 0])))
  assert.equal(x?.values[0]?.mean, 4.5)
  assert.equal(x?.values[0]?.ratings, 4)
  assert.equal(x?.values[0]?.skipped, 6)
  assert.equal(x?.values[0]?.deviation, 0.5)
})
test('nothing given is no mean, not a zero', () => {
  assert.equal(valuesOf(activity('rating'), round(result('x', [0, 0, 0, 0, 0])))[0]?.values[0]?.mean, undefined)
  assert.equal(valuesOf(activity('rating'), undefined)[0]?.values[0]?.mean, undefined)
})
test('the highest mean comes first, ties as on the paper', () => {
  const order = (...spreads: number[][]) => byMean(valuesOf(activity('rating'), round(...spreads.map((spread, i) => result('xy'[i]!, spread))))).map((one) => one.number)
  assert.deepEqual(order([0, 9, 0, 0, 0], [0, 0, 0, 0, 1]), [2, 1])
  assert.deepEqual(order([0, 0, 1, 0, 0], [0, 1, 0, 1, 0]), [1, 2])
})
test('an item rated on two questions has both, impact first', () => {
  const [x] = valuesOf(activity('impact'), round(result('x', [0, 0, 0, 0, 3], 'impact'), result('x', [3, 0, 0, 0, 0], 'feasibility')))
  assert.deepEqual(x?.values.map((one) => [one.axis, one.mean]), [['impact', 5], ['feasibility', 1]])
})
