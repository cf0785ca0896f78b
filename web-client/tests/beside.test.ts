// What the wall beside a video call says by itself, and when a page is one.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import { isBeside } from '../src/lib/beside'
import { hostOf, stateKeyOf } from '../src/pages/wall/side'
import type { ActivityPhase, ActivityView, RoundView } from '../src/protocol/generated'

const of = (type: string, phase: ActivityPhase) => ({ phase, plan: { config: { type } } }) as unknown as ActivityView
const counted = { round: 1, voters: 3, result: { abstentions: 0, items: [], groups: [] } } as RoundView
const uncounted = { round: 1, voters: 3 } as RoundView

test('only ?side=1 asks for the narrow page', () => {
  assert.deepEqual(['?side=1', '?g=youth&side=1', '', '?side=0', '?side', '?aside=1'].map(isBeside), [true, true, false, false, false, false])
})
test('every kind says in its own words whether it is open, closed, or shown', () => {
  assert.deepEqual(['choice', 'motion', 'words', 'questions', 'proposals'].map((type) => stateKeyOf(of(type, 'open'), uncounted)), ['voting_open', 'voting_open', 'collecting_answers', 'collecting_questions', 'collecting'])
  assert.deepEqual(['choice', 'words', 'questions', 'proposals'].map((type) => stateKeyOf(of(type, 'closed'), uncounted)), ['voting_closed', 'answers_closed', 'questions_closed', 'phase_closed'])
  assert.equal(stateKeyOf(of('rating', 'closed'), counted), 'results')
  assert.equal(stateKeyOf(of('rating', 'prepared'), undefined), 'soon')
  assert.equal(stateKeyOf(of('rating', 'skipped'), undefined), 'phase_skipped')
})
test('each of these is a text of the wall', () => {
  const keys = new Set(['phone', 'staff'].flatMap((area) => Object.keys(JSON.parse(fs.readFileSync(`messages/${area}.ar.json`, 'utf8')) as object)))
  for (const type of ['choice', 'words', 'questions', 'proposals', 'motion'])
    for (const phase of ['prepared', 'open', 'closed', 'skipped'] as const) for (const round of [counted, uncounted, undefined]) assert.ok(keys.has(stateKeyOf(of(type, phase), round)))
})
test('the address is told without scheme and room', () => {
  assert.equal(hostOf('https://warsha.example:8443/j/482913'), 'warsha.example:8443')
  assert.equal(hostOf('http://192.168.1.4/j/482913'), '192.168.1.4')
})
