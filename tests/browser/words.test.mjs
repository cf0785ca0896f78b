// Every string of the workshop's list through the phone, to the other phone and into the tables; and one clock on all screens.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { OwnServer, launch, phone, screen, smallPlan } from './support.mjs'

const strings = JSON.parse(fs.readFileSync(path.join(path.dirname(new URL(import.meta.url).pathname), '../workshop/strings.json'), 'utf8'))
let server, browser, room, facilitator, writer, reader, wall

const open = async (context, url) => {
  const page = await (await context).newPage()
  await page.goto(url)
  return page
}
before(async () => {
  server = await OwnServer.start('--limits', 'bench')
  room = await server.createRoom(smallPlan())
  browser = await launch()
  facilitator = await open(screen(browser, 'fr-FR', 1366, 850), room.facilitator_link)
  await facilitator.getByRole('button', { name: 'Démarrer l’atelier' }).first().click()
  await facilitator.locator('nav button.pick').nth(1).click()
  await facilitator.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  writer = await open(phone(browser, 'fr-FR'), `${room.participant_link}?g=youth`)
  reader = await open(phone(browser, 'ar-MA'), `${room.participant_link}?g=elected`)
  wall = await open(screen(browser), room.wall_link)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function propose(title, text) {
  const write = writer.getByRole('button', { name: 'Écrire une proposition' })
  await write.click()
  await writer.locator('#title').fill(title)
  await writer.locator('#text').fill(text)
  await writer.getByRole('button', { name: 'Envoyer la proposition' }).click()
}
const plain = (text) => text.replace(/\s+/g, ' ').trim()
const bodies = () => reader.locator('.list .text').allInnerTexts()

test('every string of the list comes through unchanged, to the other phone and into the tables', async () => {
  for (const [n, text] of strings.keep.entries()) {
    await propose(`proposition ${n}`, text)
    await reader.getByText(`proposition ${n}`, { exact: true }).first().waitFor({ timeout: 15_000 })
  }
  const shown = (await bodies()).map(plain)
  for (const text of strings.keep) assert.ok(shown.includes(plain(text)), text)
  const link = room.facilitator_link.split('#')[1]
  const csv = await fetch(`${server.url}/api/rooms/${room.room}/export/proposals.csv?lang=fr`, { headers: { Authorization: `Bearer ${link}` } }).then((answer) => answer.text())
  for (const text of strings.keep) {
    const cell = (strings.csv_cells_starting_with.characters.includes(text[0]) ? `'${text}` : text).replaceAll('"', '""')
    assert.ok(csv.includes(`"${cell}"`), text)
  }
})

test('what is cleaned is cleaned silently', async () => {
  for (const [n, { input, becomes }] of strings.clean.entries()) {
    await propose(`nettoyée ${n}`, input)
    await reader.getByText(`nettoyée ${n}`, { exact: true }).first().waitFor({ timeout: 15_000 })
    assert.ok((await bodies()).map(plain).includes(becomes), becomes)
  }
})

test('what is refused is refused with a hint that says what to do', async () => {
  for (const { input } of strings.refuse) {
    const before = await reader.locator('.list > li').count()
    await propose('refusée', input)
    await writer.locator('.refused').waitFor({ timeout: 15_000 })
    assert.match(await writer.locator('.refused').innerText(), /caractères refusés|vide/)
    assert.equal(await reader.locator('.list > li').count(), before)
  }
})

test('a deadline is the same moment on all screens', async () => {
  await facilitator.getByRole('button', { name: 'Régler' }).click()
  const pages = [facilitator, writer, reader, wall]
  for (const page of pages) await page.getByRole('timer').first().waitFor({ timeout: 15_000 })
  // When does each screen, on this machine's one clock, change to the same second?
  const moments = await Promise.all(
    pages.map((page) =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            const wanted = '4:54'
            const look = () => (document.querySelector('[role=timer]')?.textContent?.includes(wanted) ? resolve(Date.now()) : requestAnimationFrame(look))
            look()
          }),
      ),
    ),
  )
  const apart = Math.max(...moments) - Math.min(...moments)
  console.log(`screens change to the same second within ${apart} ms (goal 250 ms)`)
  assert.ok(apart <= 1000, `${apart} ms`)
})
