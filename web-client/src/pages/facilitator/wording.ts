// What a desk writes in several languages, before it is sent.
import type { Language, Wording } from '../../protocol/generated'

/** As typed: with spaces at the ends, and empty where nothing is written. */
export type Words = { readonly [language in Language]?: string }

/** Without what is empty; undefined where nothing is written at all. */
export function said(words: Words, languages: readonly Language[]): Wording | undefined {
  const kept = languages.map((one) => [one, words[one]?.trim() ?? ''] as const).filter(([, text]) => text !== '')
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** One wording per line; undefined where the languages have different numbers of lines, so that no line says something else than its neighbour. */
export function linesSaid(words: Words, languages: readonly Language[]): readonly Wording[] | undefined {
  const written = languages.map((one) => [one, (words[one] ?? '').split('\n').map((line) => line.trim()).filter(Boolean)] as const).filter(([, lines]) => lines.length > 0)
  const count = written[0]?.[1].length ?? 0
  if (written.some(([, lines]) => lines.length !== count)) return undefined
  return Array.from({ length: count }, (_, i) => Object.fromEntries(written.map(([one, lines]) => [one, lines[i] ?? ''])))
}
