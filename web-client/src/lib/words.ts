// Codes of the protocol as sentences for people. A code without a sentence does not compile.
import { closeCodes, type CloseName, type Reject } from '../protocol/generated'
import type { Words } from './i18n.svelte'

export const rejectText = (t: Words, code: Reject): string => t[`reject_${code}`]()

/** Close names that a client can meet and stop at; the others come back by themselves. */
type Told = 'bad_message' | 'bad_ticket' | 'removed' | 'no_such_room' | 'no_hello' | 'replaced' | 'ended' | 'too_large' | 'flooding'
const told: readonly string[] = ['bad_message', 'bad_ticket', 'removed', 'no_such_room', 'no_hello', 'replaced', 'ended', 'too_large', 'flooding'] satisfies Told[]

export const closeName = (code: number): CloseName | undefined => (closeCodes as Readonly<Record<number, { name: CloseName } | undefined>>)[code]?.name

export function closeText(t: Words, code: number): string {
  const name = closeName(code)
  return name !== undefined && told.includes(name) ? t[`closed_${name as Told}`]() : t.closed_other()
}
