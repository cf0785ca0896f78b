// What the facilitator's page decides by itself: when to offer an undo, which items an old round had, what it says of the record.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import MessageFormat from '@messageformat/core'
import { itemsOf, ranked } from '../src/activities/summary'
import { blank, evolve } from '../src/lib/view'
import { repairText } from '../src/pages/facilitator/repair'
import { offerFor } from '../src/pages/facilitator/undo-offer'
import type { ActivityView, Cid, DeskView, ProposalId, ProposalView, ServerMessage } from '../src/protocol/generated'

const cid = (name: string) => name as Cid
const own = new Map([['opened', {}], ['revealed', {}]])

test('an undo is offered once for each action of this page', () => {
  assert.equal(offerFor(cid('opened'), own, new Set()), 'opened')
  assert.equal(offerFor(cid('opened'), own, new Set(['opened'])), undefined)
})
test('an undo is not offered for what another facilitator did, nor again for an older action when a newer one was undone', () => {
  assert.equal(offerFor(cid('of another page'), own, new Set()), undefined)
  assert.equal(offerFor(cid('opened'), own, new Set(['opened', 'revealed'])), undefined)
  assert.equal(offerFor(undefined, own, new Set()), undefined)
})

const result = (...items: [string, number][]) => ({ abstentions: 0, groups: [], items: items.map(([item, points]) => ({ item, points, voters: points })) })
const activity = {
  plan: { id: 'a', config: { type: 'dots' } }, phase: 'open', round: 2, revealed: false,
  items: [{ id: 'kept', label: { fr: 'Gardée' }, proposals: [] }, { id: 'new', label: { fr: 'Nouvelle' }, proposals: [] }],
  rounds: [{ round: 1, voters: 3, result: result(['gone', 5], ['kept', 7]) }, { round: 2, voters: 1, result: result(['kept', 0], ['new', 2]) }],
} as unknown as ActivityView
const proposals = new Map([['gone', { id: 'gone', title: { fr: 'Masquée depuis' } }]]) as unknown as ReadonlyMap<ProposalId, ProposalView>

test('an old round is shown with the items that it had, and in the order of its own points', () => {
  const [first, second] = activity.rounds
  assert.deepEqual(itemsOf(activity, first, proposals).map((one) => one.label.fr), ['Masquée depuis', 'Gardée'])
  assert.deepEqual(itemsOf(activity, second, proposals), activity.items)
  const rows = ranked(itemsOf(activity, first, proposals), first, true)
  assert.deepEqual(rows.map((row) => [row.item.label.fr, row.result?.points]), [['Gardée', 7], ['Masquée depuis', 5]])
})
test('an item of an old round whose words were erased keeps its place and its points', () => {
  const rows = ranked(itemsOf(activity, activity.rounds[0], new Map()), activity.rounds[0], false)
  assert.deepEqual(rows.map((row) => [row.item.label, row.result?.points]), [[{}, 5], [{ fr: 'Gardée' }, 7]])
})

const says = (language: string) => {
  const messages = JSON.parse(fs.readFileSync(`messages/staff.${language}.json`, 'utf8')) as Record<string, string>
  const format = new MessageFormat(language)
  const say = (key: string) => format.compile(messages[key] ?? '') as (data: object) => string
  return { repair_nothing: say('repair_nothing'), repair_again: say('repair_again'), repair_too_late: say('repair_too_late') }
}
const repaired = (language: string, recorded_again: number, too_late: number) => repairText({ at: 0, recorded_again, too_late }, '14:03', says(language))

// SPEC R7
test('a mended record is told in one sentence that says when, how many, and that none is missing', () => {
  assert.equal(repaired('en', 12, 0), 'At 14:03 the storage failed over. 12 entries were recorded again; none is missing.')
  assert.equal(repaired('fr', 1, 0), 'À 14:03, l’enregistrement est passé sur une copie de secours. 1 entrée a été enregistrée de nouveau ; rien ne manque.')
  assert.match(repaired('ar', 12, 0), /14:03.*12 قيدا، ولا ينقص شيء/)
  assert.match(repaired('en', 0, 0), /Nothing was lost/)
})
test('what came back after the close is not passed over', () => {
  assert.match(repaired('en', 0, 1), /0 entries were recorded again; 1 came back after the room was closed: it is in the journal, not in the results/)
  assert.match(repaired('fr', 1, 2), /1 entrée a été enregistrée de nouveau ; 2 sont revenues après la clôture/)
  assert.match(repaired('ar', 3, 2), /3 قيود\. وصل قيدان بعد إغلاق القاعة/)
  for (const language of ['ar', 'fr', 'en']) assert.doesNotMatch(repaired(language, 5, 5), /none is missing|rien ne manque|لا ينقص/)
})

// SPEC R8
test('how the record is kept is in the picture until the server says otherwise or a fresh session begins', () => {
  const away = evolve(blank, { type: 'storage', relaxed: false, away_since: 7 } as ServerMessage)
  assert.equal(away.storage?.away_since, 7)
  assert.equal(evolve(away, { type: 'storage', relaxed: true } as ServerMessage).storage?.away_since, undefined)
  assert.equal(evolve(away, { type: 'welcome' } as ServerMessage).storage, null)
})
test('repairs come with the desk', () => {
  const desk = { links: [], seats: [], repairs: [{ at: 1, recorded_again: 2, too_late: 0 }] } as unknown as DeskView
  const after = evolve(blank, { type: 'changes', position: { epoch: 2, offset: 9, digest: '' }, changes: [{ type: 'desk_changed', desk }] } as unknown as ServerMessage)
  assert.equal(after.desk?.repairs[0]?.recorded_again, 2)
})
