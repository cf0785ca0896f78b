import assert from 'node:assert/strict'
import fs from 'node:fs'
import test from 'node:test'
import { empty, step, type Effect, type Input, type State } from '../src/lib/outbox'

interface Trace { steps: { now: number; input: Input; effects: Effect[]; state: State }[] }
const traces = fs.readFileSync('../protocol/examples/outbox_traces.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Trace)

test(`the outbox reproduces ${traces.length} traces of the server's own, step for step`, () => {
  assert.ok(traces.length >= 100)
  for (const [line, trace] of traces.entries()) {
    let state: State = empty
    for (const [at, one] of trace.steps.entries()) {
      const made = step(state, one.input, one.now)
      state = made.state
      assert.deepEqual(made.effects, one.effects, `effects of line ${line + 1}, step ${at + 1}`)
      assert.deepEqual(state, one.state, `state of line ${line + 1}, step ${at + 1}`)
    }
  }
})

test('a newer ballot of a lane replaces the older one that is still pending', () => {
  const first = step(empty, { type: 'enqueue', cid: 'a', body: '{}', lane: 'ballot:1' }, 0)
  const second = step(first.state, { type: 'enqueue', cid: 'b', body: '{}', lane: 'ballot:1' }, 1)
  assert.deepEqual(second.state.pending.map((one) => one.cid), ['b'])
})
