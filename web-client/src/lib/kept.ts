// Pending commands on the device. Every page has its own list, so that two tabs never overwrite each other; a page that opens
// adopts what others left. The same command sent by two tabs counts once: its cid makes that harmless.
import { newId } from './ids'
import type { Pending } from './outbox'
import { keysOf, load, remove, save } from './storage'

export class Kept {
  #key: string
  #start: string

  /** `start`: what the lists of all pages of this room begin with. */
  constructor(start: string) {
    this.#start = `${start}:`
    this.#key = this.#start + newId()
  }

  /** What earlier pages and other tabs have not seen recorded. Saved under this page's key before theirs are let go. */
  adopt(): readonly Pending[] {
    const theirs = keysOf(this.#start)
    const all = new Map<string, Pending>()
    for (const key of theirs)
      for (const one of load<Pending[]>(key) ?? []) all.set(one.cid, { ...one, progress: 'saved', sent_at: 0, attempts: 0 })
    const pending = newestOfLane([...all.values()])
    this.save(pending)
    theirs.forEach(remove)
    return pending
  }

  save(pending: readonly Pending[]): void {
    if (pending.length === 0) remove(this.#key)
    else save(this.#key, pending)
  }
}

const newestOfLane = (pending: readonly Pending[]): readonly Pending[] =>
  pending.filter((one, i) => one.lane === '' || !pending.some((later, j) => j > i && later.lane === one.lane))
