// Agendas as files: the templates that come with the server, what a wrong file is told, and that an exported one is read again. Turnout.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import MessageFormat from '@messageformat/core'
import { agendaText, noticeCodes, plansOf, problemCodes, readAgenda, type Problem } from '../src/activities/agenda-file'
import { turnoutOf } from '../src/activities/turnout'
import { newId } from '../src/lib/ids'
import { bounds, type ActivityConfig, type ActivityPlan, type ActivityView, type ItemId } from '../src/protocol/generated'

const isRoomPlan = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync('../protocol/schema/room_plan.json', 'utf8')) as object)
const folder = 'public/templates'
const templates = fs.readdirSync(folder).map((name) => name.replace(/\.json$/, ''))
const template = (name: string): string => fs.readFileSync(`${folder}/${name}.json`, 'utf8')
const grouped = { groups: ['youth', 'elected'], activities: 0 }
const roomOf = (activities: readonly ActivityPlan[]) => ({
  title: { fr: 'Salle' }, purpose: 'live', settings: { ask_name: false, show_presence: true, anonymous: false },
  groups: grouped.groups.map((key) => ({ key, label: { fr: key } })), categories: [], activities,
})
function plansIn(text: string, facts = grouped): ActivityPlan[] {
  const reading = readAgenda(text, facts)
  assert.deepEqual(reading.problems, undefined)
  return reading.agenda ? [...plansOf(reading.agenda, newId)] : []
}
const wordings = (value: unknown): Record<string, string>[] =>
  typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => (key === 'title' || key === 'label' || key === 'lowest' || key === 'highest' ? [inner as Record<string, string>] : wordings(inner)))

test('the desk offers exactly the templates that there are', () => {
  const offered = /const names = \[([^\]]*)\]/.exec(fs.readFileSync('src/pages/facilitator/Templates.svelte', 'utf8'))?.[1] ?? ''
  assert.deepEqual([...offered.matchAll(/'(\w+)'/g)].map(([, name]) => name).sort(), [...templates].sort())
  assert.equal(templates.length, 4)
})
for (const name of templates) {
  test(`the template ${name} is read without a notice, and a room with its activities is a good plan`, () => {
    const reading = readAgenda(template(name), grouped)
    assert.deepEqual(reading.problems, undefined)
    assert.deepEqual(reading.agenda && reading.notices, [])
    const plans = plansIn(template(name))
    assert.ok(plans.length >= 5)
    assert.ok(isRoomPlan(roomOf(plans)), JSON.stringify(isRoomPlan.errors?.slice(0, 3)))
  })
  test(`the template ${name} says everything in three languages and holds no ids`, () => {
    const all = wordings(JSON.parse(template(name)))
    assert.ok(all.length > 10)
    for (const one of all) assert.deepEqual(Object.keys(one), ['ar', 'fr', 'en'])
    assert.doesNotMatch(template(name), /"(id|proposals)":/)
  })
}
test('together the templates show every kind', () => {
  const shown = new Set(templates.flatMap((name) => plansIn(template(name)).map((plan) => plan.config.type)))
  assert.deepEqual([...shown].sort(), ['choice', 'dots', 'form', 'impact', 'materials', 'motion', 'proposals', 'questions', 'rating', 'statements', 'words'])
})
test('ids are fresh each time', () => {
  const ids = (plans: readonly ActivityPlan[]) => JSON.stringify(plans).match(/"id":"[^"]+"/g) ?? []
  const twice = [...ids(plansIn(template('co_preparation'))), ...ids(plansIn(template('co_preparation')))]
  assert.equal(new Set(twice).size, twice.length)
})
test('an exported agenda is read again as it was, without ids and without the members of clusters', () => {
  const plans = templates.flatMap((name) => plansIn(template(name)))
  const cluster = { id: 'A'.repeat(22) as ItemId, label: { ar: 'محور' }, proposals: ['B'.repeat(21) + 'A'] }
  const config = { type: 'dots', source: 'given', items: [cluster], budget: 3, per_item_max: 1, live_results: true } as unknown as ActivityConfig
  const text = agendaText({ fr: 'Salle' }, [...plans, { ...plans[0]!, groups: ['elected'], config }])
  assert.doesNotMatch(text, /"(id|proposals)":/)
  const again = plansIn(text)
  assert.equal(again.length, plans.length + 1)
  assert.deepEqual(again.at(-1)?.groups, ['elected'])
  assert.equal(agendaText({ fr: 'Salle' }, again), text)
})
test('sorting into clusters and dots with a rising cost over them travel in a file', () => {
  const configs = [{ type: 'clusters' }, { type: 'dots', source: 'clusters', items: [], budget: 16, per_item_max: 4, live_results: false, quadratic: true }] as readonly ActivityConfig[]
  const text = agendaText({ fr: 'Salle' }, configs.map((config) => ({ ...plansIn(template('co_preparation'))[0]!, groups: [], config })))
  assert.deepEqual(plansIn(text).map((one) => one.config), configs)
})

const words = { type: 'words', cloud: true, per_participant_max: 1, live_results: true }
const fine = { title: { fr: 'Un mot' }, groups: [] as unknown, config: words as object }
const file = (...activities: unknown[]): string => JSON.stringify({ warsha_agenda: 1, title: { ar: 'جدول' }, activities })
const problems = (text: string, facts = grouped): readonly Problem[] => {
  const reading = readAgenda(text, facts)
  assert.ok(reading.problems, text.slice(0, 200))
  return reading.problems
}
const only = (config: object): object => {
  const found = problems(file(fine, { ...fine, title: { fr: 'Fautive' }, config }))
  assert.equal(found.length, 1, JSON.stringify(found))
  assert.equal(found[0]?.at, 2)
  assert.deepEqual(found[0]?.title, { fr: 'Fautive' })
  const { at, title, ...rest } = found[0]!
  return rest
}
const option = (fr: string) => ({ label: { fr } })
const choice = { type: 'choice', options: [option('a'), option('b')], choices_min: 1, choices_max: 1, abstain: false, live_results: false }
const motion = { type: 'motion', quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'cast', threshold: 'simple', tie: 'fails' }, overall: 'pooled', wording: 'decision', roll_call: false }

test('a post-test finds its pre-test in the file again, wherever the room puts it', () => {
  const plans = plansIn(template('remote_training'))
  const uses = plans.map(({ config }) => (config.type === 'form' ? config.use : ''))
  const after = plans[uses.indexOf('post_test')]?.config
  assert.equal(after?.type === 'form' && after.before, plans[uses.indexOf('pre_test')]?.id)
  // A formal opinion is left out where there are no groups: places move, the pre-test does not.
  const form = (use: string, more = {}) => ({ title: { fr: use }, groups: [], config: { type: 'form', items: [{ label: { fr: 'q' }, answers: [{ fr: 'a' }, { fr: 'b' }] }], use, key: [2], paced: false, steps: 5, live_results: false, ...more } })
  const moved = plansIn(file({ ...fine, config: motion }, form('pre_test'), form('post_test', { before: 2 })), { groups: [], activities: 0 })
  assert.equal((moved[1]?.config as { before?: string }).before, moved[0]?.id)
  const bare = agendaText({ fr: 'Salle' }, [moved[1]!, moved[0]!])
  assert.doesNotMatch(bare, /before/, 'a pre-test that comes later in the agenda is not named')
})
test('a form and a page to read are judged like the server does', () => {
  const question = { label: { fr: 'q' }, answers: [{ fr: 'a' }, { fr: 'b' }] }
  const form = { type: 'form', items: [question], use: 'quiz', key: [1], paced: false, steps: 5, live_results: false }
  const { key: _, ...open } = form
  assert.deepEqual(only(open), { code: 'missing', field: 'config.key' })
  assert.deepEqual(only({ ...form, use: 'survey' }), { code: 'unknown_field', field: 'config.key' })
  for (const wrong of [[3], [0], [1, 1]]) assert.deepEqual(only({ ...form, key: wrong }), { code: 'key', field: 'config.key' })
  assert.deepEqual(only({ ...form, live_results: true }), { code: 'wrong_value', field: 'config.live_results', found: 'true' })
  assert.deepEqual(only({ ...form, items: [{ ...question, answers: [{ fr: 'a' }] }] }), { code: 'too_few_items', field: 'config.items[1].answers', min: 2 })
  assert.deepEqual(only({ ...form, use: 'post_test', before: 1 }), { code: 'before', field: 'config.before', found: '1' })
  const page = (block: object) => ({ type: 'materials', blocks: [block] })
  assert.deepEqual(only(page({})), { code: 'text_empty', field: 'config.blocks[1]' })
  assert.deepEqual(only(page({ heading: { fr: 'Site' }, link: 'http://exemple.ma' })), { code: 'wrong_value', field: 'config.blocks[1].link', found: 'http://exemple.ma' })
  assert.deepEqual(only(page({ image: 'data:image/png;base64,AAAA' })), { code: 'image', field: 'config.blocks[1].image' })
  assert.deepEqual(only(page({ image: 'data:image/svg+xml;base64,AAAA', image_says: { fr: 'x' } })), { code: 'image', field: 'config.blocks[1].image', found: 'data:image/svg+xml;base64,AAAA' })
  const lines = plansIn(file({ ...fine, config: page({ text: { fr: 'Un\r\n\ndeux' } }) }))[0]?.config
  assert.equal(lines?.type === 'materials' && lines.blocks[0]?.text?.fr, 'Un\n\ndeux')
})

test('what is no agenda at all is told in one sentence', () => {
  assert.deepEqual(problems('{"warsha_agenda": 1,'), [{ code: 'not_json' }])
  for (const text of ['[]', '7', '{}', 'null', '{"title":{}}']) assert.deepEqual(problems(text), [{ code: 'not_agenda', field: 'warsha_agenda' }])
  for (const version of [2, '1', null]) assert.equal(problems(JSON.stringify({ warsha_agenda: version, title: {}, activities: [] }))[0]?.code, 'wrong_version')
  assert.deepEqual(problems(file()), [{ code: 'no_activities' }])
  assert.deepEqual(problems('{"warsha_agenda":1,"title":{"fr":"x"}}'), [{ code: 'missing', field: 'activities' }])
  assert.deepEqual(problems('{"warsha_agenda":1,"title":{"fr":"x"},"activities":{}}'), [{ code: 'no_activities' }])
  assert.deepEqual(problems(' '.repeat(1_048_577)), [{ code: 'file_too_big' }])
})
test('an agenda must have room for all of it', () => {
  assert.deepEqual(problems(file(fine, fine), { groups: [], activities: 99 }), [{ code: 'too_many_activities', found: '2', max: 1 }])
  assert.ok(readAgenda(file(fine), { groups: [], activities: 99 }).agenda)
})
test('a file that a text editor saved with a byte order mark is read', () => {
  assert.ok(readAgenda('\ufeff' + file(fine), grouped).agenda)
})
test('a problem names the activity and the field', () => {
  assert.deepEqual(only({ ...words, type: 'poll' }), { code: 'unknown_kind', field: 'config.type', found: 'poll' })
  assert.deepEqual(only({ ...words, type: 'toString' }), { code: 'unknown_kind', field: 'config.type', found: 'toString' })
  assert.deepEqual(only({}), { code: 'missing', field: 'config.type' })
  assert.deepEqual(only({ type: 'words', cloud: true, live_results: true }), { code: 'missing', field: 'config.per_participant_max' })
  assert.deepEqual(only({ ...words, per_participant_max: 11 }), { code: 'out_of_range', field: 'config.per_participant_max', min: 1, max: 10 })
  assert.deepEqual(only({ ...words, per_participant_max: 1.5 }), { code: 'out_of_range', field: 'config.per_participant_max', min: 1, max: 10 })
  assert.deepEqual(only({ ...words, cloud: 'yes' }), { code: 'wrong_value', field: 'config.cloud', found: 'yes' })
  assert.deepEqual(only({ ...words, colour: 1 }), { code: 'unknown_field', field: 'config.colour' })
  assert.deepEqual(only({ ...choice, options: [] }), { code: 'too_few_items', field: 'config.options', min: 2 })
  assert.deepEqual(only({ ...choice, options: Array.from({ length: 51 }, (_, i) => option(`${i}`)) }), { code: 'too_many_items', field: 'config.options', max: 50 })
  assert.deepEqual(only({ ...choice, options: [option('a'), option('x'.repeat(121))] }), { code: 'text_too_long', field: 'config.options[2].label.fr', max: 120 })
  assert.deepEqual(only({ ...choice, options: [{ ...option('a'), id: 'x' }, option('b')] }), { code: 'unknown_field', field: 'config.options[1].id' })
  assert.deepEqual(only({ ...choice, choices_max: 3 }), { code: 'out_of_range', field: 'config.choices_max', min: 1, max: 2 })
  assert.deepEqual(only({ ...choice, choices_min: 2 }), { code: 'larger_than', field: 'config.choices_min', found: 'config.choices_max' })
  assert.deepEqual(only({ type: 'statements', items: [], live_results: false }), { code: 'too_few_items', field: 'config.items', min: 1 })
  const dots = { type: 'dots', source: 'given', items: [], budget: 10, per_item_max: 4, live_results: false }
  assert.deepEqual(only(dots), { code: 'too_few_items', field: 'config.items', min: 1 })
  assert.deepEqual(only({ ...dots, source: 'proposals', items: [option('a')] }), { code: 'items_from_proposals', field: 'config.items' })
  assert.deepEqual(only({ ...dots, source: 'clusters', items: [option('a')] }), { code: 'items_from_clusters', field: 'config.items' })
  assert.deepEqual(only({ ...dots, quadratic: 'yes' }), { code: 'wrong_value', field: 'config.quadratic', found: 'yes' })
  assert.deepEqual(only({ ...motion, quorum: { num: 3, den: 2, strictly: false } }), { code: 'larger_than', field: 'config.quorum.num', found: 'config.quorum.den' })
  assert.deepEqual(only({ ...motion, quorum: { num: 1, den: 1, strictly: true } }), { code: 'wrong_value', field: 'config.quorum.strictly', found: 'true' })
  assert.deepEqual(only({ ...motion, majority: { ...motion.majority, threshold: 'fraction', num: 3 } }), { code: 'missing', field: 'config.majority.den' })
  assert.deepEqual(only({ ...motion, majority: { ...motion.majority, num: 3 } }), { code: 'unknown_field', field: 'config.majority.num' })
  assert.deepEqual(only({ ...motion, overall: 'chief' }), { code: 'wrong_value', field: 'config.overall', found: 'chief' })
  const long = 'م'.repeat(120)
  assert.deepEqual(only({ type: 'materials', blocks: Array.from({ length: 40 }, () => ({ heading: { ar: long }, text: { ar: long.repeat(16) } })) }), { code: 'too_big' })
})
test('titles are judged as the server judges them', () => {
  const told = (title: unknown) => problems(file({ ...fine, title })).map(({ code, field }) => [code, field])
  assert.deepEqual(told({}), [['text_empty', 'title']])
  assert.deepEqual(told({ ar: ' \u200f ' }), [['text_empty', 'title.ar']])
  assert.deepEqual(told({ de: 'Wort' }), [['unknown_field', 'title.de']])
  assert.deepEqual(told('Un mot'), [['wrong_value', 'title']])
  assert.deepEqual(told({ fr: 'x\u0007' }), [['text_not_allowed', 'title.fr']])
  assert.deepEqual(told({ fr: '\ud83d' }), [['text_not_allowed', 'title.fr']])
  assert.deepEqual(told({ fr: 'é'.repeat(121) }), [['text_too_long', 'title.fr']])
  const reading = readAgenda(file({ ...fine, title: { fr: '  deux\nlignes\u200f ', ar: '😀'.repeat(120) } }), grouped)
  assert.equal(reading.agenda?.activities[0]?.title.fr, 'deux lignes')
})
test('all problems are told at once, and none of the agenda is used then', () => {
  const found = problems(file({ ...fine, config: { ...words, cloud: 1, live_results: 0 } }, 'text', fine, { title: { fr: 'Sans suite' } }))
  assert.deepEqual(found.map(({ at, code, field }) => [at, code, field]), [
    [1, 'wrong_value', 'config.cloud'], [1, 'wrong_value', 'config.live_results'], [2, 'wrong_value', ''], [4, 'missing', 'groups'], [4, 'missing', 'config'],
  ])
})
test('groups that the room does not have are dropped, and it is said whom that lets in', () => {
  const reading = readAgenda(file({ ...fine, groups: ['elected', 'elders', 'elected'] }, { ...fine, groups: ['elders'] }, { ...fine, groups: ['youth'] }), grouped)
  assert.deepEqual(reading.agenda?.activities.map((one) => one.groups), [['elected'], [], ['youth']])
  assert.deepEqual(reading.agenda && reading.notices.map(({ at, code, groups }) => [at, code, groups]), [[1, 'groups_dropped', ['elders']], [2, 'groups_all_dropped', ['elders']]])
  assert.deepEqual(problems(file({ ...fine, groups: [7] })).map((one) => one.field), ['groups[1]'])
})
test('a formal opinion is left out of a room without groups: the server would refuse it', () => {
  const reading = readAgenda(template('consultation'), { groups: [], activities: 0 })
  assert.ok(reading.agenda && !reading.agenda.activities.some((one) => one.config.type === 'motion'))
  assert.deepEqual(reading.agenda && reading.notices.map((one) => one.code), ['motion_left_out'])
})
test('every problem and notice has its words', () => {
  for (const language of ['ar', 'fr', 'en']) {
    const messages = JSON.parse(fs.readFileSync(`messages/staff.${language}.json`, 'utf8')) as Record<string, string>
    const say = (key: string, data: object) => (new MessageFormat(language).compile(messages[key] ?? assert.fail(`${language} lacks ${key}`)) as (data: object) => string)(data)
    for (const code of problemCodes) assert.doesNotMatch(say(`agenda_problem_${code}`, { field: 'config.items', found: '3', min: '1', max: '2' }), /undefined|\{/)
    for (const code of noticeCodes) assert.doesNotMatch(say(`agenda_notice_${code}`, { groups: 'elders' }), /undefined|\{/)
  }
  const listed = Object.keys(JSON.parse(fs.readFileSync('messages/staff.en.json', 'utf8')) as object).filter((key) => key.startsWith('agenda_problem_'))
  assert.deepEqual(listed.sort(), problemCodes.map((code) => `agenda_problem_${code}`).sort())
  assert.equal(bounds.RoomPlan.activities.max, 100)
})

const activity = (groups: string[], turnout?: object[]) => ({ plan: { id: 'a', groups, config: { type: 'choice' } }, rounds: [{ round: 1, voters: 0 }, { round: 2, voters: 5, ...(turnout ? { turnout } : {}) }] }) as unknown as ActivityView
const groups = [{ key: 'youth' }, { key: 'elected' }, { key: 'civil' }]
const seats = [{ group: 'youth', seats: 20 }, { group: 'elected', seats: 3 }, { group: 'civil', seats: 0 }, { seats: 2 }]

test('turnout compares who voted with who has a seat, for the groups that may act', () => {
  assert.deepEqual(turnoutOf(activity([], [{ group: 'youth', voted: 12 }]), groups, seats), [
    { group: 'youth', voted: 12, of: 20, left: 8 }, { group: 'elected', voted: 0, of: 3, left: 3 }, { group: 'civil', voted: 0, of: 0, left: 0 },
  ])
  assert.deepEqual(turnoutOf(activity(['elected'], [{ group: 'youth', voted: 12 }]), groups, seats).map((one) => one.group), ['elected'])
})
test('turnout of a motion is of those present when it opened, and never more than all', () => {
  assert.deepEqual(turnoutOf(activity(['youth', 'elected'], [{ group: 'youth', voted: 4, of: 9 }, { group: 'elected', voted: 5 }]), groups, seats), [
    { group: 'youth', voted: 4, of: 9, left: 5 }, { group: 'elected', voted: 5, of: 5, left: 0 },
  ])
})
test('no turnout where the server tells none, or the room has no groups', () => {
  assert.deepEqual(turnoutOf(activity([]), groups, seats), [])
  assert.deepEqual(turnoutOf(activity([], [{ voted: 3 }]), [], [{ seats: 8 }]), [])
})
