// The clerk's file of those entitled: read, checked line by line, and cut into messages. Pure.
import type { Group, Key, RollLine } from '../../protocol/generated'
import { fold } from '../../lib/fold'
import { normaliseCode } from '../../lib/ids'

export interface Entry {
  readonly line: number
  readonly name: string
  readonly body: Key
  readonly weight: number
}
export type ProblemKind =
  | 'empty' | 'encoding' | 'quote' | 'no_name_column' | 'no_body_column' | 'no_name' | 'long_name' | 'bad_name' | 'no_body' | 'unknown_body' | 'weight' | 'columns'
  | 'twice' | 'already' | 'too_many'
export interface Problem {
  /** Of the file, from 1; 0: the file as a whole. */
  readonly line: number
  readonly kind: ProblemKind
  readonly what?: string
}
export interface Read {
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
}
type Column = 'name' | 'body' | 'weight'

const nameMax = 80
export const rollMax = 1_000
const weightMax = 1_000

const headers: Readonly<Record<Column, readonly string[]>> = {
  name: ['name', 'full name', 'seat', 'person', 'member', 'nom', 'nom complet', 'nom et prénom', 'prénom et nom', 'siège', 'place', 'membre', 'personne',
    'الاسم', 'اسم', 'الاسم الكامل', 'الاسم العائلي والشخصي', 'الاسم الشخصي والعائلي', 'المقعد', 'العضو', 'الشخص'],
  body: ['body', 'group', 'college', 'instance', 'collège', 'groupe', 'organe', 'الهيئة', 'المجموعة'],
  weight: ['weight', 'votes', 'poids', 'voix', 'nombre de voix', 'الوزن', 'عدد الأصوات', 'الأصوات'],
}
/** هيأة and هيئة are one word, spelt in two ways. */
const known = (text: string): string => fold(text.replaceAll('هيأة', 'هيئة'))
const columnOf = new Map(Object.entries(headers).flatMap(([column, names]) => names.map((name) => [known(name), column as Column] as const)))

/** UTF-8, or UTF-16 with its mark, as spreadsheets save it. Undefined: neither. */
export function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const name = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** Whichever stands most often in the first line that says something, outside quotes. */
function separatorOf(text: string): string {
  const line = (text.split(/\r\n|\n|\r/).find((one) => one.trim() !== '') ?? '').replace(/"[^"]*"/g, '')
  return [';', '\t', ','].map((one) => ({ one, count: line.split(one).length })).reduce((best, next) => (next.count > best.count ? next : best)).one
}

function rowsOf(text: string): { rows: Row[]; openQuote: number | undefined } {
  const separator = separatorOf(text)
  const rows: Row[] = []
  let cells: string[] = [], cell = '', line = 1, start = 1, quoted: number | undefined, wasQuoted = false
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim())
    cell = ''
    wasQuoted = false
  }
  const endRow = (): void => {
    endCell()
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: start, cells })
    cells = []
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? ''
    const isBreak = c === '\n' || (c === '\r' && text[i + 1] !== '\n')
    if (quoted !== undefined) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"'
        i++
      } else if (c === '"') quoted = undefined
      else cell += c
    } else if (c === '"' && cell.trim() === '' && !wasQuoted) {
      quoted = line
      wasQuoted = true
      cell = ''
    } else if (c === separator) endCell()
    else if (isBreak) endRow()
    else if (c !== '\r' && !(wasQuoted && c.trim() === '')) cell += c
    if (isBreak) {
      line++
      if (quoted === undefined) start = line
    }
  }
  endRow()
  return { rows, openQuote: quoted }
}

/** A key or a label in any language, however it is spelt. */
function bodiesByName(groups: readonly Group[]): ReadonlyMap<string, Key> {
  const names = new Map<string, Key>()
  for (const group of groups) for (const label of Object.values(group.label) as (string | undefined)[]) if (label && known(label) !== '') names.set(known(label), group.key)
  for (const group of groups) names.set(`key ${group.key}`, group.key)
  return names
}

const cleaned = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()
const personOf = (body: Key, name: string): string => `${body}\n${cleaned(name).toLowerCase()}`

function weightOf(text: string): number | undefined {
  if (text === '') return 1
  const digits = normaliseCode(text)
  const weight = /^[^\s-]+$/u.test(text) && digits !== '' ? Number(digits) : Number.NaN
  return Number.isInteger(weight) && weight >= 1 && weight <= weightMax ? weight : undefined
}

/** `present` stands on the roll already. Where there is any problem, nothing may be sent. */
export function readRoll(text: string, groups: readonly Group[], present: readonly { readonly body: Key; readonly name: string }[] = []): Read {
  const { rows, openQuote } = rowsOf(text.replace(/^\ufeff/, ''))
  if (openQuote !== undefined) return { entries: [], problems: [{ line: openQuote, kind: 'quote' }] }
  const names = bodiesByName(groups)
  const bodyOf = (cell: string): Key | undefined => names.get(`key ${cell.trim()}`) ?? names.get(known(cell))

  const first = rows[0]
  const titles = first?.cells.map((cell) => columnOf.get(known(cell))) ?? []
  // Two titles, or one in a line that names no body: a person may be called "Place".
  const isTitled = titles.filter(Boolean).length >= 2 || (titles.some(Boolean) && !first?.cells.some((cell) => bodyOf(cell)))
  const places: Record<Column, number> = isTitled ? { name: titles.indexOf('name'), body: titles.indexOf('body'), weight: titles.indexOf('weight') } : { name: 0, body: 1, weight: 2 }
  if (isTitled && first && places.name < 0) return { entries: [], problems: [{ line: first.line, kind: 'no_name_column' }] }
  if (isTitled && first && places.body < 0) return { entries: [], problems: [{ line: first.line, kind: 'no_body_column' }] }

  const entries: Entry[] = [], problems: Problem[] = []
  const seen = new Map<string, number>(present.map((one) => [personOf(one.body, one.name), 0]))
  const widest = isTitled ? titles.length : 3
  for (const { line, cells } of isTitled ? rows.slice(1) : rows) {
    const cell = (column: Column): string => cleaned(cells[places[column]] ?? '')
    const name = cell('name'), body = bodyOf(cell('body')), weight = weightOf(cell('weight'))
    const problem = (kind: ProblemKind, what?: string): void => void problems.push({ line, kind, ...(what !== undefined && { what }) })
    const before = problems.length
    if (cells.slice(widest).some((one) => one.trim() !== '')) problem('columns')
    if (name === '') problem('no_name')
    else if ([...name].length > nameMax) problem('long_name')
    else if (/[\p{Cc}\p{Co}\p{Cn}\u202a-\u202e\ufffd]/u.test(name)) problem('bad_name')
    if (cell('body') === '') problem('no_body')
    else if (!body) problem('unknown_body', cell('body'))
    if (weight === undefined) problem('weight', cell('weight'))
    if (problems.length > before || !body || weight === undefined) continue
    const person = personOf(body, name), twin = seen.get(person)
    if (twin === 0) problem('already')
    else if (twin !== undefined) problem('twice', String(twin))
    else {
      seen.set(person, line)
      entries.push({ line, name, body, weight })
    }
  }
  if (entries.length === 0 && problems.length === 0) problems.push({ line: 0, kind: 'empty' })
  if (entries.length + present.length > rollMax) problems.push({ line: 0, kind: 'too_many' })
  return { entries, problems }
}

const linesMax = 40
const bytesMax = 14 * 1024

/** As many lines as one message of a desk may hold. */
export function chunksOf(lines: readonly RollLine[]): readonly (readonly RollLine[])[] {
  const chunks: RollLine[][] = []
  let bytes = Infinity
  for (const line of lines) {
    const size = new TextEncoder().encode(JSON.stringify(line)).length + 1
    const last = chunks.at(-1)
    if (!last || last.length >= linesMax || bytes + size > bytesMax) {
      chunks.push([line])
      bytes = size
    } else {
      last.push(line)
      bytes += size
    }
  }
  return chunks
}
