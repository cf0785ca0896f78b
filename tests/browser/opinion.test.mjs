// A formal opinion on the real pages: roll from a file, slips, presence, quorum, secret ballots by phone and by scribe, the verdict.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { click, hall, phone, picture, screen, sees, smallPlan, violations, wordsOf } from './support.mjs'

const ar = wordsOf('ar'), fr = wordsOf('fr')
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const motion = {
  id: id(40), title: { ar: 'هل توافقون على المسودة؟', fr: 'Êtes-vous favorables au projet ?' }, groups: ['youth', 'gender_equality'],
  config: { type: 'motion', quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'for_and_against', threshold: 'simple', tie: 'fails' }, overall: 'all_bodies', wording: 'opinion', roll_call: false },
}
// The body as its key or in any of its names.
const csv = 'الاسم;الهيئة\nسلمى;youth\nياسين;youth\nDriss;youth\nهدى;gender_equality\nNadia;gender_equality\n'

let stop, browser, room, desk, wall, arabic, french
const slipsOf = async (page) => JSON.parse(await page.evaluate(() => JSON.stringify(Object.fromEntries(Object.entries(sessionStorage)))))

before(async () => {
  ;({ stop, browser, room, desk, wall } = await hall(smallPlan({ activities: [motion] }), { phones: false }))
  await desk.locator('nav button.pick').first().click()
})
after(() => stop?.())

test('a roll with a mistake in it is not sent, and the line is named; a right one is', async () => {
  const upload = (text) => desk.locator('#roll-file').setInputFiles({ name: 'roll.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await upload(`${csv}سمير;nobody\n`)
  await sees(desk, ar.roll_line.replace('{line}', '7'))
  await upload(csv)
  await click(desk, ar.roll_send)
  await desk.getByText(ar.roll_print).first().waitFor({ timeout: 15_000 })
  assert.deepEqual(await violations(desk), [])
  await picture(desk, 'roll-desk')
})

test('opening without quorum is refused, says which body lacks how many, and stays in the minutes', async () => {
  await click(desk, ar.open)
  await wall.getByText(ar.motion_not_opened).first().waitFor({ timeout: 15_000 })
  assert.deepEqual(await violations(wall), [])
  await picture(wall, 'opinion-wall-refused', false)
})

test('a scanned slip puts a phone on the roll, once', async () => {
  const stored = JSON.stringify(await slipsOf(desk))
  const secrets = Object.values(await slipsOf(desk)).flatMap((text) => { try { const list = JSON.parse(text); return Array.isArray(list) ? list : (list.slips ?? []) } catch { return [] } }).filter((one) => one.secret)
  assert.equal(secrets.length, 5, stored)
  const slip = (name) => secrets.find((one) => one.name === name)
  const open = async (name, locale) => {
    const page = await (await phone(browser, locale)).newPage()
    await page.goto(`${room.participant_link}?g=${slip(name).body}#slip=${slip(name).secret}`)
    return page
  }
  arabic = await open('سلمى', 'ar-MA')
  await sees(arabic, ar.motion_on_roll.replace('{body}', '').trim())
  assert.equal(new URL(arabic.url()).hash, '', 'the secret leaves the address bar')
  french = await open('Nadia', 'fr-FR')
  await sees(french, fr.motion_soon)
  const thief = await open('Nadia', 'fr-FR')
  await sees(thief, fr.reject_bad_slip)
  await thief.close()
  assert.deepEqual(await violations(arabic), [])
})

test('presence is called by hand until every body has its quorum, and the base is frozen', async () => {
  for (const name of ['ياسين', 'هدى']) {
    const choice = desk.getByRole('radiogroup', { name: ar.presence_of.replace('{who}', name) })
    await choice.getByText(ar.presence_yes, { exact: true }).click()
  }
  await sees(wall, ar.motion_reached)
  await picture(wall, 'opinion-wall-quorum', false)
  await click(desk, ar.open)
  await sees(arabic, ar.motion_pick)
})

test('phones vote in secret, the scribe enters a ballot, and nothing is shown before the reveal', async () => {
  await arabic.locator('label.in_favour').click()
  assert.deepEqual(await violations(arabic), [])
  await picture(arabic, 'opinion-phone-ar')
  await arabic.getByRole('button', { name: ar.motion_confirm_what.replace('{stance}', ar.motion_stance_in_favour) }).click()
  await sees(arabic, ar.vote_counted)
  const radio = french.getByRole('radio').first()
  await radio.focus()
  await french.keyboard.press('Space')
  await french.keyboard.press('Enter')
  await sees(french, fr.vote_counted)
  for (const [name, stance] of [['ياسين', ar.motion_stance_against], ['هدى', ar.motion_stance_in_favour]])
    await desk.getByRole('group', { name: ar.presence_ballot.replace('{who}', name) }).getByRole('button', { name: stance }).click()
  await sees(desk, ar.presence_entered.replace('{stance}', ar.motion_stance_against))
  assert.equal(await wall.getByText(ar.motion_opinion_favourable).count(), 0)
  await picture(desk, 'opinion-desk')
})

test('the verdict is told body by body and as a whole, in a clerk’s words', async () => {
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  await sees(wall, ar.motion_opinion_favourable)
  await sees(wall, ar.motion_opinion_unfavourable)
  await sees(french, fr.motion_opinion_unfavourable)
  assert.deepEqual(await violations(wall), [])
  assert.deepEqual(await violations(french), [])
  assert.deepEqual(await violations(desk), [])
  await picture(wall, 'opinion-wall-result', false)
  await picture(french, 'opinion-phone-fr')
})

test('a scribe’s link offers presence and ballots, and nothing that steers', async () => {
  await desk.getByRole('button', { name: ar.link_scribe ?? 'كاتب' }).first().click()
  const address = (await desk.locator('.said code').innerText()).trim()
  const scribe = await (await screen(browser, 'ar-MA', 1366, 900)).newPage()
  await scribe.goto(address)
  await scribe.getByText('هل توافقون على المسودة؟').first().waitFor()
  assert.equal(await scribe.getByRole('button', { name: ar.new_attempt }).count(), 0)
  assert.equal(await scribe.getByRole('button', { name: ar.close, exact: true }).count(), 0)
  await picture(scribe, 'opinion-scribe')
})
