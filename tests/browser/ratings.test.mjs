// Rating, and impact × feasibility, on the real pages: given by touch and by keyboard, hidden, revealed, taken to the wall and the report.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { click, hall, phone, sees, smallPlan, violations, workshop } from './support.mjs'

let stop, browser, room, desk, wall, arabic, french
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const items = workshop.clusters.slice(0, 4).map((one, n) => ({ id: id(80 + n), label: one.title, proposals: [] }))
const activities = [
  { id: id(70), title: { ar: 'كيف تقيمون هذه الورشة؟', fr: 'Comment évaluez-vous cet atelier ?' }, groups: [], config: { type: 'rating', items: items.slice(0, 2), steps: 5, lowest: { ar: 'غير راض', fr: 'pas satisfait' }, highest: { ar: 'راض جدا', fr: 'très satisfait' }, live_results: false } },
  { id: id(71), title: { ar: 'ما الأثر وما قابلية الإنجاز؟', fr: 'Quel impact, quelle faisabilité ?' }, groups: [], config: { type: 'impact', items, steps: 5, live_results: false } },
]
async function give(page, row, value) {
  const radio = page.getByRole('radiogroup').nth(row).getByRole('radio', { name: `${value}`, exact: true })
  await radio.focus()
  await page.keyboard.press('Space')
  assert.equal(await radio.isChecked(), true)
}
const goTo = async (n) => desk.locator('nav button.pick').nth(n).click()

before(async () => {
  ;({ stop, browser, room, desk, wall, arabic, french } = await hall(smallPlan({ activities })))
})
after(() => stop?.())

test('a rating is given by touch, what is left counts as no opinion, and a reload keeps what was not sent yet', async () => {
  await goTo(0)
  await click(desk, 'افتح')
  await sees(arabic, 'كيف تقيمون هذه الورشة؟')
  assert.deepEqual(await violations(arabic), [])
  await arabic.locator('.step', { hasText: '5' }).first().click()
  await arabic.reload()
  assert.equal(await arabic.getByRole('radio', { name: '5', exact: true }).first().isChecked(), true)
  await click(arabic, 'أرسلوا صوتكم')
  await sees(arabic, 'احتسب صوتكم')
})

test('the same by keyboard alone', async () => {
  await sees(french, 'Comment évaluez-vous cet atelier ?')
  await french.getByRole('radiogroup').nth(0).getByRole('radio', { name: '1', exact: true }).focus()
  await french.keyboard.press('Space')
  for (let n = 0; n < 2; n++) await french.keyboard.press('ArrowRight')
  await french.getByRole('radiogroup').nth(1).getByRole('radio', { name: '4', exact: true }).focus()
  await french.keyboard.press('Space')
  await french.getByRole('button', { name: 'Envoyer mon vote' }).focus()
  await french.keyboard.press('Enter')
  await sees(french, 'Votre vote est compté')
})

test('no page is sent a value before the reveal; then wall and phones show the spread and the mean', async () => {
  await wall.locator('.voters b', { hasText: '2' }).waitFor()
  assert.equal(await wall.locator('.spread').count(), 0)
  await click(desk, 'أغلق')
  await click(desk, 'اكشف النتائج')
  await wall.locator('.spread').first().waitFor()
  assert.deepEqual(await wall.locator('.mean b').allInnerTexts(), ['4.0', '4.0'].map((one) => one.replace('.', ',')), '(5 + 3) / 2, and 4 alone')
  assert.equal(await wall.locator('.spread').first().getAttribute('aria-label'), '1: 0, 2: 0, 3: 1, 4: 0, 5: 1')
  await sees(french, 'sans avis')
  assert.deepEqual(await violations(wall), [])
  assert.deepEqual(await violations(french), [])
})

test('impact and feasibility are asked of each item, either may be left, and the plot has both', async () => {
  await goTo(1)
  await click(desk, 'افتح')
  await sees(arabic, 'ما الأثر وما قابلية الإنجاز؟')
  for (const [page, values] of [[arabic, [5, 4, 2, 5, 1, 1, 4, 2]], [french, [4, 4, 2, 3, 1, undefined, 5, 2]]]) {
    for (const [row, value] of values.entries()) if (value) await give(page, row, value)
    assert.deepEqual(await violations(page), [])
  }
  await click(arabic, 'أرسلوا صوتكم')
  await sees(arabic, 'احتسب صوتكم')
  await click(french, 'Envoyer mon vote')
  await sees(french, 'Votre vote est compté')
  await click(desk, 'أغلق')
  await click(desk, 'اكشف النتائج')
  await wall.locator('.point').nth(3).waitFor()
  assert.deepEqual((await wall.locator('tbody td b').allInnerTexts()).filter((one) => one.includes(',')), ['4,5', '4,0', '2,0', '4,0', '1,0', '1,0', '4,5', '2,0'])
  assert.deepEqual(await violations(wall), [])
  assert.deepEqual(await violations(desk), [])
  await french.locator('.point').first().waitFor()
  assert.deepEqual(await violations(french), [])
})

test('the plot is drawn from the right in Arabic and from the left in French', async () => {
  const xOf = (page, n) => page.locator('.point').nth(n).boundingBox().then((box) => box.x)
  assert.ok((await xOf(arabic, 0)) < (await xOf(arabic, 2)), 'feasible stands on the left in Arabic')
  assert.ok((await xOf(french, 0)) > (await xOf(french, 2)), 'and on the right in French')
})

test('no page scrolls sideways at 320 px with text at 200 %', async () => {
  await goTo(1)
  const small = await (await phone(browser, 'ar-MA', { viewport: { width: 320, height: 640 } })).newPage()
  await small.goto(`${room.participant_link}?g=youth`)
  await sees(small, 'ما الأثر وما قابلية الإنجاز؟')
  await small.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1))
})

if (process.env.WARSHA_SCREENSHOTS) test('pictures, where they are asked for', async () => {
  const to = process.env.WARSHA_SCREENSHOTS
  await arabic.screenshot({ path: `${to}/impact-phone-ar.png`, fullPage: true })
  await french.screenshot({ path: `${to}/impact-phone-fr.png`, fullPage: true })
  await wall.screenshot({ path: `${to}/impact-wall.png` })
  await desk.screenshot({ path: `${to}/impact-desk.png`, fullPage: true })
  await goTo(0)
  await wall.locator('.spread').first().waitFor()
  await wall.screenshot({ path: `${to}/rating-wall.png` })
  await arabic.locator('.spread').first().waitFor()
  await arabic.screenshot({ path: `${to}/rating-phone-ar.png`, fullPage: true })
  await desk.screenshot({ path: `${to}/rating-desk.png`, fullPage: true })
})
