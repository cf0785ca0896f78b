// One reactive room for a page: the picture, the own things, and how far every command has come.
import {
  facilitatorMessageBytesMax, participantMessageBytesMax,
  type ActivityView, type Cid, type Command, type Hello, type Join, type LinkSecret, type Role, type RoundView, type SeatOffered,
  type SeatTicket, type ServerMessage,
} from '../protocol/generated'
import { Link, type Connection } from './connection'
import { newId } from './ids'
import { Kept } from './kept'
import type { Input, Pending } from './outbox'
import { Outgoing, type Told } from './outgoing'
import { load, onOtherTab, remove, save } from './storage'
import { blank, evolve, type Picture } from './view'

export type { Told }

/** The newest command of a lane and how far it came: saved on phone, sent, counted, refused. */
export interface Sent extends Told {
  readonly cid: Cid
  readonly command: Command
}

export interface RoomOptions {
  readonly code: string
  readonly role: Role
  readonly link?: LinkSecret | undefined
}

const tickMs = 1_000

export const openRoom = (options: RoomOptions): Room => new Room(options)

export class Room {
  readonly options: RoomOptions
  picture = $state.raw<Picture>(blank)
  connection = $state.raw<Connection>({ state: 'connecting', attempt: 0 })
  /** By cid: commands of this page's life, and those found pending on the device. */
  progress = $state.raw<ReadonlyMap<Cid, Told>>(new Map())
  /** By lane. */
  sent = $state.raw<ReadonlyMap<string, Sent>>(new Map())
  pending = $state.raw<readonly Pending[]>([])
  seatOffer = $state.raw<SeatOffered | null>(null)
  /** Does this device hold a ticket? */
  seated = $state(false)

  #link: Link
  #seat: SeatTicket | undefined
  #commands: Outgoing
  /** join and take_seat: on their own, because all other commands of a participant wait for the seat. */
  #door: Outgoing
  #then = new Map<Cid, (told: Told) => void>()

  constructor(options: RoomOptions) {
    this.options = options
    this.#readSeat()
    onOtherTab(this.#key('seat'), () => this.#seatChangedElsewhere())
    this.#commands = this.#outgoing('outbox', (pending) => (this.pending = pending))
    this.#door = this.#outgoing('door', () => {})
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

  /**
   * Keeps the command until it is recorded or refused, through reloads and offline spells. `lane`: a newer command of the lane replaces an
   * older pending one. `then` is called once, within this page's life, with counted or refused.
   */
  send(command: Command, lane = '', then?: (told: Told) => void): Cid {
    return this.#send(this.#commands, command, lane, then)
  }

  /** Takes a seat; harmless when there is one or one is being taken. Commands sent meanwhile wait for it. */
  join(join: Omit<Join, 'type'>): void {
    this.#readSeat()
    if (!this.seated && !this.isJoining) this.#send(this.#door, { type: 'join', ...join }, 'door')
  }

  get isJoining(): boolean {
    const last = this.sent.get('door')
    return last !== undefined && last.progress !== 'counted' && last.progress !== 'refused'
  }

  /** `code`: 8 digits shown on the phone that has the seat. */
  takeSeat(code: string, then: (told: Told) => void): void {
    this.#send(this.#door, { type: 'take_seat', code }, 'door', then)
  }

  /** The ticket is no longer good, or somebody else uses the device: come back as a visitor. */
  forgetSeat(): void {
    remove(this.#key('seat'))
    this.#readSeat()
    this.reconnect()
  }

  reconnect(): void {
    this.#link.reconnect()
  }

  stop(): void {
    this.#link.stop()
  }

  #outgoing(what: string, onChange: (pending: readonly Pending[]) => void): Outgoing {
    const made = new Outgoing(new Kept(this.#key(what)), {
      transmit: (cid, command) => this.#link.send({ type: 'command', cid, body: command }),
      tell: (cid, told) => this.#tell(cid, told),
      onChange,
    })
    for (const one of made.pending) this.#note(one.cid as Cid, JSON.parse(one.body) as Command, one.lane)
    onChange(made.pending)
    return made
  }

  #send(into: Outgoing, command: Command, lane: string, then?: (told: Told) => void): Cid {
    const cid = newId<Cid>()
    if (then) this.#then.set(cid, then)
    this.#note(cid, command, lane)
    if (frameBytes(cid, command) > this.#frameBytesMax) this.#tell(cid, { progress: 'refused', code: 'text_too_long' })
    else into.feed({ type: 'enqueue', cid, body: JSON.stringify(command), lane })
    return cid
  }

  get #frameBytesMax(): number {
    return this.options.role === 'facilitator' ? facilitatorMessageBytesMax : participantMessageBytesMax
  }

  #note(cid: Cid, command: Command, lane: string): void {
    this.progress = new Map(this.progress).set(cid, { progress: 'saved' })
    if (lane !== '') this.sent = new Map(this.sent).set(lane, { cid, command, progress: 'saved' })
  }

  #tell(cid: Cid, told: Told): void {
    this.progress = new Map(this.progress).set(cid, told)
    for (const [lane, one] of this.sent) if (one.cid === cid) this.sent = new Map(this.sent).set(lane, { ...one, ...told })
    if (told.progress !== 'counted' && told.progress !== 'refused') return
    this.#then.get(cid)?.(told)
    this.#then.delete(cid)
  }

  #key(what: string): string {
    return `${this.options.role === 'participant' ? 'room' : this.options.role}:${this.options.code}:${what}`
  }

  #readSeat(): void {
    this.#seat = this.options.role === 'participant' ? load<SeatTicket>(this.#key('seat')) : undefined
    this.seated = this.#seat !== undefined
  }

  /** Two tabs of one phone are one seat: the other tab joined, moved or left. */
  #seatChangedElsewhere(): void {
    const before = this.#seat?.ticket
    this.#readSeat()
    if (this.#seat && this.#seat.ticket !== before) this.reconnect()
  }

  #hello(): Hello {
    const { role, link } = this.options
    const resume = this.picture.position
    return { type: 'hello', role, ...(this.#seat && { seat: this.#seat }), ...(link && { link }), ...(resume && { resume }) }
  }

  #received(message: ServerMessage): void {
    this.picture = evolve(this.picture, message)
    switch (message.type) {
      case 'welcome':
        this.#door.feed({ type: 'online' })
        if (message.own || this.options.role !== 'participant') this.#commands.feed({ type: 'online' })
        break
      case 'seated':
        this.#seat = message.seat
        this.seated = true
        save(this.#key('seat'), message.seat)
        this.#commands.feed({ type: 'online' })
        break
      case 'receipt':
        this.#feed({ type: 'recorded', cid: message.cid })
        break
      case 'rejection':
        this.#feed({ type: 'refused', cid: message.cid, code: message.code, retry_after_ms: message.retry_after_ms ?? 0 })
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

  #feed(input: Input): void {
    this.#commands.feed(input)
    this.#door.feed(input)
  }
}

const frameBytes = (cid: Cid, body: Command): number => new TextEncoder().encode(JSON.stringify({ type: 'command', cid, body })).length

/** The current round of an activity; undefined before the first. */
export const currentRound = (activity: ActivityView): RoundView | undefined => activity.rounds.at(-1)

/** "#{link}.{secret}" of a facilitator's or wall's address. */
export function linkFromFragment(fragment: string): LinkSecret | undefined {
  const [link, secret] = fragment.replace(/^#/, '').split('.')
  return link && secret ? ({ link, secret } as LinkSecret) : undefined
}
