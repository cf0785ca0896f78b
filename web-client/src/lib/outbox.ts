// The phone's memory of what it has not yet seen recorded. The same step function as server/room/outbox.cpp: the traces in
// protocol/examples/outbox_traces.jsonl must come out equal, step for step.
import { rejects, type Reject } from '../protocol/generated'

export type Progress = 'saved' | 'sent' | 'counted' | 'refused'

export interface Pending {
  readonly cid: string
  /** Canonical JSON of the command. */
  readonly body: string
  /** Commands of one lane replace each other; "" never. */
  readonly lane: string
  readonly progress: Progress
  /** ms, of a clock that only goes forward. */
  readonly sent_at: number
  readonly attempts: number
}

export interface State {
  readonly online: boolean
  readonly pending: readonly Pending[]
}

export type Input =
  | { type: 'enqueue'; cid: string; body: string; lane: string }
  | { type: 'online' }
  | { type: 'offline' }
  | { type: 'recorded'; cid: string }
  | { type: 'refused'; cid: string; code: Reject; retry_after_ms: number }
  | { type: 'tick' }

export type Effect =
  | { type: 'save' }
  | { type: 'send'; cid: string; body: string }
  | { type: 'tell'; cid: string; progress: Progress; code?: Reject }

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

const resendAfterMs = 5_000
const resendMaxMs = 40_000
const pendingMax = 200

const resendWait = (attempts: number): number => Math.min(resendMaxMs, resendAfterMs * 2 ** Math.min(Math.max(attempts - 1, 0), 5))

export const empty: State = { online: false, pending: [] }

export function step(state: State, input: Input, nowMs: number): Step {
  let online = state.online
  let pending = [...state.pending]
  const effects: Effect[] = []

  const tell = (cid: string, progress: Progress, code?: Reject): void => {
    effects.push(code === undefined ? { type: 'tell', cid, progress } : { type: 'tell', cid, progress, code })
  }
  const send = (one: Pending): Pending => {
    effects.push({ type: 'send', cid: one.cid, body: one.body })
    if (one.progress !== 'sent') tell(one.cid, 'sent')
    return { ...one, sent_at: nowMs, attempts: one.attempts + 1, progress: 'sent' }
  }
  const drop = (cid: string, progress: Progress, code?: Reject): void => {
    if (!pending.some((one) => one.cid === cid)) return
    pending = pending.filter((one) => one.cid !== cid)
    effects.push({ type: 'save' })
    tell(cid, progress, code)
  }

  switch (input.type) {
    case 'enqueue': {
      if (pending.some((one) => one.cid === input.cid)) break
      if (input.lane !== '') pending = pending.filter((one) => one.lane !== input.lane)
      if (pending.length >= pendingMax) {
        tell(input.cid, 'refused', 'slow_down')
        break
      }
      let made: Pending = { cid: input.cid, body: input.body, lane: input.lane, progress: 'saved', sent_at: 0, attempts: 0 }
      effects.push({ type: 'save' })
      tell(made.cid, 'saved')
      if (online) made = send(made)
      pending.push(made)
      break
    }
    case 'online':
      online = true
      pending = pending.map(send)
      break
    case 'offline':
      online = false
      pending = pending.map((one) => {
        if (one.progress === 'saved') return one
        tell(one.cid, 'saved')
        return { ...one, progress: 'saved' }
      })
      break
    case 'recorded':
      drop(input.cid, 'counted')
      break
    case 'refused':
      if (!rejects[input.code].retryable) {
        drop(input.cid, 'refused', input.code)
        break
      }
      pending = pending.map((one) => (one.cid === input.cid ? { ...one, sent_at: nowMs + input.retry_after_ms - resendWait(one.attempts) } : one))
      break
    case 'tick':
      if (!online) break
      pending = pending.map((one) => (one.progress === 'saved' || nowMs - one.sent_at >= resendWait(one.attempts) ? send(one) : one))
      break
    default:
      input satisfies never
  }
  return { state: { online, pending }, effects }
}
