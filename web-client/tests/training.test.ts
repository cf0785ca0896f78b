// The online training: scores, what was learnt, answers to one question after the other, certificates and their codes, catching up.
import assert from 'node:assert/strict'
import test from 'node:test'
import { askedIn, gainOf, isPaced, meanOf, mostGiven, ownMarks, pointsOf, tenths, withAnswer } from '../src/activities/form/form'
import { isLive, isVote } from '../src/activities/summary'
import { may } from '../src/lib/rights'
import { cleanCode } from '../src/pages/certificate/code'
import { standingOf } from '../src/pages/facilitator/people'
import { timeLeft } from '../src/pages/facilitator/time-left'
import { stateIn } from '../src/pages/participant/catch-up'
import type { ActivityView, FormConfig, ItemId, Mark, OwnView, PersonView, RoundView } from '../src/protocol/generated'

const id = (text: string) => text as ItemId
const answers = [{ fr: 'un' }, { fr: 'deux' }, { fr: 'trois' }]
const items = [{ id: id('a'), label: { fr: 'A' }, proposals: [], answers }, { id: id('b'), label: { fr: 'B' }, proposals: [], answers }, { id: id('c'), label: { fr: 'C' }, proposals: [] }]
const config: FormConfig = { type: 'form', items, use: 'quiz', key: [2, 1, 0], paced: false, steps: 5, live_results: false }
const form = (more: object = {}, round: object = {}) => ({ plan: { id: 'x', title: {}, groups: [], config: { ...config, ...more } }, phase: 'closed', round: 1, revealed: true, items, rounds: [{ round: 1, voters: 4, ...round }] }) as unknown as ActivityView
const mark = (item: string, points: number): Mark => ({ item: id(item), points })
const score = (people: number, right: number, out_of: number) => ({ people, right, out_of })

test('one’s own score counts the questions that have a right answer, and nothing where the key is not known', () => {
  assert.deepEqual(pointsOf(config, [mark('a', 2), mark('b', 3), mark('c', 5)]), { right: 1, outOf: 2 })
  assert.deepEqual(pointsOf(config, []), { right: 0, outOf: 2 }, 'an empty ballot skips them all')
  assert.equal(pointsOf(config, undefined), undefined)
  const { key: _, ...hidden } = config
  assert.equal(pointsOf(hidden, [mark('a', 2)]), undefined)
})
test('only the ballot of the current round is one’s own here', () => {
  const own = { ballots: [{ activity: 'x', round: 1, revision: 1, marks: [mark('a', 2)], abstain: false, words: [] }] } as unknown as OwnView
  assert.equal(ownMarks(form(), own)?.length, 1)
  assert.equal(ownMarks({ ...form(), round: 2 }, own), undefined)
})
test('a mean is rounded to the nearest tenth, halves up, in whole numbers', () => {
  assert.equal(tenths(1, 3), 3)
  assert.equal(tenths(2, 3), 7)
  assert.equal(tenths(1, 20), 1)
  assert.equal(tenths(64, 10), 64)
  assert.equal(meanOf(score(0, 0, 10)), undefined)
  assert.equal(meanOf(score(15, 97, 10)), 65)
})
test('what was learnt is the share of what was missing; without progress there is no percentage', () => {
  assert.deepEqual(gainOf(score(10, 40, 10), score(10, 70, 10)), { kind: 'learnt', percent: 50 })
  assert.deepEqual(gainOf(score(10, 40, 10), score(10, 100, 10)), { kind: 'learnt', percent: 100 })
  assert.deepEqual(gainOf(score(10, 40, 10), score(10, 40, 10)), { kind: 'none' })
  assert.deepEqual(gainOf(score(10, 40, 10), score(10, 30, 10)), { kind: 'none' })
  assert.deepEqual(gainOf(score(10, 100, 10), score(10, 100, 10)), { kind: 'complete' })
  assert.deepEqual(gainOf(score(10, 100, 10), score(10, 90, 10)), { kind: 'none' })
  assert.deepEqual(gainOf(score(8, 16, 4), score(12, 90, 10)), { kind: 'learnt', percent: 50 }, 'tests of different length, by different people')
  assert.deepEqual(gainOf(score(1000, 0, 40), score(1000, 1, 40)), { kind: 'none' }, 'less than half a percent is not said to be something')
  assert.equal(gainOf(undefined, score(1, 1, 1)), undefined)
  assert.equal(gainOf(score(0, 0, 5), score(1, 1, 5)), undefined)
})
test('each question tells how many chose each answer, which is right, and who left it out', () => {
  const result = { abstentions: 0, groups: [], items: [{ item: 'a', points: 2, voters: 3, spread: [1, 2, 0] }, { item: 'b', points: 1, voters: 4, spread: [1, 0, 3] }, { item: 'c', points: 13, voters: 3, spread: [0, 0, 0, 2, 1] }] }
  const activity = form({}, { result })
  const [a, b, c] = askedIn(activity, activity.rounds[0] as RoundView)
  assert.deepEqual(a?.answers.map((one) => [one.count, one.share, one.isRight]), [[1, 0.25, false], [2, 0.5, true], [0, 0, false]])
  assert.equal(a?.skipped, 1)
  assert.equal(b && mostGiven(b)?.number, 3)
  assert.deepEqual([c?.answers, c?.spread, c?.mean], [[], [0, 0, 0, 2, 1], 43])
})
test('a paced answer keeps what was said to the other questions, and taking it back leaves none', () => {
  assert.deepEqual(withAnswer([mark('a', 1)], id('b'), 2), [mark('a', 1), mark('b', 2)])
  assert.deepEqual(withAnswer([mark('a', 1), mark('b', 2)], id('b'), 3), [mark('a', 1), mark('b', 3)])
  assert.deepEqual(withAnswer([mark('a', 1), mark('b', 2)], id('b'), 0), [mark('a', 1)])
})
test('who catches up goes at their own pace', () => {
  assert.equal(isPaced(form({ paced: true })), true)
  assert.equal(isPaced(form({ paced: true }, { catch_up: true })), false)
  assert.equal(isPaced(form()), false)
})
test('a form is a vote, a page to read is none', () => {
  assert.equal(isVote(form()), true)
  assert.equal(isLive(form({ live_results: true })), true)
  assert.equal(isVote({ plan: { config: { type: 'materials', blocks: [] } } } as unknown as ActivityView), false)
})
test('a code is read however it is typed, and what cannot be one is not asked for', () => {
  for (const typed of ['482913-7KQ2M9XD', '482913 7kq2m9xd', ' 4829 13–7KQ2 M9XD ', '٤٨٢٩١٣-7kq2m9xd', '482913.7KQ2.M9XD', '\u2067482913-7KQ2M9XD\u2069']) assert.equal(cleanCode(typed), '482913-7KQ2M9XD')
  assert.equal(cleanCode('4829i3-oKQ2M9Xl'), '482913-0KQ2M9X1')
  assert.equal(cleanCode('12345678-ABCDEFGH'), '12345678-ABCDEFGH')
  for (const typed of ['', '482913', '7KQ2M9XD', '482913-7KQ2M9X', '482913-7KQ2M9XU', '4829137-7KQ2M9XD']) assert.equal(cleanCode(typed), '', typed)
})
test('a certificate is earned by the share of what was opened, rounded up', () => {
  const person = (took_part: number, opened: number, certificate?: string) => ({ took_part, opened, waiting: [], ...(certificate && { certificate }) }) as unknown as PersonView
  const rule = { percent: 70 }
  assert.deepEqual(standingOf(person(7, 10), rule), { kind: 'earned' })
  assert.deepEqual(standingOf(person(6, 10), rule), { kind: 'lacks', activities: 1 })
  assert.deepEqual(standingOf(person(2, 3), rule), { kind: 'lacks', activities: 1 }, '2 of 3 are 67 %')
  assert.deepEqual(standingOf(person(0, 0), rule), { kind: 'nothing_yet' })
  assert.deepEqual(standingOf(person(1, 9, '482913-7KQ2M9XD'), rule), { kind: 'has', code: '482913-7KQ2M9XD' })
  for (let opened = 1; opened <= 40; opened++)
    for (let took = 0; took <= opened; took++) assert.equal(standingOf(person(took, opened), rule).kind === 'earned', took * 100 >= opened * 70)
})
test('somebody who catches up sees what is done in the session, done now, on its way and to do', () => {
  const own = { done: ['x'], ballots: [{ activity: 'y', round: 2 }] } as unknown as OwnView
  const at = (plan: string) => ({ plan: { id: plan }, round: 2 }) as unknown as ActivityView
  assert.equal(stateIn(at('x'), own, undefined), 'done')
  assert.equal(stateIn(at('y'), own, undefined), 'answered')
  assert.equal(stateIn(at('z'), own, 'saved'), 'sending')
  assert.equal(stateIn(at('z'), own, 'refused'), 'to_do')
  assert.equal(stateIn(at('z'), null, undefined), 'to_do')
})
test('the time left is told in days, then hours, then minutes', () => {
  const hour = 3_600_000
  assert.deepEqual(timeLeft(72 * hour), { unit: 'days', n: 3 })
  assert.deepEqual(timeLeft(47 * hour), { unit: 'hours', n: 47 })
  assert.deepEqual(timeLeft(1.5 * hour), { unit: 'minutes', n: 90 })
  assert.deepEqual(timeLeft(-1), { unit: 'minutes', n: 0 })
})
test('the chair shows questions; certificates and the end of the session are the facilitator’s', () => {
  assert.equal(may('chair', 'show_question'), true)
  assert.equal(may('moderator', 'show_question'), false)
  for (const type of ['issue_certificates', 'start_catch_up'] as const) {
    assert.equal(may('facilitator', type), true)
    for (const role of ['chair', 'moderator', 'scribe', 'supervisor', 'wall'] as const) assert.equal(may(role, type), false)
  }
})
