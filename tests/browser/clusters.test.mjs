// Sorting proposals into clusters on the real pages: by tapping, by suggestion and by dragging, undone, shown in the hall, then voted on.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { click, hall, picture, sees, smallPlan, violations, wordsOf } from './support.mjs'

const ar = wordsOf('ar'), fr = wordsOf('fr')
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const activities = [
  { id: id(60), title: { ar: 'ما مقترحاتكم؟', fr: 'Vos propositions ?' }, groups: [], config: { type: 'proposals', moderated: false, per_participant_max: 10, endorsing: true } },
  { id: id(61), title: { ar: 'نرتب المقترحات', fr: 'Trions les propositions' }, groups: [], config: { type: 'clusters' } },
  { id: id(62), title: { ar: 'وزعوا نقطكم على المحاور', fr: 'Vos points' }, groups: [], config: { type: 'dots', source: 'clusters', items: [], budget: 10, per_item_max: 4, live_results: false, quadratic: true } },
]
const titles = ['نشر ميزانية الجهة على الإنترنت', 'نشر ميزانيّة الجهة على الانترنت', 'إصلاح الطرق القروية', 'حافلة رقمية تزور الدواوير']
let stop, browser, room, desk, wall, arabic, french
const goTo = async (n) => desk.locator('nav button.pick').nth(n).click()
const card = (title) => desk.locator('.proposal', { hasText: title }).first()
const cluster = (name) => desk.locator('li.cluster', { has: desk.getByRole('heading', { name }) })

before(async () => {
  ;({ stop, browser, room, desk, wall, arabic, french } = await hall(smallPlan({ activities })))
  await goTo(0)
  await click(desk, ar.open)
  for (const title of titles) {
    await click(arabic, ar.write_proposal)
    await arabic.locator('#title').fill(title)
    await click(arabic, ar.send_proposal)
    await sees(arabic.locator('.own'), title)
  }
  await click(desk, ar.close)
  await goTo(1)
})
after(() => stop?.())

test('two taps, a name, done; the hall sees the cluster at once', async () => {
  await card(titles[2]).click()
  await card(titles[3]).click()
  await desk.locator('#sort-name').fill('العالم القروي')
  await desk.locator('#sort-name').press('Enter')
  await cluster('العالم القروي').waitFor()
  assert.equal(await cluster('العالم القروي').locator('.proposal').count(), 2)
  await sees(wall, 'العالم القروي')
  await sees(arabic, 'العالم القروي')
  assert.deepEqual(await violations(desk), [])
  assert.deepEqual(await violations(wall), [])
  assert.deepEqual(await violations(arabic), [])
})

test('the same text in another spelling is suggested, with the reason, and put together', async () => {
  await desk.getByRole('button', { name: ar.alike_find }).first().click()
  await sees(desk, ar.alike_same_text)
  await desk.getByRole('button', { name: ar.alike_together_what.split('{a}')[0].trim() }).first().click()
  await desk.locator('#sort-name').fill('الشفافية المالية')
  await desk.locator('#sort-name').press('Enter')
  await cluster('الشفافية المالية').waitFor()
  assert.equal(await cluster('الشفافية المالية').locator('.proposal').count(), 2)
  await picture(desk, 'clusters-desk')
  await picture(wall, 'clusters-wall', false)
  await picture(arabic, 'clusters-phone-ar')
})

test('a proposal is dragged to another cluster, and undo brings it back', async () => {
  const from = await card(titles[3]).boundingBox(), to = await cluster('الشفافية المالية').boundingBox()
  await desk.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await desk.mouse.down()
  await desk.mouse.move(to.x + to.width / 2, to.y + 20, { steps: 12 })
  await desk.mouse.up()
  await cluster('الشفافية المالية').locator('.proposal').nth(2).waitFor()
  await desk.locator('button.undo').first().click()
  await cluster('الشفافية المالية').locator('.proposal').nth(2).waitFor({ state: 'detached' })
  assert.equal(await cluster('العالم القروي').locator('.proposal').count(), 2)
})

test('clusters are voted on, and the dots cost their square', async () => {
  await goTo(2)
  await click(desk, ar.open)
  await sees(arabic, 'الشفافية المالية')
  assert.deepEqual(await violations(arabic), [])
  const plus = arabic.locator('li', { hasText: 'الشفافية المالية' }).getByRole('button').last()
  for (let n = 0; n < 3; n++) await plus.click()
  assert.equal(await plus.isDisabled(), true, 'three dots cost nine of ten')
  await picture(arabic, 'quadratic-phone-ar')
  await click(arabic, ar.send_vote)
  await sees(arabic, ar.vote_counted)
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  await sees(wall, 'الشفافية المالية')
  await picture(wall, 'quadratic-wall', false)
})
