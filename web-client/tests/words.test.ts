import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import { fold, likeness } from '../src/lib/fold'
import { normaliseCode } from '../src/lib/ids'

const strings = JSON.parse(fs.readFileSync('../tests/workshop/strings.json', 'utf8')) as {
  equal_in_search_duplicates_and_clouds: string[][]; not_equal: string[][]; merged_by_the_rule_and_accepted: string[][]
}
const languages = ['ar', 'fr', 'en']
const messages = (area: string, language: string) => JSON.parse(fs.readFileSync(`messages/${area}.${language}.json`, 'utf8')) as Record<string, string>

test('spellings that count as equal fold to the same text', () => {
  for (const group of [...strings.equal_in_search_duplicates_and_clouds, ...strings.merged_by_the_rule_and_accepted]) for (const word of group) assert.equal(fold(word), fold(group[0] ?? ''), word)
})
test('short words that differ in a hamza stay different', () => {
  for (const [a, b] of strings.not_equal) assert.notEqual(fold(a ?? ''), fold(b ?? ''))
})
test('a proposal in another spelling is found while typing', () => {
  assert.ok(likeness('نشر محاضر الدورات', 'نشر المحاضر للدورات') > 0.3)
  assert.equal(likeness('نشر محاضر الدورات', 'حافلة رقمية'), 0)
})
test('a join code is read in any digits, with spaces and dashes, and nothing else', () => {
  for (const typed of ['482913', '٤٨٢ ٩١٣', '۴۸۲-۹۱۳', ' 482 913 ']) assert.equal(normaliseCode(typed), '482913')
  assert.equal(normaliseCode('48a913'), '')
})

for (const area of ['phone', 'staff']) {
  test(`every language has every ${area} text`, () => {
    const keys = Object.keys(messages(area, 'ar')).sort()
    for (const language of languages) assert.deepEqual(Object.keys(messages(area, language)).sort(), keys)
  })
  test(`every Arabic plural of ${area} has all six forms`, () => {
    for (const [key, text] of Object.entries(messages(area, 'ar')))
      if (text.includes('plural,')) for (const form of ['zero', 'one', 'two', 'few', 'many', 'other']) assert.ok(text.includes(`${form} {`), `${key} lacks ${form}`)
  })
}
test('the plurals of "proposal" read as the workshop says', async () => {
  const MessageFormat = (await import('@messageformat/core')).default
  const say = new MessageFormat('ar').compile(messages('phone', 'ar')['proposals'] ?? '')
  const expected = (JSON.parse(fs.readFileSync('../tests/workshop/strings.json', 'utf8')) as { arabic_plurals_of_proposal: Record<string, string> }).arabic_plurals_of_proposal
  for (const [n, text] of Object.entries(expected)) assert.equal(say({ n: Number(n) }), text)
})
test('no style names a physical direction', () => {
  const files = fs.readdirSync('src', { recursive: true }).map(String).filter((name) => /\.(svelte|css)$/.test(name))
  assert.ok(files.length > 10)
  for (const name of files)
    assert.doesNotMatch(fs.readFileSync(`src/${name}`, 'utf8'), /(margin|padding|border)-(left|right)|text-align: *(left|right)|[^-\w](left|right) *:/, name)
})
test('no page asks another host for anything', () => {
  const files = fs.readdirSync('dist', { recursive: true }).map(String).filter((name) => /\.(html|css)$/.test(name))
  assert.ok(files.length >= 6)
  for (const name of files) assert.doesNotMatch(fs.readFileSync(`dist/${name}`, 'utf8'), /(src|href|url\()=?["'(]*https?:/, name)
})
test('the Arabic font and the digits hold every Arabic character of every text', () => {
  const css = fs.readFileSync('src/lib/base.css', 'utf8')
  const ranges = [...css.matchAll(/(arabic|digits)\.woff2[^}]*unicode-range: ([^;]+);/g)].flatMap((found) => (found[2] ?? '').split(',').map((one) => one.trim().slice(2).split('-').map((n) => parseInt(n, 16))))
  assert.ok(ranges.length > 5)
  const isHeld = (point: number) => ranges.some(([first = 0, last = first]) => point >= first && point <= last)
  for (const area of ['phone', 'staff'])
    for (const [key, text] of Object.entries(messages(area, 'ar')))
      for (const c of text) if (c > '\u0600' && c < '\u2000') assert.ok(isHeld(c.codePointAt(0) ?? 0), `${key}: ${c}`)
})
