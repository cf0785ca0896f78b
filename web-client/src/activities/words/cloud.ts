// A cloud that never moves: entries flow in the order of their first coming, and only their size follows the count. Pure.
import type { WordResult } from '../../protocol/generated'

/** Of a word given `voters` times where the most given one has `most`: from 1 to 3. The first few votes change little. */
export const sizeOf = (voters: number, most: number): number => Math.round(10 * (1 + 2 * Math.sqrt(Math.max(0, voters - 1) / Math.max(most - 1, 4)))) / 10

/** What there is room for: the most given ones, ties by first coming; in the order in which all of them came. */
export function mostGiven(words: readonly WordResult[], max: number): readonly WordResult[] {
  if (words.length <= max) return words
  const kept = new Set(words.map((word, i) => ({ i, voters: word.voters })).sort((a, b) => b.voters - a.voters || a.i - b.i).slice(0, max).map(({ i }) => i))
  return words.filter((_, i) => kept.has(i))
}

/** Of a letter, its line and the space around a word, in the word's own size. */
const letter = 0.62, line = 1.5, around = 1.4

export interface Entry {
  readonly length: number
  /** Of its longest word, which is never broken. */
  readonly word: number
  readonly size: number
}
export const longestWord = (label: string): number => Math.max(...label.split(/\s/).map((one) => one.length))

/** How high the flow becomes, line by line. */
function heightOf(entries: readonly Entry[], unit: number, width: number): number {
  let height = 0, used = 0, highest = 0
  for (const { length, size } of entries) {
    const em = size * unit
    const wide = (length * letter + around) * em
    if (used > 0 && used + wide > width) {
      height += highest
      used = highest = 0
    }
    used += Math.min(wide, width)
    highest = Math.max(highest, Math.ceil(wide / width) * line * em)
  }
  return height + highest
}

const largest = 2.4, smallest = 0.6, step = 0.2

/**
 * The type of a word of size 1, in the unit of `width` and `height`, with which all entries fit. In few steps, so that the lines
 * break anew seldom.
 */
export function unitFor(entries: readonly Entry[], width: number, height: number): number {
  const tooWide = (unit: number): boolean => entries.some(({ word, size }) => (word + 0.5) * letter * size * unit > width)
  let unit = largest
  while (unit - step >= smallest && (tooWide(unit) || heightOf(entries, unit, width) > height)) unit = Math.round(10 * (unit - step)) / 10
  return unit
}

/** Answers as they are sent: what is empty or said twice is left out. */
export const answersIn = (fields: readonly string[]): readonly string[] => [...new Set(fields.map((one) => one.trim()).filter(Boolean))]
