// One reactive room for a page: the picture, the own things, and how far every command has come.
import {
  facilitatorMessageBytesMax, participantMessageBytesMax,
  type ActivityView, type Cid, type Command, type Hello, type LinkSecret, type Mood, type Role, type RoundView, type SeatOffered, type SeatTicket, type ServerMessage,
} from '../protocol/generated'
import { Link, type Connection } from './connection'
import { newId } from './ids'
import { inflates } from './inflating'
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
/** Commands that need no seat but give one. */
const doorLane = 'door'

/** Half an emoji (a lone surrogate) is not UTF-8: the server would refuse the message, for ever. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') : value

const bytesOf = (cid: Cid, body: string): number => new TextEncoder().encode(`{"type":"command","cid":"${cid}","body":${body}}`).length

export class Room {
  readonly options: RoomOptions
  picture = $state.raw<Picture>(blank)
  connection = $state.raw<Connection>({ state: 'connecting', attempt: 0 })
  /** Of commands of this page's life, newest state; and of those found pending in storage. */
  told = $state.raw<ReadonlyMap<string, Told>>(new Map())
  /** By lane; a counted one leaves when the own view has it. */
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
  #then = new Map<string, (told: Told) => void>()

  constructor(options: RoomOptions) {
    this.options = options
    this.#readSeat()
    onOtherTab(this.#key('seat'), () => this.#seatChangedElsewhere())
    this.#commands = this.#outgoing('outbox', (pending) => (this.pending = pending))
    this.#door = this.#outgoing(doorLane, () => {})
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
    const isDoor = command.type === 'join' || command.type === 'take_seat'
    const cid = newId<Cid>()
    const body = JSON.stringify(command, wellFormed)
    if (then) this.#then.set(cid, then)
    this.#note(cid, command, isDoor ? doorLane : lane)
    // Beyond the bound the server would close the socket, again and again.
    if (bytesOf(cid, body) > this.#bytesMax) this.#tell(cid, { progress: 'refused', code: 'text_too_long' })
    else if (isDoor) this.#door.feed({ type: 'enqueue', cid, body, lane: doorLane })
    else this.#commands.feed({ type: 'enqueue', cid, body, lane })
    return cid
  }

  /** A hand or a mood: shown for a moment or not at all, so nothing is kept and nobody answers. */
  signal(mood: Mood): void {
    if (this.connection.state === 'online') this.#link.send({ type: 'signal', mood })
  }

  /** The pending command of a lane, as it was typed. */
  pendingOf<C extends Command>(lane: string): C | undefined {
    const found = this.pending.find((one) => one.lane === lane)
    return found ? (JSON.parse(found.body) as C) : undefined
  }

  /** A seat is asked for and not answered yet. Commands sent meanwhile wait for it. */
  get isJoining(): boolean {
    const last = this.sent.get(doorLane)
    return !this.seated && last !== undefined && (last.progress === 'saved' || last.progress === 'sent')
  }

  /** The ticket is no longer good, or somebody else uses the device: come back as a visitor. */
  forgetSeat(): void {
    remove(this.#key('seat'))
    this.#readSeat()
    this.reconnect()
  }

  /** A fresh hello; also after the socket stopped for good. */
  reconnect(): void {
    this.#link.reconnect()
  }

  stop(): void {
    this.#link.stop()
  }

  get #bytesMax(): number {
    return this.options.role === 'facilitator' ? facilitatorMessageBytesMax : participantMessageBytesMax
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

  #note(cid: Cid, command: Command, lane: string): void {
    this.told = new Map(this.told).set(cid, { progress: 'saved' })
    if (lane !== '') this.sent = new Map(this.sent).set(lane, { cid, command, progress: 'saved' })
  }

  #tell(cid: Cid, told: Told): void {
    this.told = new Map(this.told).set(cid, told)
    for (const [lane, one] of this.sent) if (one.cid === cid) this.sent = new Map(this.sent).set(lane, { ...one, ...told })
    if (told.progress !== 'counted' && told.progress !== 'refused') return
    this.#then.get(cid)?.(told)
    this.#then.delete(cid)
  }

  /** What was counted is in the own view now; other tabs may change it from here on. */
  #settle(): void {
    this.sent = new Map([...this.sent].filter(([, one]) => one.progress !== 'counted'))
  }

  #key(what: string): string {
    return `${this.options.role === 'participant' ? 'room' : this.options.role}:${this.options.code}:${what}`
  }

  #readSeat(): void {
    this.#seat = this.options.role === 'participant' ? load<SeatTicket>(this.#key('seat')) : undefined
    this.seated = this.#seat !== undefined
  }

  /** Two tabs of one phone are one seat: the other tab joined or moved. */
  #seatChangedElsewhere(): void {
    const before = this.#seat?.ticket
    this.#readSeat()
    if (this.#seat && this.#seat.ticket !== before) this.reconnect()
  }

  #hello(): Hello {
    const { role, link } = this.options
    const resume = this.picture.position
    return { type: 'hello', role, ...(this.#seat && { seat: this.#seat }), ...(link && { link }), ...(resume && { resume }), ...(inflates && { inflates }) }
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
      case 'own_changed':
        this.#settle()
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

/** The current round of an activity; undefined before the first. */
export const currentRound = (activity: ActivityView): RoundView | undefined => activity.rounds.at(-1)

/** "#{link}.{secret}" of a facilitator's or wall's address. */
export function linkFromFragment(fragment: string): LinkSecret | undefined {
  const [link, secret] = fragment.replace(/^#/, '').split('.')
  return link && secret ? ({ link, secret } as LinkSecret) : undefined
}
