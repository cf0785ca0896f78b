// What one page costs over the wire, as its browser counts it: responses with their heads, requests, WebSocket frames with their headers.
import { inflateRawSync } from 'node:zlib'

const bytesOf = (text) => Buffer.byteLength(text)
const frameHead = (bytes, masked) => (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10) + (masked ? 4 : 0)
const headBytes = (headers = {}) => Object.entries(headers).reduce((sum, [name, value]) => sum + bytesOf(`${name}: ${value}\r\n`), 2)

export class Wire {
  files = 0
  requests = 0
  received = new Map()
  sent = new Map()
  tallies = new Map()
  changes = new Map()

  /** Before the page is opened. */
  static async of(page) {
    const wire = new Wire()
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    network.on('Network.loadingFinished', (event) => (wire.files += event.encodedDataLength))
    network.on('Network.requestWillBeSentExtraInfo', (event) => (wire.requests += headBytes(event.headers) + 60))
    network.on('Network.webSocketHandshakeResponseReceived', (event) => (wire.files += headBytes(event.response.headers) + 34))
    network.on('Network.webSocketFrameReceived', (event) => wire.#note(wire.received, event.response, false))
    network.on('Network.webSocketFrameSent', (event) => wire.#note(wire.sent, event.response, true))
    return wire
  }
  #note(into, { opcode, payloadData }, masked) {
    // Binary ones are told in base64: a text, deflated.
    const payload = opcode === 2 ? Buffer.from(payloadData, 'base64') : Buffer.from(payloadData)
    const bytes = payload.length + frameHead(payload.length, masked)
    const text = opcode === 2 ? inflateRawSync(payload).toString() : payloadData
    let message = { type: opcode === 1 ? 'heartbeat' : 'control' }
    try {
      message = JSON.parse(text)
    } catch {
      // a close frame, or nothing
    }
    const type = message.body?.type ?? message.type
    this.#add(into, type, bytes)
    // Of what came together: by what changed.
    for (const change of message.changes ?? []) this.#add(this.changes, change.type, bytesOf(JSON.stringify(change)) + 1)
    if (type === 'tally') {
      const seen = this.tallies.get(message.activity) ?? { n: 0, bytes: 0 }
      this.tallies.set(message.activity, { n: seen.n + 1, bytes: Math.max(seen.bytes, bytes) })
    }
  }
  #add(into, type, bytes) {
    const before = into.get(type) ?? { n: 0, bytes: 0 }
    into.set(type, { n: before.n + 1, bytes: before.bytes + bytes })
  }
  count(type) {
    return this.received.get(type) ?? this.sent.get(type) ?? { n: 0, bytes: 0 }
  }
  get total() {
    return [...this.received.values(), ...this.sent.values()].reduce((sum, one) => sum + one.bytes, this.files + this.requests)
  }
  /** Of which: one line per part, the largest first. */
  table() {
    const rows = [['files', this.files, ''], ['requests', this.requests, '']]
    for (const [what, map] of [['got', this.received], ['sent', this.sent], ['  of changes', this.changes]]) for (const [type, { n, bytes }] of map) rows.push([`${what} ${type}`, bytes, `${n}×`])
    return rows.sort((a, b) => b[1] - a[1]).map(([what, bytes, n]) => `  ${(bytes / 1024).toFixed(1).padStart(7)} KB  ${what} ${n}`).join('\n')
  }
}
