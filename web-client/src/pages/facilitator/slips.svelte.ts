// The secrets of slips that are to be printed. They are made in this page and the server never gets them: a reload keeps them, nothing else does.
import type { Key, RollId } from '../../protocol/generated'

export interface Slip {
  readonly roll: RollId
  readonly name: string
  readonly body: Key
  /** Sixteen bytes, base64url. */
  readonly secret: string
  readonly printed: boolean
}

const keyOf = (code: string): string => `warsha:slips:${code}`

function stored(code: string): readonly Slip[] {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(code)) ?? '[]') as Slip[]
  } catch {
    return []
  }
}

export class Slips {
  #code: string
  all = $state.raw<readonly Slip[]>([])

  constructor(code: string) {
    this.#code = code
    this.all = stored(code)
    addEventListener('beforeunload', (event) => {
      if (this.unprinted.length > 0) event.preventDefault()
    })
  }

  get unprinted(): readonly Slip[] {
    return this.all.filter((slip) => !slip.printed)
  }

  add(slips: readonly Slip[]): void {
    this.#set([...this.all, ...slips])
  }
  /** Of lines that did not get on the roll, or are off it again. */
  drop(rolls: ReadonlySet<RollId>): void {
    this.#set(this.all.filter((slip) => !rolls.has(slip.roll)))
  }
  markPrinted(): void {
    this.#set(this.all.map((slip) => ({ ...slip, printed: true })))
  }
  forget(): void {
    this.#set([])
  }

  #set(slips: readonly Slip[]): void {
    this.all = slips
    try {
      if (slips.length > 0) sessionStorage.setItem(keyOf(this.#code), JSON.stringify(slips))
      else sessionStorage.removeItem(keyOf(this.#code))
    } catch {
      // Memory serves for the life of the page.
    }
  }
}

const made = new Map<string, Slips>()
/** One for a room, whichever parts of the page ask. */
export function slipsOf(code: string): Slips {
  const found = made.get(code) ?? new Slips(code)
  made.set(code, found)
  return found
}
