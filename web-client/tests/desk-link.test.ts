// Where the secret of the desk is kept, over https and over plain HTTP.
import assert from 'node:assert/strict'
import test from 'node:test'
import { bearer, deskLink, type Surroundings } from '../src/lib/desk-link'
import type { LinkSecret } from '../src/protocol/generated'

const secret = { link: 'l', secret: 's' } as unknown as LinkSecret

function page({ answers = true, ...changed }: Partial<Surroundings> & { answers?: boolean } = {}) {
  const seen = { stored: undefined as LinkSecret | undefined, forgotten: false, posted: [] as string[] }
  const around: Surroundings = {
    isSecure: true, fragment: undefined, stored: () => seen.stored, store: (link) => { seen.stored = link }, forgetAddress: () => { seen.forgotten = true },
    post: (path, authorization) => { seen.posted.push(`${path} ${authorization}`); return Promise.resolve(answers) }, ...changed,
  }
  return { seen, around }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('the secret of the desk leaves address and storage once a cookie stands for it', async () => { // SPEC H7
  const { seen, around } = page({ fragment: secret })
  assert.deepEqual(deskLink('123456', around), secret)
  await settled()
  assert.deepEqual(seen, { stored: undefined, forgotten: true, posted: ['/api/codes/123456/session Bearer l.s'] })
  assert.equal(deskLink('123456', page().around), undefined)
})

test('the secret of the desk stays where it was when the server gives no cookie', async () => {
  const { seen, around } = page({ fragment: secret, answers: false })
  deskLink('123456', around)
  await settled()
  assert.deepEqual(seen.stored, secret)
  assert.equal(seen.forgotten, false)
})

test('the secret of the desk is kept over plain HTTP, where there are no such cookies', async () => {
  const { seen, around } = page({ fragment: secret, isSecure: false })
  deskLink('123456', around)
  await settled()
  assert.deepEqual(seen, { stored: secret, forgotten: false, posted: [] })
})

test('the secret of the desk is sent with a download only while the page has it', () => {
  assert.deepEqual(bearer(secret), { Authorization: 'Bearer l.s' })
  assert.deepEqual(bearer(undefined), {})
})
