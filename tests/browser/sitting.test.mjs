// One word, statements, questions, the floor and the hall's signs, on the real pages.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { click, hall, picture, sees, smallPlan, violations, wordsOf } from './support.mjs'

const ar = wordsOf('ar'), fr = wordsOf('fr')

let stop, browser, room, desk, wall, arabic, french
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const activities = [
  { id: id(20), title: { ar: 'كلمة واحدة عن الانفتاح', fr: "Un mot sur l'ouverture" }, groups: [], config: { type: 'words', cloud: true, per_participant_max: 3, live_results: true } },
  { id: id(21), title: { ar: 'ما رأيكم؟', fr: 'Votre avis ?' }, groups: [], config: { type: 'statements', items: [
    { id: id(30), label: { ar: 'تنشر الجهة كل الوثائق', fr: 'La région publie tout' }, proposals: [] }, { id: id(31), label: { ar: 'تكفي الخدمات الرقمية', fr: 'Le numérique suffit' }, proposals: [] }], live_results: false } },
  { id: id(22), title: { ar: 'أسئلتكم', fr: 'Vos questions' }, groups: [], config: { type: 'questions', moderated: false, per_participant_max: 10 } },
]
const goTo = async (n) => desk.locator('nav button.pick').nth(n).click()

before(async () => {
  ;({ stop, browser, room, desk, wall, arabic, french } = await hall(smallPlan({ activities })))
})
after(() => stop?.())

test('four spellings of one word are one entry on the wall, and what was typed survives a reload', async () => {
  await goTo(0)
  await click(desk, ar.open)
  await arabic.locator('#answer-0').fill('الشفافية')
  await arabic.locator('#answer-1').fill('شفــافية')
  await arabic.reload()
  assert.equal(await arabic.locator('#answer-0').inputValue(), 'الشفافية')
  assert.deepEqual(await violations(arabic), [])
  await click(arabic, ar.send_answers)
  await sees(arabic, ar.answers_counted)
  await french.locator('#answer-0').fill('شفافية')
  await french.locator('#answer-1').fill('qualité du service')
  await french.locator('#answer-1').press('Enter')
  await sees(french, fr.answers_counted)
  await wall.locator('.cloud li').nth(1).waitFor()
  assert.deepEqual((await wall.locator('.cloud li').allInnerTexts()).map((one) => one.replace(/\s+/g, ' ').replace(' :', ':').trim()), ['شفافية: 2', 'qualité du service: 1'])
  assert.deepEqual(await violations(wall), [])
  await picture(wall, 'words-wall', false)
})

test('an answer is hidden with a reason and leaves the wall', async () => {
  await desk.getByRole('button', { name: ar.hide_word.replace('{word}', 'qualité du service') }).click()
  await desk.locator('#word-reason').fill('خارج الموضوع')
  await desk.locator('#word-reason').press('Enter')
  await wall.locator('.cloud li').nth(1).waitFor({ state: 'detached' })
  await sees(desk, 'خارج الموضوع')
  assert.deepEqual(await violations(desk), [])
  await click(desk, ar.close)
  await french.locator('.results').getByText('شفافية').waitFor({ timeout: 15_000 })
  assert.equal(await french.locator('.results').getByText('qualité du service').count(), 0)
  await picture(french, 'words-phone-fr')
})

test('statements are answered by touch and by keyboard, and the wall tells what unites', async () => {
  await goTo(1)
  await click(desk, ar.open)
  await arabic.locator('label.agree').first().click()
  await arabic.locator('label.disagree').nth(1).click()
  assert.deepEqual(await violations(arabic), [])
  await click(arabic, ar.send_answers)
  await sees(arabic, ar.answers_counted)
  for (const row of [0, 1]) {
    await french.getByRole('radiogroup').nth(row).getByRole('radio').first().focus()
    await french.keyboard.press('Space')
  }
  await click(french, fr.send_answers)
  await sees(french, fr.answers_counted)
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  await sees(wall, ar.unites)
  await sees(wall, ar.divides)
  assert.deepEqual(await violations(wall), [])
  await picture(wall, 'statements-wall', false)
  await picture(arabic, 'statements-phone-ar')
})

test('a question is asked, voted up and answered in writing', async () => {
  await goTo(2)
  await click(desk, ar.open)
  await arabic.locator('form input.field').first().fill('متى تنشر المسودة؟')
  await click(arabic, ar.send_question)
  await sees(french, 'متى تنشر المسودة؟')
  await french.locator('button[aria-pressed="false"]').first().click()
  await sees(wall, 'متى تنشر المسودة؟')
  assert.deepEqual(await violations(french), [])
  await click(desk, ar.answer_writing)
  await desk.locator('form textarea').first().fill('في شهر أبريل.')
  await click(desk, ar.answer_publish)
  await sees(french, 'في شهر أبريل.')
  await picture(french, 'questions-phone-fr')
  await picture(wall, 'questions-wall', false)
})

test('who asks to speak waits in the queue, keeps the place through a reload, and is shown speaking', async () => {
  await arabic.getByRole('button', { name: ar.voice }).first().click()
  await click(arabic, ar.ask_floor)
  await sees(arabic, ar.floor_next)
  await arabic.reload()
  await sees(arabic, ar.floor_next)
  await desk.getByRole('list', { name: ar.floor_queue }).getByRole('button').first().click()
  await sees(arabic, ar.floor_yours)
  await picture(desk, 'sitting-desk')
  await desk.getByRole('button', { name: ar.end_floor }).click()
})

test('a sign reaches the desk and is forgotten', async () => {
  const hand = french.getByRole('button', { name: fr.mood_hand })
  if (!(await hand.isVisible())) await french.getByRole('button', { name: fr.voice }).first().click()
  await hand.click()
  await desk.locator('.moods').getByText(ar.mood_hand).first().waitFor({ timeout: 5_000 })
  assert.deepEqual(await violations(french), [])
  await picture(french, 'voice-phone-fr')
  await desk.locator('.moods').getByText(ar.mood_hand).first().waitFor({ state: 'detached', timeout: 20_000 })
})
