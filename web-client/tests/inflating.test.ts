import assert from 'node:assert/strict'
import test from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { inTurn, inflates } from '../src/lib/inflating'

const deflated = (text: string): ArrayBuffer => new Uint8Array(deflateRawSync(text)).buffer
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 50))

// SPEC M7
test('messages are handed on in the order in which they came, deflated or not', async () => {
  assert.ok(inflates)
  const got: string[] = []
  const receive = inTurn((text) => got.push(text), () => got.push('broken'))
  receive('one')
  assert.deepEqual(got, ['one'], 'what needs no inflating waits for nothing')
  receive(deflated('ورشة '.repeat(400)))
  receive('three')
  receive(deflated('four'))
  receive('five')
  await settled()
  assert.deepEqual(got, ['one', 'ورشة '.repeat(400), 'three', 'four', 'five'])
  receive('six')
  assert.equal(got.at(-1), 'six', 'once nothing is being inflated, again at once')
})

test('after bytes that are not deflated nothing is handed on, and the page is told once', async () => {
  const got: string[] = []
  const receive = inTurn((text) => got.push(text), () => got.push('broken'))
  receive(new Uint8Array([0xff, 0x00, 0xff]).buffer)
  receive('after')
  receive(deflated('later'))
  await settled()
  receive('much later')
  await settled()
  assert.deepEqual(got, ['broken'])
})
