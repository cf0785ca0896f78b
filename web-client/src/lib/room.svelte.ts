// One reactive room for a page: picture, own things, progress of every command.
import type { Cid, Command, Hello, LinkSecret, Reject, Role, RoundView, ActivityView, SeatOffered, SeatTicket, ServerMessage } from '../protocol/generated'
import { Link, type Connection } from './connection'
import { newId } from './ids'
import * as outbox from './outbox'
import { load, onOtherTab, save } from './storage'
import { blank, evolve, type Picture } from './view'

export interface Told {
  readonly progress: outbox.Progress
  readonly code?: Reject | undefined
}

export interface RoomOptions {
  readonly code: string
  readonly role: Role
  readonly link?: LinkSecret | undefined
}

const tickMs = 1_000

/** Half an emoji (a lone surrogate) is not UTF-8: the server would refuse the message, for ever. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') : value

export class Room {
  readonly options: RoomOptions
  picture = $state.raw<Picture>(blank)
  connection = $state.raw<Connection>({ state: 'connecting', attempt: 0 })
  /** Of commands of this page's life, newest state; and of those found pending in storage. */
  told = $state.raw<ReadonlyMap<string, Told>>(new Map())
  pending = $state.raw<readonly outbox.Pending[]>([])
  seatOffer = $state.raw<SeatOffered | null>(null)
  seated = $state(false)

  #outbox: outbox.State
  #link: Link
  #seat: SeatTicket | undefined
  #waiting = new Map<string, (told: Told) => void>()

  constructor(options: RoomOptions) {
    this.options = options
    this.#outbox = { online: false, pending: (load<outbox.Pending[]>(this.#key('outbox')) ?? []).map((one) => ({ ...one, progress: 'saved' as const, attempts: 0 })) }
    this.pending = this.#outbox.pending
    this.#readSeat()
    onOtherTab(this.#key('seat'), () => this.#readSeat())
    this.#link = new Link({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/${options.code}`,
      hello: () => this.#hello(),
      onMessage: (message) => this.#received(message),
      onChange: (connection) => this.#changed(connection),
    })
    setInterval(() => this.#feed({ type: 'tick' }), tickMs)
  }

  /** Milliseconds of the server's clock. */
  serverNow = (): number => Date.now() + this.#link.clockOffsetMs

  /** Keeps the command until it is recorded or refused. `lane`: a newer command of the lane replaces an older pending one. */
  send(command: Command, lane = '', then?: (told: Told) => void): Cid {
    const cid = newId<Cid>()
    if (then) this.#waiting.set(cid, then)
    this.#feed({ type: 'enqueue', cid, body: JSON.stringify(command, wellFormed), lane })
    return cid
  }

  /** The pending command of a lane, as it was typed. */
  pendingOf<C extends Command>(lane: string): C | undefined {
    const found = this.pending.find((one) => one.lane === lane)
    return found ? (JSON.parse(found.body) as C) : undefined
  }

  forgetSeat(): void {
    this.#seat = undefined
    this.seated = false
    localStorage.removeItem(`warsha:${this.#key('seat')}`)
  }

  stop(): void {
    this.#link.stop()
  }

  #key(what: string): string {
    return `${this.options.role === 'participant' ? 'room' : this.options.role}:${this.options.code}:${what}`
  }

  #readSeat(): void {
    this.#seat = load<SeatTicket>(this.#key('seat'))
    this.seated = this.#seat !== undefined
  }

  #hello(): Hello {
    const position = this.picture.position
    return {
      type: 'hello',
      role: this.options.role,
      ...(this.#seat && this.options.role === 'participant' ? { seat: this.#seat } : {}),
      ...(this.options.link ? { link: this.options.link } : {}),
      ...(position ? { resume: position } : {}),
    }
  }

  #received(message: ServerMessage): void {
    this.picture = evolve(this.picture, message)
    switch (message.type) {
      case 'welcome':
        this.#feed({ type: 'online' })
        break
      case 'receipt':
        this.#feed({ type: 'recorded', cid: message.cid })
        break
      case 'rejection':
        this.#feed({ type: 'refused', cid: message.cid, code: message.code, retry_after_ms: message.retry_after_ms ?? 0 })
        break
      case 'seated':
        this.#seat = message.seat
        this.seated = true
        save(this.#key('seat'), message.seat)
        break
      case 'seat_offered':
        this.seatOffer = message
        break
      default:
        break
    }
  }

  #changed(connection: Connection): void {
    const wasOnline = this.connection.state === 'online'
    this.connection = connection
    if (wasOnline && connection.state !== 'online') this.#feed({ type: 'offline' })
  }

  #feed(input: outbox.Input): void {
    const { state, effects } = outbox.step(this.#outbox, input, Date.now())
    this.#outbox = state
    for (const effect of effects) {
      if (effect.type === 'save') save(this.#key('outbox'), state.pending)
      else if (effect.type === 'send') this.#link.send({ type: 'command', cid: effect.cid as Cid, body: JSON.parse(effect.body) as Command })
      else this.#tell(effect.cid, { progress: effect.progress, code: effect.code })
    }
    if (effects.length > 0) this.pending = state.pending
  }

  #tell(cid: string, told: Told): void {
    this.told = new Map(this.told).set(cid, told)
    if (told.progress !== 'counted' && told.progress !== 'refused') return
    this.#waiting.get(cid)?.(told)
    this.#waiting.delete(cid)
  }
}

/** The current round of an activity; undefined before the first. */
export const currentRound = (activity: ActivityView): RoundView | undefined => activity.rounds.at(-1)

/** "#{link}.{secret}" of a facilitator's or wall's address. */
export function linkFromFragment(fragment: string): LinkSecret | undefined {
  const [link, secret] = fragment.replace(/^#/, '').split('.')
  return link && secret ? ({ link, secret } as LinkSecret) : undefined
}
