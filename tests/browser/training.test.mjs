// The online training on the real pages: a named room, a pre-test, a paced quiz, a post-test and what was learnt, pages to read, certificates,
// and the days after in which one may catch up.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { click, hall, phone, picture, screen, sees, smallPlan, violations, wordsOf } from './support.mjs'

const ar = wordsOf('ar'), fr = wordsOf('fr')
let stop, browser, server, room, desk, wall, arabic, french, late
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const question = (n, label, answers) => ({ id: id(n), label, proposals: [], ...(answers && { answers }) })
const principles = [{ ar: 'الشفافية', fr: 'La transparence' }, { ar: 'الرقمنة', fr: 'La digitalisation' }, { ar: 'المساءلة', fr: 'La redevabilité' }]
const questions = (from) => [
  question(from, { ar: 'ماذا تنشر الجماعة أولا؟', fr: 'Que publie la commune en premier ?' }, [{ ar: 'الميزانية', fr: 'Le budget' }, { ar: 'لا شيء', fr: 'Rien' }]),
  question(from + 1, { ar: 'من يطلب المعلومة؟', fr: 'Qui demande une information ?' }, [{ ar: 'المنتخبون', fr: 'Les élus' }, { ar: 'الجميع', fr: 'Tout le monde' }]),
]
const test_ = (use, from, more = {}) => ({ type: 'form', items: questions(from), use, key: [1, 2], paced: false, steps: 5, live_results: false, ...more })
const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const activities = [
  { id: id(1), title: { ar: 'اختبار قبلي', fr: 'Test avant' }, groups: [], config: test_('pre_test', 100) },
  { id: id(2), title: { ar: 'وثيقة التكوين', fr: 'Le document' }, groups: [], config: { type: 'materials', blocks: [
    { heading: { ar: 'المبادئ الخمسة', fr: 'Les cinq principes' }, text: { ar: 'الشفافية أولها.\nوالمساءلة ثانيها.', fr: 'La transparence d’abord.' } },
    { image: pixel, image_says: { ar: 'نقطة', fr: 'Un point' } }, { heading: { ar: 'الموقع', fr: 'Le site' }, link: 'https://www.opengovpartnership.org/' }] } },
  { id: id(3), title: { ar: 'تمرين', fr: 'Quiz' }, groups: [], config: { type: 'form', items: [question(110, { ar: 'أي مبدأ هذا؟', fr: 'Quel principe est-ce ?' }, principles), question(111, { ar: 'وهذا؟', fr: 'Et celui-ci ?' }, principles)], use: 'quiz', key: [1, 3], paced: true, steps: 5, live_results: false } },
  { id: id(4), title: { ar: 'اختبار بعدي', fr: 'Test après' }, groups: [], config: test_('post_test', 120, { before: id(1) }) },
  { id: id(5), title: { ar: 'كيف كان التكوين؟', fr: 'Comment était la formation ?' }, groups: [], config: { type: 'form', items: [question(130, { ar: 'كان مفيدا', fr: 'Elle est utile' })], use: 'survey', paced: false, steps: 5, live_results: false } },
]
const names = { arabic: 'سلمى العلوي', french: 'Driss Bennani', late: 'ياسين المنصوري' }
const goTo = async (n) => desk.locator('nav button.pick').nth(n).click()
const enter = async (page, name, words) => {
  await page.locator('#name').fill(name)
  await click(page, words.enter)
}
const pick = (page, text) => page.locator('label.answer', { hasText: text }).click()
const say = (text, data) => Object.entries(data).reduce((sum, [key, value]) => sum.replace(`{${key}}`, value), text)
/** A form at one's own pace, from its first question to the end. */
async function fill(page, words, answers) {
  for (const answer of answers) {
    if (answer) await pick(page, answer)
    await click(page, answer ? words.form_next : words.form_skip)
  }
  await sees(page, words.form_review)
  await click(page, words.send_answers)
  await sees(page, words.answers_counted)
}

before(async () => {
  ;({ stop, browser, server, room, desk, wall, arabic, french } = await hall(smallPlan({ activities, settings: { ask_name: false, show_presence: true, anonymous: false, named: true, certificate: { percent: 75, hours: 6 } } })))
})
after(() => stop?.())

test('nobody enters a named room without a name, and the phone says what facilitators see', async () => {
  await sees(arabic, ar.named_note)
  await click(arabic, ar.enter)
  await arabic.getByRole('alert').getByText(ar.name_first).waitFor()
  assert.deepEqual(await violations(arabic), [])
  await picture(arabic, 'training-join-ar')
  await enter(arabic, names.arabic, ar)
  await sees(french, fr.named_note)
  await enter(french, names.french, fr)
  await desk.getByRole('table').getByText(names.arabic).waitFor()
  await desk.getByRole('table').getByText(names.french).waitFor()
  assert.equal(await wall.getByText(names.arabic).count(), 0)
})

test('a pre-test is answered at one’s own pace, survives a reload, and the desk names who has not answered', async () => {
  await goTo(0)
  await click(desk, ar.open)
  await sees(arabic, 'ماذا تنشر الجماعة أولا؟')
  assert.deepEqual(await violations(arabic), [])
  await pick(arabic, 'الميزانية')
  await arabic.reload()
  await sees(arabic, 'من يطلب المعلومة؟')
  await click(arabic, ar.form_back)
  assert.equal(await arabic.getByRole('radio', { name: 'الميزانية' }).isChecked(), true)
  await click(arabic, ar.form_next)
  await click(arabic, ar.form_skip)
  await sees(arabic, ar.form_review)
  assert.deepEqual(await violations(arabic), [])
  await picture(arabic, 'training-review-ar')
  await click(arabic, ar.send_answers)
  await sees(arabic, ar.answers_counted)
  const waiting = desk.locator('.waiting')
  await waiting.getByText(names.french).waitFor()
  assert.equal(await waiting.getByText(names.arabic).count(), 0)
  assert.deepEqual(await violations(desk), [])
  await picture(desk, 'training-desk-named')
})

test('the same by keyboard alone', async () => {
  for (const n of [1, 0]) {
    await french.getByRole('radio').nth(n).focus()
    await french.keyboard.press('Space')
    await french.getByRole('button', { name: fr.form_next, exact: true }).focus()
    await french.keyboard.press('Enter')
  }
  await french.getByRole('button', { name: fr.send_answers }).focus()
  await french.keyboard.press('Enter')
  await sees(french, fr.answers_counted)
  await desk.locator('.waiting').waitFor({ state: 'detached' })
})

test('which answer is right reaches nobody before the reveal; then each phone knows its own score and the wall the mean', async () => {
  await click(desk, ar.close)
  await sees(arabic, ar.form_waiting)
  assert.equal(await arabic.getByText(ar.form_right, { exact: true }).count(), 0)
  await click(desk, ar.reveal)
  await sees(arabic, say(ar.form_score, { n: '1', m: '2' }))
  await sees(french, say(fr.form_score, { n: '0', m: '2' }))
  assert.deepEqual(await violations(arabic), [])
  assert.deepEqual(await violations(french), [])
  await picture(arabic, 'training-score-ar')
  await picture(french, 'training-score-fr')
  await wall.locator('.line .mean b', { hasText: '0,5' }).waitFor()
  assert.equal(await wall.locator('.yes').count(), 2, 'the right answers bear a sign and a word')
  assert.equal(await wall.getByText(names.arabic).count(), 0)
  assert.deepEqual(await violations(wall), [])
  await picture(wall, 'training-pre-wall', false)
})

test('a page to read is on the phone when it is opened, and stays there when the training goes on', async () => {
  await goTo(1)
  await click(desk, ar.open)
  await sees(arabic, 'والمساءلة ثانيها.')
  await sees(wall, 'La transparence d’abord.')
  assert.equal(await french.getByRole('img', { name: 'Un point' }).count(), 1)
  const link = french.getByRole('link', { name: 'Le site' })
  assert.equal(await link.getAttribute('target'), '_blank')
  assert.match(await link.getAttribute('rel'), /noopener/)
  assert.deepEqual(await violations(french), [])
  await picture(wall, 'training-materials-wall', false)
  await goTo(2)
  await click(french, 'Le document')
  await french.getByRole('dialog').getByText('La transparence d’abord.').waitFor()
  await french.getByRole('dialog').getByRole('button').click()
  await french.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('in a paced quiz phones and wall show one question after the other, and what was answered stays', async () => {
  await click(desk, ar.open)
  await sees(arabic, ar.form_first_soon)
  await click(desk, ar.form_show_first)
  await sees(wall, 'Quel principe est-ce ?')
  await pick(arabic, 'الشفافية')
  await click(arabic, ar.form_send_one)
  await arabic.locator('.status.counted').waitFor()
  assert.deepEqual(await violations(arabic), [])
  await picture(arabic, 'training-paced-ar')
  await pick(french, 'La digitalisation')
  await click(french, fr.form_send_one)
  await french.locator('.status.counted').waitFor()
  assert.deepEqual(await violations(wall), [])
  await picture(wall, 'training-paced-wall', false)
  // By keyboard at the desk.
  await desk.locator('h1').first().click()
  await desk.keyboard.press('n')
  await sees(wall, 'Et celui-ci ?')
  assert.equal(await arabic.getByText('أي مبدأ هذا؟').count(), 0)
  await pick(arabic, 'الرقمنة')
  await click(arabic, ar.form_send_one)
  await arabic.locator('.status.counted').waitFor()
  await pick(arabic, 'المساءلة')
  await click(arabic, ar.form_send_change)
  await arabic.locator('.status.counted').waitFor()
  await click(desk, ar.form_show_none)
  await sees(arabic, ar.form_next_soon)
  assert.deepEqual(await violations(desk), [])
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  await sees(arabic, say(ar.form_score, { n: '2', m: '2' }))
  await sees(french, say(fr.form_score, { n: '0', m: '2' }))
})

test('after the post-test the wall says what was learnt, and each phone what it was before', async () => {
  await goTo(3)
  await click(desk, ar.open)
  await sees(arabic, 'ماذا تنشر الجماعة أولا؟')
  await fill(arabic, ar, ['الميزانية', 'الجميع'])
  await fill(french, fr, ['Le budget', ''])
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  await sees(arabic, say(ar.form_score_before, { n: '1', m: '2' }))
  // 1 of 4 before, 3 of 4 after: two of the three that were missing.
  const share = (await wall.locator('.gain').innerText()).match(/\d+/)?.[0]
  assert.equal(share, '67')
  assert.deepEqual((await wall.locator('.line .mean b').allInnerTexts()).map((one) => one.trim()), ['0,5', '1,5'])
  assert.deepEqual(await violations(wall), [])
  assert.deepEqual(await violations(desk), [])
  await picture(wall, 'training-gain-wall', false)
  await picture(arabic, 'training-gain-ar')
  await picture(desk, 'training-gain-desk')
})

test('whoever comes late finds the session going on, and is not waited for where it is closed', async () => {
  late = await (await phone(browser, 'ar-MA')).newPage()
  await late.goto(`${room.participant_link}?g=youth`)
  await enter(late, names.late, ar)
  await desk.getByRole('table').getByText(names.late).waitFor()
  assert.equal(await desk.locator('.waiting').count(), 0)
})

// SPEC E8
test('certificates are issued to whoever has earned one, and anybody can check the code', async () => {
  await desk.getByRole('button', { name: /سلم شهادتين/ }).click()
  await sees(arabic, ar.certificate_yours)
  await sees(french, fr.certificate_yours)
  assert.equal(await late.getByText(ar.certificate_yours).count(), 0)
  const href = await arabic.getByRole('link', { name: ar.certificate_show }).getAttribute('href')
  const page = await (await screen(browser, 'fr-FR', 1280, 900)).newPage()
  await page.goto(`${server.url}${href}`)
  await sees(page, fr.cert_genuine)
  assert.equal(await page.locator('.sheet .name').first().innerText(), names.arabic)
  assert.match(await page.locator('.sheet section').nth(0).innerText(), /شارك/)
  assert.match(await page.locator('.sheet section').nth(1).innerText(), /a participé à 3 activités sur 3/)
  assert.deepEqual(await violations(page), [])
  await picture(page, 'training-certificate')
  const code = href.split('#')[1]
  await page.locator('#code').fill(` ${code.toLowerCase().replace('-', '  ')} `)
  await click(page, fr.cert_check)
  await sees(page, fr.cert_genuine)
  const wrong = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
  await page.locator('#code').fill(wrong)
  await click(page, fr.cert_check)
  await sees(page, fr.cert_unknown)
  assert.equal(await page.locator('.sheet').count(), 0)
  assert.deepEqual(await violations(page), [])
  const small = await (await phone(browser, 'ar-MA')).newPage()
  await small.goto(`${server.url}${href}`)
  await sees(small, ar.cert_genuine)
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1))
  await picture(small, 'training-certificate-phone')
})

test('when the session ends people catch up on their phones, and what they answer is counted apart', async () => {
  await click(desk, ar.catch_up_start)
  const dialog = desk.getByRole('dialog')
  await dialog.getByText(ar.catch_up_says_apart).waitFor()
  assert.deepEqual(await violations(desk), [])
  await picture(desk, 'training-catch-up-dialog')
  await dialog.getByRole('checkbox', { name: 'تمرين' }).uncheck()
  await click(dialog, ar.catch_up_confirm)
  await sees(desk, ar.catch_up_on)
  await sees(wall, ar.session_over)
  await sees(wall, fr.session_over)
  await picture(wall, 'training-over-wall', false)

  await sees(late, ar.catch_up_title)
  assert.equal(await late.locator('li.to_do').count(), 2)
  assert.deepEqual(await violations(late), [])
  await picture(late, 'training-catch-up-ar')
  await late.locator('li.to_do button').first().click()
  await fill(late, ar, ['الميزانية', 'الجميع'])
  await click(late, ar.back_to_list)
  await sees(late, ar.catch_up_answered)
  await late.locator('li.to_do button').first().click()
  await fill(late, ar, ['', 'الجميع'])
  await click(late, ar.back_to_list)
  await sees(late, ar.catch_up_all_done)
  await sees(arabic, ar.catch_up_all_done)
  assert.equal(await arabic.locator('li.done').count(), 2)
  await arabic.locator('li.done button').first().click()
  await sees(arabic, ar.answered_before)

  await goTo(3)
  const rounds = desk.getByRole('group', { name: ar.rounds })
  await rounds.getByRole('button', { name: ar.catch_up_round }).waitFor()
  await rounds.getByRole('button').first().click()
  await sees(desk, ar.old_round.replace('{n}', '1'))
  assert.deepEqual(await violations(desk), [])
  await picture(desk, 'training-catch-up-desk')
})

test('no page scrolls sideways at 320 px with text at 200 %', async () => {
  const small = await (await phone(browser, 'fr-FR', { viewport: { width: 320, height: 640 } })).newPage()
  await small.goto(`${room.participant_link}?g=youth`)
  await enter(small, 'Nadia El Fassi', fr)
  await small.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  await goTo(3)
  await sees(small, 'Que publie la commune en premier ?')
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1))
  await small.goto(`${server.url}/certificate#482913-00000000`)
  await sees(small, fr.cert_unknown)
  await small.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1))
})

test('a form is written at the desk: questions, answers, and the right one marked', async () => {
  await click(desk, `+ ${ar.add_activity}`)
  await desk.locator('label.chip', { hasText: ar.kind_form }).click()
  await desk.locator('#new-title').fill('تمرين جديد')
  const add = desk.getByRole('button', { name: ar.add, exact: true })
  assert.equal(await add.isDisabled(), true)
  await desk.getByRole('textbox', { name: say(ar.form_question_n, { n: '1' }) }).fill('كم مبدأ؟')
  for (const [n, text] of ['ثلاثة', 'خمسة'].entries()) await desk.getByRole('textbox', { name: say(ar.answer_n, { n: `${n + 1}` }) }).fill(text)
  assert.equal(await add.isDisabled(), true, 'a quiz needs a right answer')
  await desk.getByRole('radio', { name: say(ar.form_is_right, { n: '2' }) }).check()
  assert.deepEqual(await violations(desk), [])
  await picture(desk, 'training-editor')
  await add.click()
  await sees(desk, 'تمرين جديد')
  await click(desk, `+ ${ar.add_activity}`)
  await desk.locator('label.chip', { hasText: ar.kind_materials }).click()
  await desk.locator('#new-title').fill('صفحة جديدة')
  await desk.getByRole('textbox', { name: ar.materials_heading }).fill('عنوان')
  await desk.locator('input[type=file]').first().setInputFiles({ name: 'point.png', mimeType: 'image/png', buffer: Buffer.from(pixel.split(',')[1], 'base64') })
  await desk.locator('fieldset img').waitFor()
  assert.equal(await add.isDisabled(), true, 'an image needs its words')
  await desk.getByRole('textbox', { name: ar.materials_image_says }).fill('نقطة')
  assert.deepEqual(await violations(desk), [])
  await add.click()
  await sees(desk, 'صفحة جديدة')
})

test('the certificate stays on the phone and can be checked when the room is closed', async () => {
  await click(desk, ar.close_room)
  await click(desk, ar.yes_close)
  await sees(arabic, ar.ended_title)
  await sees(arabic, ar.certificate_yours)
  // Two activities of three are less than three quarters, also when they were done after the session.
  assert.equal(await late.getByText(ar.certificate_yours).count(), 0)
  await arabic.reload()
  const href = await arabic.getByRole('link', { name: ar.certificate_show }).getAttribute('href')
  const page = await (await screen(browser, 'fr-FR', 1280, 900)).newPage()
  await page.goto(`${server.url}${href}`)
  await sees(page, fr.cert_genuine)
})
