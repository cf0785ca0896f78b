// A rejection as a sentence in the reader's language.
import type { Reject } from '../protocol/generated'
import { speech } from './i18n.svelte'

export function rejectText(code: Reject | undefined): string {
  const say = (speech.t as unknown as Record<string, ((data?: unknown) => string) | undefined>)[`reject_${code ?? 'other'}`]
  return say ? say() : speech.t.reject_other({ code })
}
