// One socket at a time, a union by state. Comes back by itself with full jitter; at once when the phone wakes up.
import { closeReaction, type ClientMessage, type Hello, type ServerMessage } from '../protocol/generated'

export type Connection =
  | { state: 'connecting'; attempt: number }
  | { state: 'online' }
  | { state: 'waiting'; attempt: number; retryAtMs: number }
  | { state: 'stopped'; code: number }

const pingEveryMs = 20_000
const pongWithinMs = 10_000
const openWithinMs = 10_000

/** Uniform in [0, min(20 s, 0.5 s · 2^attempt)]: full jitter, so that a hall does not return in one instant (Brooker, AWS, 2015). */
export const retryDelayMs = (attempt: number, unit: number): number => unit * Math.min(20_000, 500 * 2 ** Math.min(attempt, 20))

export interface Wiring {
  readonly url: string
  readonly hello: () => Hello
  readonly onMessage: (message: ServerMessage) => void
  readonly onChange: (connection: Connection) => void
}

export class Link {
  #wiring: Wiring
  #socket: WebSocket | null = null
  #connection: Connection = { state: 'connecting', attempt: 0 }
  #timer: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setInterval> | undefined
  #pong: ReturnType<typeof setTimeout> | undefined
  /** Server clock minus ours, ms; from the exchange with the shortest way. */
  clockOffsetMs = 0
  #bestRoundTripMs = Infinity

  constructor(wiring: Wiring) {
    this.#wiring = wiring
    for (const wake of ['pageshow', 'online', 'focus']) addEventListener(wake, this.#wake)
    document.addEventListener('visibilitychange', this.#wake)
    addEventListener('offline', this.#lost)
    this.#connect(0)
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  /** For good. */
  stop(): void {
    this.#set({ state: 'stopped', code: 1000 })
    this.#drop()
  }

  #set(connection: Connection): void {
    this.#connection = connection
    this.#wiring.onChange(connection)
  }

  #connect(attempt: number): void {
    this.#drop()
    this.#set({ state: 'connecting', attempt })
    const socket = new WebSocket(this.#wiring.url, 'warsha.v1')
    this.#socket = socket
    this.#timer = setTimeout(() => this.#retry(attempt), openWithinMs)
    socket.onopen = () => socket.send(JSON.stringify(this.#wiring.hello()))
    socket.onmessage = (event: MessageEvent<string>) => this.#received(JSON.parse(event.data) as ServerMessage)
    socket.onclose = (event) => {
      if (this.#socket !== socket) return
      if (closeReaction(event.code) === 'stop') {
        this.#drop()
        this.#set({ state: 'stopped', code: event.code })
      } else this.#retry(attempt)
    }
  }

  #received(message: ServerMessage): void {
    if (message.type === 'welcome') {
      clearTimeout(this.#timer)
      this.#bestRoundTripMs = Infinity
      this.clockOffsetMs = message.server_time - Date.now()
      this.#set({ state: 'online' })
      this.#ping = setInterval(this.#sendPing, pingEveryMs)
      this.#sendPing()
    }
    if (message.type === 'pong') this.#measure(message.t, message.server_time)
    this.#wiring.onMessage(message)
  }

  #measure(sentAt: number, serverTime: number): void {
    clearTimeout(this.#pong)
    const roundTrip = Date.now() - sentAt
    if (roundTrip > this.#bestRoundTripMs) return
    this.#bestRoundTripMs = roundTrip
    this.clockOffsetMs = serverTime - (sentAt + roundTrip / 2)
  }

  #sendPing = (): void => {
    this.send({ type: 'ping', t: Date.now() })
    clearTimeout(this.#pong)
    // A socket that looks open after a sleep may be dead: only an answer proves it.
    this.#pong = setTimeout(() => this.#connect(0), pongWithinMs)
  }

  #retry(attempt: number): void {
    this.#drop()
    const wait = retryDelayMs(attempt, Math.random())
    this.#set({ state: 'waiting', attempt: attempt + 1, retryAtMs: Date.now() + wait })
    this.#timer = setTimeout(() => this.#connect(attempt + 1), wait)
  }

  #lost = (): void => {
    if (this.#connection.state !== 'stopped') this.#retry(0)
  }

  #wake = (): void => {
    if (document.visibilityState === 'hidden') return
    if (this.#connection.state === 'waiting') this.#connect(0)
    else if (this.#connection.state === 'online') this.#sendPing()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#pong)
    clearInterval(this.#ping)
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }
}
