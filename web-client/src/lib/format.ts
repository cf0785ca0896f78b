// Numbers and times as the language writes them.
import type { Language } from '../protocol/generated'
import { locales, speech } from './i18n.svelte'

export const number = (n: number, language: Language = speech.language): string => new Intl.NumberFormat(locales[language]).format(n)

/** 0.48 → "48%"; Intl places the sign and the mark that keeps it there in Arabic. */
export const percent = (share: number, language: Language = speech.language): string =>
  new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** "14:05" */
export const clock = (ms: number, language: Language = speech.language): string =>
  new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)

/** "24 نونبر 2026" */
export const day = (ms: number, language: Language = speech.language): string =>
  new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'long', year: 'numeric' }).format(ms)

export const list = (parts: readonly string[], language: Language = speech.language): string =>
  new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(parts)

/** "3:05", "1:02:03"; never below zero. Rounded up, so that "0:00" means over. */
export function duration(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** "482913" → "482 913", "12345678" → "1234 5678": easier to read out. Show it in <bdi dir="ltr">. */
export const spacedCode = (code: string): string => code.replace(new RegExp(`(.{${code.length > 6 ? 4 : 3}})(?=.)`, 'g'), '$1 ')

export const codePoints = (text: string): number => [...text].length
