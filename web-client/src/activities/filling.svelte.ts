// A ballot of values while it is filled in: one value, or none, for each thing that is asked. Kept as a draft until it is sent.
import type { Axis, ItemId, Mark } from '../protocol/generated'
import type { Vote } from '../lib/vote.svelte'

export interface Asked {
  readonly item: ItemId
  readonly axis?: Axis | undefined
}

const keyOf = ({ item, axis }: Asked): string => `${item}:${axis ?? ''}`
const valuesIn = (marks: readonly Mark[]): Record<string, number> => Object.fromEntries(marks.map((mark) => [keyOf(mark), mark.points]))

export class Filling {
  #vote: Vote
  #asked: () => readonly Asked[]
  #given = $state<Record<string, number>>({})
  editing = $state(true)

  /** To be made while a component is: what is recorded elsewhere shows as long as nobody edits here. */
  constructor(vote: Vote, asked: () => readonly Asked[]) {
    this.#vote = vote
    this.#asked = asked
    this.#given = valuesIn((vote.latest ?? vote.draft())?.marks ?? [])
    this.editing = vote.latest === undefined
    $effect(() => {
      const latest = vote.latest
      if (latest && !this.editing) this.#given = valuesIn(latest.marks)
    })
  }

  /** 0: none. */
  value(item: ItemId, axis?: Axis): number {
    return this.#given[keyOf({ item, axis })] ?? 0
  }

  get marks(): readonly Mark[] {
    return this.#asked().flatMap(({ item, axis }) => {
      const points = this.value(item, axis)
      return points > 0 ? [{ item, points, ...(axis ? { axis } : {}) }] : []
    })
  }

  give(value: number, item: ItemId, axis?: Axis): void {
    this.#given = { ...this.#given, [keyOf({ item, axis })]: value }
    this.#vote.keep(this.marks, false)
  }

  send(): void {
    this.#vote.cast(this.marks, false)
    this.editing = false
  }
}
