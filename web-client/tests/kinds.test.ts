// What is shown of short answers, statements and questions; what the picture holds of the floor; which words a phone needs at first.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import { byVotes, inSettledOrder, publishedOf } from '../src/activities/questions/order'
import { sidesOf } from '../src/activities/statements/sides'
import { isLive, isVote } from '../src/activities/summary'
import { answersIn, longestWord, mostGiven, sizeOf, unitFor } from '../src/activities/words/cloud'
import { blank, evolve } from '../src/lib/view'
import { ballotOf } from '../src/lib/vote.svelte'
import type { ActivityView, GroupResult, OwnView, ProposalId, ProposalView, RoundView, ServerMessage, WordResult } from '../src/protocol/generated'

const word = (label: string, voters: number): WordResult => ({ label, voters, hidden: false })
const of = (config: object, items: string[] = []) => ({ plan: { id: 'a', config }, round: 1, items: items.map((id) => ({ id, label: { fr: id }, proposals: [] })) }) as unknown as ActivityView

test('a word grows with those who give it, from 1 to 3, and the first few change little', () => {
  assert.equal(sizeOf(1, 1), 1)
  assert.equal(sizeOf(1, 500), 1)
  assert.equal(sizeOf(500, 500), 3)
  assert.ok(sizeOf(2, 2) <= 2)
  for (let n = 1; n < 50; n++) assert.ok(sizeOf(n, 50) <= sizeOf(n + 1, 50))
})
test('a cloud keeps the order of first coming, also where there is room for the most given ones only', () => {
  const words = [word('a', 1), word('b', 3), word('c', 1), word('d', 2)]
  assert.deepEqual(mostGiven(words, 4), words)
  assert.deepEqual(mostGiven(words, 3).map((one) => one.label), ['a', 'b', 'd'])
})
test('the type of a cloud shrinks until all of it has room, in few steps', () => {
  const entries = (count: number) => Array.from({ length: count }, () => ({ length: 8, word: 8, size: 1 }))
  assert.equal(unitFor(entries(1), 77, 40), unitFor(entries(2), 77, 40))
  const units = [1, 20, 60, 90, 400].map((count) => unitFor(entries(count), 77, 40))
  assert.deepEqual(units, [...units].sort((a, b) => b - a))
  assert.ok(units[0]! > units[4]!)
  assert.ok(unitFor([{ length: 200, word: 9, size: 3 }], 30, 10) >= 0.6)
  assert.ok(unitFor([{ length: 24, word: 24, size: 2 }], 40, 40) * 2 * 24 * 0.6 < 40, 'the longest word has its line')
  assert.equal(longestWord('أول كلمة participation'), 13)
})
test('answers are sent once each and without the empty fields', () => {
  assert.deepEqual(answersIn([' eau ', '', 'eau', '  ', 'طرق']), ['eau', 'طرق'])
})
test('a ballot of words on its way is the latest one, and an empty one takes all back', () => {
  const own = { ballots: [{ activity: 'a', round: 1, revision: 1, marks: [], abstain: false, words: ['eau'] }] } as unknown as OwnView
  const sent = { cid: 'c', progress: 'sent', command: { type: 'cast_ballot', activity: 'a', round: 1, revision: 2, marks: [], abstain: false, words: [] } }
  assert.deepEqual(ballotOf(of({ type: 'words' }), own, undefined).latest?.words, ['eau'])
  assert.deepEqual(ballotOf(of({ type: 'words' }), own, sent as never).latest?.words, [])
})

test('shares of a statement are of those who said something to it', () => {
  const result = (item: string, spread: number[]) => ({ item, points: spread[0], voters: 0, spread })
  const round = { round: 1, voters: 9, result: { abstentions: 0, groups: [], items: [{ ...result('x', [6, 1, 1]), agreement: 'unites' }, result('y', [0, 0, 0])] } } as unknown as RoundView
  const [x, y] = sidesOf(of({ type: 'statements' }, ['x', 'y']), round)
  assert.deepEqual(x?.sides.map((one) => [one.stance, one.count, one.share]), [['agree', 6, 0.75], ['disagree', 1, 0.125], ['pass', 1, 0.125]])
  assert.equal(x?.agreement, 'unites')
  assert.deepEqual([y?.given, y?.agreement, y?.sides[0]?.share], [0, undefined, 0])
  const part = { groups: ['g'], voters: 2, abstentions: 0, items: [result('x', [0, 2, 0]), result('y', [0, 0, 0])] } as unknown as GroupResult
  assert.deepEqual(sidesOf(of({ type: 'statements' }, ['x', 'y']), round, part)[0]?.sides.map((one) => one.count), [0, 2, 0])
})

const question = (id: string, endorsements: number, more: object = {}) => ({ id, activity: 'a', phase: 'published', title: {}, endorsements, answered: false, ...more }) as unknown as ProposalView
test('the most wanted question comes first, ties as they came, answered ones last', () => {
  assert.deepEqual(byVotes([question('a', 1), question('b', 9, { answered: true }), question('c', 4), question('d', 4)]).map((one) => one.id), ['c', 'd', 'a', 'b'])
})
test('votes do not move a question until the order is settled anew; a new one stands at the end', () => {
  const order = ['a', 'b'] as unknown as ProposalId[]
  assert.deepEqual(inSettledOrder([question('a', 1), question('b', 7), question('c', 9)], order).map((one) => one.id), ['a', 'b', 'c'])
  assert.deepEqual(inSettledOrder([question('b', 7)], order).map((one) => one.id), ['b'])
})
test('only published questions of this activity are shown', () => {
  const all = [question('a', 0), question('b', 0, { phase: 'hidden' }), question('c', 0, { activity: 'other' })]
  assert.deepEqual(publishedOf(of({ type: 'questions' }), new Map(all.map((one) => [one.id, one]))).map((one) => one.id), ['a'])
})
test('questions and proposals are no votes, and have no live results', () => {
  assert.deepEqual(['proposals', 'questions', 'words', 'statements', 'choice'].map((type) => isVote(of({ type }))), [false, false, true, true, true])
  assert.deepEqual([isLive(of({ type: 'questions', moderated: true })), isLive(of({ type: 'words', live_results: true })), isLive(of({ type: 'choice', live_results: false }))], [false, true, false])
})

test('floor, roll and moods are in the picture', () => {
  const change = (...changes: object[]) => ({ type: 'changes', position: { epoch: 1, offset: 1, digest: '' }, changes }) as unknown as ServerMessage
  assert.deepEqual(blank.floor, { queue: [] })
  assert.equal(evolve(blank, change({ type: 'floor_changed', floor: { queue: [{ participant: 'p' }] } })).floor.queue.length, 1)
  assert.equal(evolve(blank, change({ type: 'roll_changed', roll: [{ roll: 'r' }] })).roll.length, 1)
  const moved = evolve(blank, { type: 'moods', hand: 2, applause: 0, agree: 0, slower: 0, louder: 0, lost: 0 })
  assert.equal(moved.moods?.hand, 2)
  assert.equal(evolve(moved, { type: 'welcome' } as ServerMessage).moods, null)
  const view = { room: {}, agenda: { order: [], blank: false }, activities: [], proposals: [], floor: { queue: [], since: 5 }, roll: [] }
  assert.equal(evolve(blank, { type: 'view', position: {}, view } as unknown as ServerMessage).floor.since, 5)
})

test('what a phone loads at first uses none of the words that come later', () => {
  const keys = Object.keys(JSON.parse(fs.readFileSync('messages/phone.ar.json', 'utf8')) as object)
  const later = JSON.parse(fs.readFileSync('messages/later.json', 'utf8')) as string[]
  const isLater = (key: string) => key !== 'reject_other' && later.some((one) => (one.endsWith('_') ? key.startsWith(one) : key === one))
  for (const one of later) assert.ok(keys.some((key) => (one.endsWith('_') ? key.startsWith(one) : key === one)), `no text is called ${one}`)
  const first = ['pages/participant/App.svelte', 'activities/choice/Phone.svelte', 'activities/dots/Phone.svelte', 'lib/Bars.svelte', 'lib/Status.svelte', 'lib/ReportLink.svelte', 'lib/reject.ts', 'lib/Countdown.svelte']
  for (const file of first)
    for (const [, key] of fs.readFileSync(`src/${file}`, 'utf8').matchAll(/speech\.t\.(\w+)/g)) assert.ok(!isLater(key ?? ''), `${file} says ${key} before it is there`)
})
