// A small workshop on real Chromium pages: two phones (Arabic, French), a facilitator, a wall; a reload, an offline spell and a killed
// server in the middle. What the screens show is compared with what the bundle says.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { OwnServer, binary, ids, launch, phone, screen, smallPlan, violations } from './support.mjs'

let server, browser, room
const pages = {}
const trouble = []

async function open(name, context, url) {
  const page = await context.newPage()
  page.on('pageerror', (error) => trouble.push(`${name}: ${error.message}`))
  page.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (hostname !== '127.0.0.1') trouble.push(`${name} asked ${hostname}`)
  })
  await page.goto(url)
  pages[name] = page
  return page
}
const click = (page, name) => page.getByRole('button', { name, exact: true }).first().click()
const sees = (page, text) => page.getByText(text).first().waitFor({ timeout: 15_000 })

before(async () => {
  server = await OwnServer.start()
  room = await server.createRoom(smallPlan())
  browser = await launch()
  await open('facilitator', await screen(browser, 'ar-MA', 1366, 850), room.facilitator_link)
  await open('wall', await screen(browser), room.wall_link)
  await open('arabic', await phone(browser, 'ar-MA'), `${room.participant_link}?g=youth`)
  await open('french', await phone(browser, 'fr-FR'), `${room.participant_link}?g=civil_society`)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('the pages speak the language of their browser, in the right direction, in our own font', async () => {
  await sees(pages.arabic, 'لم تبدأ الورشة بعد.')
  await sees(pages.french, 'L’atelier n’a pas encore commencé.')
  assert.equal(await pages.arabic.evaluate(() => document.documentElement.dir), 'rtl')
  assert.equal(await pages.french.evaluate(() => document.documentElement.dir), 'ltr')
  assert.ok(await pages.arabic.evaluate(() => document.fonts.ready.then(() => [...document.fonts].some((face) => face.family.includes('Warsha') && face.status === 'loaded' && face.unicodeRange.includes('U+621')))))
})

test('two taps from the link to the first vote, and the phone says that it counted', async () => {
  await click(pages.facilitator, 'ابدأ الورشة')
  await pages.facilitator.locator('nav button.pick').first().click()
  await click(pages.facilitator, 'افتح')
  await sees(pages.arabic, 'ما أول ما نبدأ به؟')
  await pages.arabic.locator('.option').nth(1).click()
  await click(pages.arabic, 'أرسلوا صوتكم')
  await sees(pages.arabic, 'احتسب صوتكم')
})

test('while the vote is hidden, no page is sent a count', async () => {
  await pages.wall.locator('.voters b', { hasText: '1' }).waitFor()
  assert.equal(await pages.wall.locator('.bar').count(), 1, 'only the bar of how many have voted')
})

test('a vote made offline is kept on the phone, survives a reload, and counts once when the network is back', async () => {
  const context = pages.french.context()
  await sees(pages.french, 'Par quoi commencer ?')
  await context.setOffline(true)
  await pages.french.locator('.option').nth(1).click()
  await click(pages.french, 'Envoyer mon vote')
  await sees(pages.french, 'Enregistré sur le téléphone')
  await context.setOffline(false)
  await pages.french.reload()
  await sees(pages.french, 'Votre vote est compté')
  await pages.wall.locator('.voters b', { hasText: '2' }).waitFor()
})

test('a killed server loses nothing: the phones come back by themselves with their votes', async () => {
  await server.kill()
  await server.up()
  await sees(pages.arabic, 'احتسب صوتكم')
  await pages.arabic.reload()
  await sees(pages.arabic, 'احتسب صوتكم')
  await pages.wall.locator('.voters b', { hasText: '2' }).waitFor()
})

test('the reveal shows the result on the wall and on the phones', async () => {
  await click(pages.facilitator, 'أغلق')
  await sees(pages.arabic, 'أغلق التصويت. تظهر النتائج حين يكشف عنها.')
  await click(pages.facilitator, 'اكشف النتائج')
  await pages.wall.locator('li.lead', { hasText: 'مشاركة أوسع' }).waitFor()
  await pages.arabic.locator('.results li.lead', { hasText: 'مشاركة أوسع' }).waitFor()
})

test('a draft survives a reload; the proposal appears for the other, who endorses it', async () => {
  await click(pages.facilitator, 'التالي')
  await click(pages.facilitator, 'افتح')
  await click(pages.arabic, 'اكتبوا مقترحا')
  await pages.arabic.locator('#title').fill('« 500 000 DH » للجماعات الصغيرة <b>فورا</b>')
  await pages.arabic.reload()
  assert.equal(await pages.arabic.locator('#title').inputValue(), '« 500 000 DH » للجماعات الصغيرة <b>فورا</b>')
  await click(pages.arabic, 'إرسال المقترح')
  await sees(pages.french, '« 500 000 DH » للجماعات الصغيرة <b>فورا</b>')
  await pages.french.locator('.endorse').first().click()
  await pages.french.locator('.endorse.on', { hasText: '1' }).waitFor()
})

test('the facilitator hides a proposal with a reason and undoes it', async () => {
  await click(pages.facilitator, 'احجب')
  await pages.facilitator.getByPlaceholder('السبب').fill('اختبار')
  await click(pages.facilitator, 'احجب')
  await sees(pages.arabic, 'محجوب')
  await pages.facilitator.getByRole('button', { name: /^تراجع عن/ }).click()
  await sees(pages.arabic, 'منشور')
})

test('dots: the budget and the cap hold on the phone', async () => {
  await click(pages.facilitator, 'التالي')
  await click(pages.facilitator, 'افتح')
  const plus = pages.arabic.locator('.stepper .round:last-child')
  await plus.first().waitFor()
  for (const item of [0, 0, 0, 0, 1, 1]) await plus.nth(item).click()
  assert.ok(await plus.nth(0).isDisabled(), 'the fifth dot on one item')
  await sees(pages.arabic, 'بقيت 4 نقط')
  await click(pages.arabic, 'أرسلوا صوتكم')
  await sees(pages.arabic, 'احتسب صوتكم')
  await click(pages.facilitator, 'أغلق')
  await click(pages.facilitator, 'اكشف النتائج')
})

test('an announcement reaches every screen', async () => {
  await pages.facilitator.locator('#announce').fill('نستأنف على الساعة 14:00')
  await click(pages.facilitator, 'أعلن')
  for (const name of ['arabic', 'french', 'wall']) await sees(pages[name], 'نستأنف على الساعة 14:00')
})

test('nobody meets a barrier: axe finds nothing on any screen, on a small phone with large text neither', async () => {
  for (const [name, page] of Object.entries(pages)) assert.deepEqual(await violations(page), [], name)
  const small = await phone(browser, 'ar-MA', { viewport: { width: 320, height: 640 } })
  const page = await open('small', small, room.participant_link)
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  await sees(page, 'وزعوا نقطكم')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'nothing runs out sideways')
  assert.deepEqual(await violations(page), [])
  await small.close()
  delete pages.small
})

test('the first load of the participant page stays under 60 KB, Arabic font included', async () => {
  const context = await phone(browser, 'ar-MA')
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const heads = new Map()
  let bytes = 0
  network.on('Network.responseReceived', (event) => heads.set(event.requestId, event.response.encodedDataLength))
  network.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength - (heads.get(event.requestId) ?? 0)))
  await page.goto(room.participant_link)
  await sees(page, 'وزعوا نقطكم')
  await page.evaluate(() => document.fonts.ready)
  console.log(`participant page: ${(bytes / 1024).toFixed(1)} KB of gzip, fonts included`)
  assert.ok(bytes <= 60 * 1024, `${bytes} bytes`)
  await context.close()
})

test('the closed room is archived, and its bundle says what the screens said', async () => {
  await click(pages.facilitator, 'اختتم الورشة')
  await click(pages.facilitator, 'نعم، اختتم')
  await sees(pages.arabic, 'اختتمت الورشة')
  await sees(pages.french, 'L’atelier est terminé')
  const address = `${server.url}/archive/${room.room}`
  let bundle
  for (let tries = 0; tries < 100 && !bundle?.ok; tries++) {
    bundle = await fetch(`${address}/bundle.zip`)
    if (!bundle.ok) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const file = path.join(server.folder, 'bundle.zip')
  fs.writeFileSync(file, Buffer.from(await bundle.arrayBuffer()))
  assert.match(execFileSync(binary, ['verify', file], { encoding: 'utf8' }), /whole/)
  const csv = await fetch(`${address}/results.csv`).then((answer) => answer.text())
  const rows = csv.split('\r\n').filter((row) => row.includes(ids.choice) && row.includes('"(all)"'))
  assert.equal(rows.length, 3)
  assert.match(rows.find((row) => row.includes('مشاركة أوسع')) ?? '', /,2,2,,$/)
  const proposals = await fetch(`${address}/proposals.csv`).then((answer) => answer.text())
  assert.match(proposals, /« 500 000 DH » للجماعات الصغيرة <b>فورا<\/b>/)
  // The list follows the bundle by a moment: its entry is recorded first.
  const isListed = () => fetch(`${server.url}/api/archive`).then((answer) => answer.text()).then((text) => text.includes(room.room))
  for (let tries = 0; tries < 100 && !(await isListed()); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  const list = await open('archive', await screen(browser, 'fr-FR', 1280, 800), `${server.url}/archive`)
  await sees(list, "Atelier du programme d'ouverture")
})

test('nothing went wrong on any page, and none asked another host', () => assert.deepEqual(trouble, []))
