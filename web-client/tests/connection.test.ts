import assert from 'node:assert/strict'
import test from 'node:test'
import { retryDelayMs } from '../src/lib/connection'

// SPEC X2
test('a phone comes back after a wait that is spread and grows to twenty seconds', () => {
  assert.equal(retryDelayMs(0, 0), 0)
  assert.equal(retryDelayMs(0, 0.5), 250)
  assert.equal(retryDelayMs(3, 0.5), 2_000)
  assert.equal(retryDelayMs(10, 1), 20_000)
  assert.equal(retryDelayMs(1_000, 0.5), 10_000)
  assert.equal(retryDelayMs(0, 0.5, 10_000), 5_000, 'a hall of five thousand is told to spread over ten seconds')
  assert.equal(retryDelayMs(1, 1, 16_000), 20_000)
})
