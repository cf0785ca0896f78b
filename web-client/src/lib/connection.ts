// One socket at a time, a union by state. Comes back by itself with full jitter; at once when the phone wakes up.
import { inTurn } from './inflating'
import { closeReaction, subprotocol, type ClientMessage, type Hello, type ServerMessage } from '../protocol/generated'

export type Connection =
  | { state: 'connecting'; attempt: number }
  | { state: 'online' }
  | { state: 'waiting'; attempt: number; retryAtMs: number }
  | { state: 'stopped'; code: number } // terminal: say why; 1000 after stop()

/** A heartbeat is an empty message; the clock is asked for now and then. */
const beatEveryMs = 25_000
const pingEveryMs = 300_000
const answerWithinMs = 10_000
const openWithinMs = 10_000
const resetCode = 4510
/** Milliseconds of this page: no one sets this clock back, and it is short on the wire. */
const now = (): number => Math.round(performance.now())
/** A connection that held this long was a good one: the next retry starts from the shortest wait. */
const steadyAfterMs = 5_000

const usualComeBackMs = 500
/** Uniform in [0, min(20 s, first · 2^attempt)]: full jitter, so that a hall does not return in one instant (Brooker, AWS, 2015). */
export const retryDelayMs = (attempt: number, unit: number, firstMs = usualComeBackMs): number => unit * Math.min(20_000, firstMs * 2 ** Math.min(attempt, 20))

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
  #attempt = 0
  #onlineSinceMs = 0
  /** The room was reloaded: what it had shown may have been wrong, so nothing is resumed. */
  #isReset = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #beat: ReturnType<typeof setInterval> | undefined
  #answer: ReturnType<typeof setTimeout> | undefined
  #pingedAtMs = 0
  /** Server clock minus ours, ms; from the exchange with the shortest way. */
  clockOffsetMs = 0
  #bestRoundTripMs = Infinity
  /** As the server last said: wider for a large hall. */
  #comeBackMs: number | undefined

  constructor(wiring: Wiring) {
    this.#wiring = wiring
    for (const wake of ['pageshow', 'online', 'focus']) addEventListener(wake, this.#wake)
    document.addEventListener('visibilitychange', this.#wake)
    addEventListener('offline', this.#lost)
    this.#connect()
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  /** A fresh hello, e.g. with another seat; also out of `stopped`. */
  reconnect(): void {
    this.#attempt = 0
    this.#connect()
  }

  /** For good. */
  stop(): void {
    this.#drop()
    this.#set({ state: 'stopped', code: 1000 })
  }

  #set(connection: Connection): void {
    this.#connection = connection
    this.#wiring.onChange(connection)
  }

  #connect(): void {
    this.#drop()
    this.#set({ state: 'connecting', attempt: this.#attempt })
    const socket = new WebSocket(this.#wiring.url, subprotocol)
    this.#socket = socket
    this.#timer = setTimeout(() => this.#retry(), openWithinMs)
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()))
    socket.binaryType = 'arraybuffer'
    const receive = inTurn(
      (text) => this.#socket === socket && this.#heard(text),
      () => this.#socket === socket && this.#retry(),
    )
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => receive(event.data)
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#closed(event.code)
    }
  }

  #hello(): Hello {
    const { resume, ...fresh } = this.#wiring.hello()
    return resume && !this.#isReset ? { ...fresh, resume } : fresh
  }

  #closed(code: number): void {
    this.#isReset ||= code === resetCode
    if (closeReaction(code) === 'come_back') return this.#retry()
    this.#drop()
    this.#set({ state: 'stopped', code })
  }

  #heard(text: string): void {
    clearTimeout(this.#answer)
    if (text === '') return
    const message = JSON.parse(text) as ServerMessage
    if (message.type === 'welcome') this.#welcomed(message.server_time)
    if (message.type === 'pong') {
      this.#comeBackMs = message.come_back_ms
      this.#measure(message.t, message.server_time)
    }
    this.#wiring.onMessage(message)
  }

  #welcomed(serverTime: number): void {
    this.#isReset = false
    clearTimeout(this.#timer)
    this.#onlineSinceMs = now()
    this.#bestRoundTripMs = Infinity
    this.clockOffsetMs = serverTime - Date.now()
    this.#set({ state: 'online' })
    this.#beat = setInterval(() => (now() - this.#pingedAtMs < pingEveryMs ? this.#ask('') : this.#sendPing()), beatEveryMs)
    this.#sendPing()
  }

  #measure(sentAt: number, serverTime: number): void {
    const roundTrip = now() - sentAt
    if (roundTrip > this.#bestRoundTripMs) return
    this.#bestRoundTripMs = roundTrip
    this.clockOffsetMs = serverTime - (Date.now() - roundTrip / 2)
  }

  #sendPing = (): void => {
    this.#pingedAtMs = now()
    this.#ask(JSON.stringify({ type: 'ping', t: this.#pingedAtMs } satisfies ClientMessage))
  }

  /** A socket that looks open after a sleep may be dead: only hearing something proves it. */
  #ask(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text)
    clearTimeout(this.#answer)
    this.#answer = setTimeout(() => this.#connect(), answerWithinMs)
  }

  #retry(): void {
    const wasSteady = this.#connection.state === 'online' && now() - this.#onlineSinceMs >= steadyAfterMs
    this.#drop()
    if (wasSteady) this.#attempt = 0
    const wait = retryDelayMs(this.#attempt, Math.random(), this.#comeBackMs)
    this.#attempt += 1
    this.#set({ state: 'waiting', attempt: this.#attempt, retryAtMs: Date.now() + wait })
    this.#timer = setTimeout(() => this.#connect(), wait)
  }

  #lost = (): void => {
    if (this.#connection.state !== 'stopped') this.#retry()
  }

  #wake = (): void => {
    if (document.visibilityState === 'hidden') return
    if (this.#connection.state === 'waiting') this.reconnect()
    else if (this.#connection.state === 'online') this.#sendPing()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#answer)
    clearInterval(this.#beat)
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }
}
