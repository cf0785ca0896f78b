import assert from 'node:assert/strict'
import test from 'node:test'
import { Link } from '../src/lib/connection'
import type { Hello, ServerMessage } from '../src/protocol/generated'

class Socket {
  static readonly OPEN = 1
  static all: Socket[] = []
  readyState = 1
  sent: Hello[] = []
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number }) => void
  constructor() {
    Socket.all.push(this)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Hello)
  }
  close(): void {}
}

// SPEC V12
test('after a reset a phone asks for a fresh view, and resumes again later', (t) => {
  Object.assign(globalThis, { WebSocket: Socket, addEventListener: () => {}, document: { addEventListener: () => {} } })
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  t.mock.method(Math, 'random', () => 0)
  const resume = { epoch: 1, offset: 7, digest: 'd' } as unknown as Hello['resume']
  const link = new Link({ url: 'ws://hall', hello: () => ({ type: 'hello', role: 'wall', resume }) as Hello, onMessage: () => {}, onChange: () => {} })
  const hello = (): Hello => {
    t.mock.timers.tick(1)
    const socket = Socket.all.at(-1)
    socket?.onopen?.()
    return socket?.sent.at(-1) as Hello
  }
  const close = (code: number): void => Socket.all.at(-1)?.onclose?.({ code })
  const welcome = (): void => Socket.all.at(-1)?.onmessage?.({ data: JSON.stringify({ type: 'welcome', server_time: 1 } as unknown as ServerMessage) })
  assert.ok(hello().resume)
  close(4510)
  assert.equal(hello().resume, undefined)
  close(1006)
  assert.equal(hello().resume, undefined, 'it has not come in yet')
  welcome()
  close(1006)
  assert.ok(hello().resume)
  link.stop()
})
