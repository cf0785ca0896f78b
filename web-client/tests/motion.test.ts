// Formal opinions: the clerk's file, the words of rule and verdict, what each link may do.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import MessageFormat from '@messageformat/core'
import { chunksOf, decode, readRoll } from '../src/activities/motion/roll'
import { lackingOf, partsOf, ruleSentences, sharesOf, theMotion, tiedBodies, verdictKey } from '../src/activities/motion/rules'
import { fromBase64Url } from '../src/lib/ids'
import { may } from '../src/lib/rights'
import { blank, evolve } from '../src/lib/view'
import { commandTypes, type ActivityView, type BodyResult, type Group, type LinkRole, type MotionConfig, type RollLine, type ServerMessage } from '../src/protocol/generated'

const groups = [
  { key: 'council', label: { ar: 'مجلس المجموعة', fr: 'Conseil du groupement', en: 'Council' } },
  { key: 'youth', label: { ar: 'هيئة الشباب', fr: 'Instance des jeunes' } },
] as unknown as Group[]
const read = (text: string) => readRoll(text, groups)
const short = (text: string) => read(text).entries.map((one) => [one.line, one.name, one.body, one.weight])
const problems = (text: string) => read(text).problems.map((one) => [one.line, one.kind, one.what])

test('a file is read by position, with any of the separators', () => {
  for (const by of [',', ';', '\t']) assert.deepEqual(short(`Amina Alami${by}council${by}2\nمقعد 12${by}youth\n`), [[1, 'Amina Alami', 'council', 2], [2, 'مقعد 12', 'youth', 1]])
})
test('columns are found by their names, in any order and language, whatever else the file holds', () => {
  assert.deepEqual(short('الوزن;الهيئة;الاسم الكامل\n٣;مجلس المجموعة;أمينة العلمي'), [[2, 'أمينة العلمي', 'council', 3]])
  assert.deepEqual(short('N°;Instance;Nom et prénom;Téléphone\r\n1;Conseil du groupement;Amina;06\r\n2;instance des JEUNES;Badr;\r\n'), [[2, 'Amina', 'council', 1], [3, 'Badr', 'youth', 1]])
  assert.deepEqual(short('Seat\tBody\nA 1\tCOUNCIL'), [[2, 'A 1', 'council', 1]])
  assert.deepEqual(short('\ufeffالاسم,الهيأة\nأمينة,هيأة الشباب'), [[2, 'أمينة', 'youth', 1]])
})
test('a first line that names a body is a person, also one called like a column', () => {
  assert.deepEqual(short('Place,council'), [[1, 'Place', 'council', 1]])
})
test('quotes hold separators, line breaks and quotes, and lines are counted as the editor counts them', () => {
  assert.deepEqual(short('"Alami, ""Amina""",council\n"Two\nlines",youth\n\nBadr,youth'), [[1, 'Alami, "Amina"', 'council', 1], [2, 'Two lines', 'youth', 1], [5, 'Badr', 'youth', 1]])
  assert.deepEqual(problems('A,council\n"B,youth\nC,youth'), [[2, 'quote', undefined]])
})
test('every bad line is named with what is wrong', () => {
  assert.deepEqual(problems(['name,body,weight', ',council,1', 'A,,1', 'B,senate,1', 'C,council,0', 'D,council,1.5', `${'x'.repeat(81)},council,1`, 'E,council,1,more', 'e,COUNCIL,1', 'F,council,1', 'F,council,2'].join('\n')), [
    [2, 'no_name', undefined], [3, 'no_body', undefined], [4, 'unknown_body', 'senate'], [5, 'weight', '0'], [6, 'weight', '1.5'], [7, 'long_name', undefined], [8, 'columns', undefined],
    [11, 'twice', '10'],
  ])
  assert.deepEqual(problems('A\u0000b,council'), [[1, 'bad_name', undefined]])
  assert.deepEqual(problems('name,weight\nA,1'), [[1, 'no_body_column', undefined]])
  assert.deepEqual(problems('body\ncouncil'), [[1, 'no_name_column', undefined]])
  assert.deepEqual(problems(' \n'), [[0, 'empty', undefined]])
})
test('who is on the roll already is not added again, and the roll has an end', () => {
  assert.deepEqual(readRoll('Amina,council', groups, [{ body: 'council', name: 'AMINA' }]).problems, [{ line: 1, kind: 'already' }])
  const many = Array.from({ length: 1_001 }, (_, i) => `Seat ${i},council`).join('\n')
  assert.deepEqual(read(many).problems, [{ line: 0, kind: 'too_many' }])
})
test('UTF-8 and marked UTF-16 are read, anything else is named', () => {
  assert.equal(decode(new TextEncoder().encode('أمينة')), 'أمينة')
  assert.equal(decode(Uint8Array.of(0xff, 0xfe, 0x23, 0x06)), 'أ'.normalize('NFC'))
  assert.equal(decode(Uint8Array.of(0xc3, 0xe4, 0xed)), undefined)
})
test('messages hold at most forty lines and stay under the bound of a desk', () => {
  const lines = Array.from({ length: 95 }, (_, i) => ({ roll: `r${i}`.padEnd(22, 'x'), body: 'k'.repeat(40), name: '𞤀'.repeat(80), weight: 1000, slip_hash: 'h'.repeat(43) })) as unknown as RollLine[]
  const chunks = chunksOf(lines)
  assert.deepEqual(chunks.flat(), lines)
  for (const chunk of chunks) {
    assert.ok(chunk.length <= 40)
    assert.ok(new TextEncoder().encode(JSON.stringify({ type: 'command', cid: 'c'.repeat(22), body: { type: 'extend_roll', lines: chunk } })).length < 15 * 1024)
  }
  assert.deepEqual(chunksOf(lines.slice(0, 81).map((line) => ({ ...line, name: 'A' }))).map((one) => one.length), [40, 40, 1])
  assert.deepEqual(chunksOf([]), [])
})

const rules: MotionConfig = { type: 'motion', quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'cast', threshold: 'fraction', num: 3, den: 5, tie: 'chair' }, overall: 'all_bodies', wording: 'opinion', roll_call: false }
const words = (language: string) => JSON.parse(fs.readFileSync(`messages/phone.${language}.json`, 'utf8')) as Record<string, string>
const say = (language: string) => {
  const format = new MessageFormat(language), all = words(language)
  return (key: string, data?: Record<string, unknown>): string => format.compile(all[key] ?? `no text is called ${key}`)(data as never)
}
test('the item of a ballot is sixteen zero bytes', () => {
  assert.deepEqual([...fromBase64Url(theMotion)], Array(16).fill(0))
})
test('the rule is said in whole sentences', () => {
  assert.equal(ruleSentences(rules, say('fr')).join(' '),
    'Quorum : plus de 1/2 des inscrits de chaque instance. Majorité d’au moins 3/5 de : bulletins exprimés, abstentions comprises. En cas de partage : voix prépondérante du président. Favorable dans l’ensemble si toutes les instances le sont. Scrutin secret.')
})
test('rules and verdicts have their words, and they are those of the report', () => {
  const report = fs.readFileSync('../server/archive/report/words.hpp', 'utf8')
  for (const language of ['ar', 'fr', 'en']) {
    const speak = say(language)
    for (const wording of ['opinion', 'decision'] as const)
      for (const outcome of ['favourable', 'unfavourable', 'tied', 'lapsed'] as const) assert.ok(report.includes(`"${speak(verdictKey(outcome, { ...rules, wording }))}"`), outcome)
    for (const quorum of [rules.quorum, { ...rules.quorum, strictly: false }])
      for (const threshold of ['simple', 'absolute', 'two_thirds', 'fraction'] as const)
        for (const overall of ['all_bodies', 'most_bodies', 'pooled'] as const)
          for (const tie of ['fails', 'chair'] as const)
            for (const sentence of ruleSentences({ ...rules, quorum, overall, majority: { ...rules.majority, threshold, tie } }, speak)) assert.doesNotMatch(sentence, /no text|undefined/)
    for (const key of Object.keys(words(language)).filter((one) => /^motion_(base|tie|overall|stance|casting)_/.test(one))) assert.ok(report.includes(`"${words(language)[key]}"`), key)
  }
})
test('what a body lacks for its quorum reads well in Arabic', () => {
  const texts = [1, 2, 3, 11, 100].map((n) => say('ar')('motion_missing', { n }))
  assert.deepEqual(texts.map((text) => text.split(': ')[1]), ['ينقص حاضر واحد', 'ينقص حاضران', 'ينقص 3 حاضرين', 'ينقص 11 حاضرا', 'ينقص 100 حاضر'])
})

const body = (key: string, more: Partial<BodyResult> = {}): BodyResult => ({
  body: key, roll: 46, needed: 24, present: 41, voted: 40, by_scribe: 0, roll_weight: 46, present_weight: 41, in_favour: 39, against: 1, abstain: 0, outcome: 'favourable', ...more,
})
test('shares in favour stand under all four bases', () => {
  assert.deepEqual(sharesOf(body('a')).map((one) => [one.base, `${one.part}/${one.whole}`]), [['for_and_against', '39/40'], ['cast', '39/40'], ['present', '39/41'], ['roll', '39/46']])
})
test('who was present and did not vote is a part of the bar', () => {
  assert.deepEqual(partsOf(body('a')).map((one) => one.count), [39, 1, 0, 1])
  assert.deepEqual(partsOf(body('a', { present: 0, present_weight: 0, in_favour: 0, against: 0 })).map((one) => one.share), [0, 0, 0, 0])
})
test('the bodies without quorum are named, with those who are on no roll', () => {
  const presence = (key: string, needed: number, present: number) => ({ body: key, roll: 9, needed, present, roll_weight: 9, present_weight: present })
  assert.deepEqual(lackingOf([presence('a', 5, 5), presence('b', 5, 4)]).map((one) => one.body), ['b'])
})
test('a casting vote is asked for where the closed attempt is tied', () => {
  const motion = (overall: string, phase: string, outcome: string, bodies: BodyResult[], all: BodyResult) =>
    ({ plan: { config: { ...rules, overall } }, phase, rounds: [{ round: 1, voters: 1, result: { motion: { bodies, all, outcome, roll_call: [] } } }] }) as unknown as ActivityView
  const bodies = [body('a'), body('b', { outcome: 'tied' })], all = body('all', { outcome: 'tied' })
  assert.deepEqual(tiedBodies(motion('all_bodies', 'closed', 'tied', bodies, all)), ['b'])
  assert.deepEqual(tiedBodies(motion('pooled', 'closed', 'tied', bodies, all)), ['all'])
  assert.deepEqual(tiedBodies(motion('all_bodies', 'open', 'tied', bodies, all)), [])
  assert.deepEqual(tiedBodies(motion('all_bodies', 'closed', 'lapsed', bodies, all)), [])
})

test('what a link may do is what the server lets it do', () => {
  const source = fs.readFileSync('../server/core/decide.cpp', 'utf8')
  const listed = (what: string) => new Set([...(new RegExp(`is_for_${what} = is_any<C,([^>]*)>`).exec(source)?.[1] ?? '').matchAll(/\w+/g)].map(([name]) => name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()))
  const ofSeats = new Set([...listed('visitors'), ...listed('seats')])
  assert.ok(ofSeats.size > 8)
  const roles: [LinkRole, (type: string) => boolean][] = [
    ['facilitator', (type) => !ofSeats.has(type) && !listed('nobody_in_the_room').has(type)], ['wall', (type) => listed('walls').has(type)], ['chair', (type) => listed('chairs').has(type)],
    ['scribe', (type) => listed('scribes').has(type)], ['moderator', (type) => listed('moderators').has(type)], ['supervisor', () => false],
  ]
  // Until the server names these at all, there is nothing to compare them with.
  const notYet = source.includes('MakeCluster') ? [] : ['make_cluster', 'rename_cluster', 'merge_clusters', 'dissolve_cluster', 'move_proposals']
  for (const [role, allowed] of roles) for (const type of commandTypes) if (!notYet.includes(type)) assert.equal(may(role, type), allowed(type), `${role}: ${type}`)
  assert.ok(listed('chairs').has('give_casting_vote') && listed('scribes').has('cast_for_roll') && listed('moderators').has('hide_word'))
  assert.ok(may(undefined, 'open_activity'))
})
test('the role of the link is in the picture', () => {
  assert.equal(evolve(blank, { type: 'welcome', link_role: 'scribe' } as ServerMessage).linkRole, 'scribe')
  assert.equal(evolve(blank, { type: 'welcome' } as ServerMessage).linkRole, null)
})
