// A participant on an implementation that is not ours: the package ws. Usage: node with_ws.mjs ORIGIN CODE FACILITATOR-LINK
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { randomBytes } from 'node:crypto'
import path from 'node:path'

const require = createRequire(path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../web-client/package.json'))
const WebSocket = require('ws')
const [origin, code, link] = process.argv.slice(2)
const activity = 'AQAAAAAAAAAAAAAAAAAAAA'
const patienceMs = 10_000

const within = (promise, what) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`${what} did not come`)), patienceMs).unref())])

class Client {
  constructor() {
    this.messages = []
    this.waiting = []
    this.socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/${code}`, 'warsha.v1', { origin })
    this.socket.on('message', (data, isBinary) => {
      assert(!isBinary)
      this.messages.push(JSON.parse(data))
      this.waiting.splice(0).forEach((wake) => wake())
    })
    this.closed = new Promise((resolve) => this.socket.on('close', (closeCode) => resolve(closeCode)))
    this.open = new Promise((resolve, reject) => this.socket.on('open', resolve).on('error', reject))
  }
  send(message, options) {
    this.socket.send(JSON.stringify(message), options)
  }
  command(body) {
    const cid = randomBytes(16).toString('base64url')
    this.send({ type: 'command', cid, body })
    return within(this.first((m) => (m.type === 'receipt' || m.type === 'rejection') && m.cid === cid), `the answer to ${body.type}`)
  }
  async first(isIt) {
    for (;;) {
      const found = this.messages.find(isIt)
      if (found) return found
      await new Promise((wake) => this.waiting.push(wake))
    }
  }
  next(type, isIt = () => true) {
    return within(this.first((m) => m.type === type && isIt(m)), type)
  }
  async hello(message) {
    await within(this.open, 'the upgrade')
    this.send({ type: 'hello', ...message })
    await this.next('welcome')
    return this.next('view')
  }
}

const [linkId, secret] = link.split('#')[1].split('.')
const desk = new Client()
await desk.hello({ role: 'facilitator', link: { link: linkId, secret } })
assert.equal((await desk.command({ type: 'start_room' })).type, 'receipt')
assert.equal((await desk.command({ type: 'open_activity', activity })).type, 'receipt')

const phone = new Client()
const view = await phone.hello({ role: 'participant' })
assert.equal(phone.socket.protocol, 'warsha.v1')
assert.equal(phone.socket.extensions, '')
assert.equal(view.view.room.code, code)
assert.equal((await phone.command({ type: 'join', language: 'fr', name: 'سلمى 🌿' })).type, 'receipt')
const ballot = { type: 'cast_ballot', activity, round: 1, revision: 1, marks: [{ item: activity, points: 1 }], abstain: false }
const receipt = await phone.command(ballot)
assert.equal(receipt.type, 'receipt')
const tally = await phone.next('tally', (m) => m.as_of >= receipt.position.offset)
assert.equal(tally.round.voters, 1)

const pong = new Promise((resolve) => phone.socket.on('pong', resolve))
phone.socket.ping('from ws')
assert.equal(String(await within(pong, 'the pong')), 'from ws')

// One message in three fragments, a ping between them.
phone.socket.send('{"type":', { fin: false })
phone.socket.ping()
phone.socket.send('"ping",', { fin: false })
phone.socket.send('"t":7}', { fin: true })
assert.equal((await phone.next('pong')).t, 7)

phone.socket.close(1000)
assert.equal(await within(phone.closed, 'the close'), 1000)
desk.socket.close(1000)
assert.equal(await within(desk.closed, 'the close'), 1000)
console.log('ws: joined, voted, counted, pinged, in fragments, closed')
