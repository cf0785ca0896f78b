// The outbox with its effects carried out: storage, socket, screen.
import type { Cid, Command, Reject } from '../protocol/generated'
import type { Kept } from './kept'
import * as outbox from './outbox'

export interface Told {
  readonly progress: outbox.Progress
  readonly code?: Reject | undefined
}

export interface Wiring {
  readonly transmit: (cid: Cid, command: Command) => void
  readonly tell: (cid: Cid, told: Told) => void
  readonly onChange: (pending: readonly outbox.Pending[]) => void
}

export class Outgoing {
  #state: outbox.State
  #kept: Kept
  #wiring: Wiring

  constructor(kept: Kept, wiring: Wiring) {
    this.#kept = kept
    this.#wiring = wiring
    this.#state = { online: false, pending: kept.adopt() }
  }

  get pending(): readonly outbox.Pending[] {
    return this.#state.pending
  }

  feed(input: outbox.Input): void {
    // Not the wall clock: one that is set back would hold back what waits to be sent again.
    const { state, effects } = outbox.step(this.#state, input, Math.floor(performance.now()))
    this.#state = state
    if (effects.length > 0) this.#wiring.onChange(state.pending)
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: outbox.Effect): void {
    switch (effect.type) {
      case 'save':
        return this.#kept.save(this.#state.pending)
      case 'send':
        return this.#wiring.transmit(effect.cid as Cid, JSON.parse(effect.body) as Command)
      case 'tell':
        return this.#wiring.tell(effect.cid as Cid, { progress: effect.progress, code: effect.code })
      default:
        effect satisfies never
    }
  }
}
