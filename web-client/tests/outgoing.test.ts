import assert from 'node:assert/strict'
import test from 'node:test'
import type { Cid } from '../src/protocol/generated'
import type { Kept } from '../src/lib/kept'
import { Outgoing } from '../src/lib/outgoing'

// SPEC O7
test('a phone whose clock is set back sends again all the same', (t) => {
  const noStorage = { adopt: () => [], save: () => {} } as unknown as Kept
  const sent: Cid[] = []
  const outgoing = new Outgoing(noStorage, { transmit: (cid) => sent.push(cid), tell: () => {}, onChange: () => {} })
  let wall = 1_750_000_000_000
  let steady = 1_000
  t.mock.method(Date, 'now', () => wall)
  t.mock.method(performance, 'now', () => steady)
  outgoing.feed({ type: 'online' })
  outgoing.feed({ type: 'enqueue', cid: 'a', body: '{"type":"offer_seat"}', lane: '' })
  wall -= 3_600_000
  steady += 6_000
  outgoing.feed({ type: 'tick' })
  assert.deepEqual(sent, ['a', 'a'])
})
