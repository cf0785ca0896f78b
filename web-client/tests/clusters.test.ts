// Sorting proposals: where they lie, how a new cluster is named, what "put together" means; and what dots cost.
import assert from 'node:assert/strict'
import test from 'node:test'
import { clusterOf, inPieces, membersOf, nameFor, pairKey, search, suggestionsIn, togetherOf, unsortedOf } from '../src/activities/clusters/board'
import { costOf, fitsOneMore, leftOf } from '../src/activities/dots/budget'
import { isVote, itemsOf } from '../src/activities/summary'
import { blank, evolve } from '../src/lib/view'
import { stateKeyOf } from '../src/pages/wall/side'
import type { ActivityId, ActivityView, ClusterView, ProposalId, ProposalView, ServerMessage } from '../src/protocol/generated'

const id = (name: string) => name as ProposalId
const proposal = (name: string, title: object, more: object = {}) => [name, { id: name, activity: 'p', phase: 'published', title, ...more }] as unknown as [ProposalId, ProposalView]
const proposals = new Map([
  proposal('a', { ar: 'نشر محاضر الدورات', fr: 'Publier les procès-verbaux' }), proposal('b', { ar: 'نشر المحاضر' }), proposal('c', { fr: 'Bus numérique' }),
  proposal('q', { fr: 'Quand ?' }, { activity: 'questions' }), proposal('h', { fr: 'Masquée' }, { phase: 'hidden' }),
])
const activities = new Map([['p', { plan: { config: { type: 'proposals' } } }], ['questions', { plan: { config: { type: 'questions' } } }]]) as unknown as ReadonlyMap<ActivityId, ActivityView>
const cluster = (name: string, ...members: string[]) => ({ id: name, label: { fr: name }, proposals: members }) as unknown as ClusterView

test('what lies in no cluster: published proposals only, and no questions', () => {
  assert.deepEqual(unsortedOf(proposals, activities, [cluster('x', 'b')]).map((one) => one.id), ['a', 'c'])
  assert.deepEqual(membersOf(cluster('x', 'h', 'b', 'gone'), proposals).map((one) => one.id), ['b'])
  assert.equal(clusterOf(id('b'), [cluster('x'), cluster('y', 'b')])?.id, 'y')
})
test('a search finds other spellings, in any language and order of the words', () => {
  const all = [...proposals.values()]
  assert.deepEqual(search(all, 'المَحاضر نشر').map((one) => one.id), ['a', 'b'])
  assert.deepEqual(search(all, 'PROCES').map((one) => one.id), ['a'])
  assert.equal(search(all, '  ').length, all.length)
})
test('a new cluster is offered the shortest title in the language, else the shortest there is, with its translations', () => {
  const all = [...proposals.values()].slice(0, 3)
  assert.deepEqual(nameFor(all, 'ar'), { ar: 'نشر المحاضر' })
  assert.deepEqual(nameFor(all, 'fr'), { fr: 'Bus numérique' })
  assert.deepEqual(nameFor(all.slice(0, 1), 'fr'), { ar: 'نشر محاضر الدورات', fr: 'Publier les procès-verbaux' })
  assert.deepEqual(nameFor(all.slice(0, 2), 'en'), { ar: 'نشر المحاضر' })
  assert.deepEqual(nameFor([], 'ar'), {})
})
test('putting two together makes a cluster, moves one to the other, or merges', () => {
  const pair = [id('a'), id('b')] as const
  assert.deepEqual(togetherOf(pair, [cluster('x', 'c')]), { what: 'make' })
  assert.deepEqual(togetherOf(pair, [cluster('x', 'a')]), { what: 'move', proposal: 'b', to: 'x' })
  assert.deepEqual(togetherOf(pair, [cluster('x', 'b')]), { what: 'move', proposal: 'a', to: 'x' })
  const x = cluster('x', 'a'), y = cluster('y', 'b')
  assert.deepEqual(togetherOf(pair, [y, x]), { what: 'merge', clusters: [x, y] })
  assert.deepEqual(togetherOf(pair, [cluster('x', 'b', 'a')]), { what: 'nothing' })
})
test('of suggestions, what is not understood is left out; a pair is the same in either order', () => {
  const good = { proposals: ['a', 'b'], likeness: 'similar', score: 700, words: ['x'] }
  assert.deepEqual(suggestionsIn({ suggestions: [good, { ...good, likeness: 'new' }, { likeness: 'similar' }] }), [{ proposals: ['a', 'b'], likeness: 'similar', words: ['x'] }])
  for (const odd of [null, undefined, {}, [], { suggestions: 1 }]) assert.deepEqual(suggestionsIn(odd), [])
  assert.equal(pairKey({ proposals: [id('b'), id('a')] }), pairKey({ proposals: [id('a'), id('b')] }))
})
test('more than a command takes goes in pieces', () => {
  assert.deepEqual(inPieces([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]])
  assert.deepEqual(inPieces([], 2), [])
})
test('clusters are in the picture, nobody votes on them, and the wall says what happens', () => {
  const x = cluster('x', 'a')
  assert.deepEqual(evolve(blank, { type: 'changes', position: { epoch: 1, offset: 1, digest: '' }, changes: [{ type: 'clusters_changed', clusters: [x] }] } as unknown as ServerMessage).clusters, [x])
  const sorting = (phase: string) => ({ phase, plan: { config: { type: 'clusters' } } }) as unknown as ActivityView
  assert.equal(isVote(sorting('open')), false)
  assert.deepEqual(['prepared', 'open', 'closed', 'skipped'].map((phase) => stateKeyOf(sorting(phase), undefined)), ['sorting_now', 'sorting_now', 'sorting_done', 'phase_skipped'])
})
test('an item of an old round over clusters has its name while its cluster is there', () => {
  const activity = { round: 2, items: [], rounds: [{ round: 1, result: { items: [{ item: 'x', points: 1 }, { item: 'gone', points: 2 }] } }] } as unknown as ActivityView
  assert.deepEqual(itemsOf(activity, activity.rounds[0], new Map(), [cluster('x')]).map((one) => one.label), [{ fr: 'x' }, {}])
})

test('n dots on an item cost n × n where that is the rule, else n', () => {
  const plain = { budget: 10, per_item_max: 4 }, rising = { ...plain, quadratic: true }
  assert.deepEqual([0, 1, 2, 3].map((n) => costOf(n, rising)), [0, 1, 4, 9])
  assert.deepEqual([0, 1, 2, 3].map((n) => costOf(n, plain)), [0, 1, 2, 3])
  assert.equal(leftOf([2, 1, 0], rising), 5)
  assert.equal(leftOf([2, 1, 0], plain), 7)
  assert.equal(leftOf([], rising), 10)
})
test('one more dot must fit the budget and the cap of the item', () => {
  const rising = { budget: 10, per_item_max: 4, quadratic: true }
  assert.ok(fitsOneMore(2, 5, rising))
  assert.ok(!fitsOneMore(2, 4, rising))
  assert.ok(fitsOneMore(0, 1, rising))
  assert.ok(!fitsOneMore(0, 0, rising))
  assert.ok(!fitsOneMore(4, 99, rising))
  assert.ok(fitsOneMore(3, 1, { budget: 10, per_item_max: 4 }))
  assert.ok(!fitsOneMore(4, 6, { budget: 10, per_item_max: 4 }))
})
