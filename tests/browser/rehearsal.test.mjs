// A rehearsal: made by one click on the desk, played by simulated phones, wiped by one click.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test, { after, before } from 'node:test'
import { OwnServer, click, launch, phone, screen, sees, smallPlan, violations, wordsOf } from './support.mjs'

const ar = wordsOf('ar'), fr = wordsOf('fr')
const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
const motion = {
  id: id(40), title: { ar: 'هل توافقون على المسودة؟', fr: 'Êtes-vous favorables au projet ?' }, groups: ['youth', 'gender_equality'],
  config: { type: 'motion', quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'for_and_against', threshold: 'simple', tie: 'fails' }, overall: 'all_bodies', wording: 'opinion', roll_call: false },
}
let server, browser, context, room, desk, copy, wall, voter
const open = async (on, url) => {
  const page = await (await on).newPage()
  await page.goto(url)
  return page
}
const rooms = () => fetch(`${server.url}/api/rooms`, { headers: { Authorization: `Bearer ${server.token}` } }).then((answer) => answer.json()).then((answer) => answer.rooms)
const until = async (isSo, what) => {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(what)
}
/** Files of the server's data that hold any of these, in their name or in their bytes. */
const traces = (...needles) =>
  fs.readdirSync(path.join(server.folder, 'data'), { recursive: true }).filter((file) => {
    const where = path.join(server.folder, 'data', file)
    const bytes = fs.statSync(where).isFile() ? fs.readFileSync(where) : Buffer.alloc(0)
    return needles.some((one) => file.includes(one) || bytes.includes(one))
  })

before(async () => {
  server = await OwnServer.start()
  const plan = smallPlan({ purpose: 'live' })
  room = await server.createRoom({ ...plan, activities: [...plan.activities, motion] })
  browser = await launch()
  context = await screen(browser, 'ar-MA', 1366, 850)
  desk = await open(context, room.facilitator_link)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('one click makes a copy with a desk of its own, marked as a rehearsal on desk, wall and phones', async () => {
  await desk.getByLabel(ar.rehearsal_phones).fill('30')
  const [tab] = await Promise.all([context.waitForEvent('page'), click(desk, ar.rehearse)])
  copy = tab
  await copy.getByText(ar.rehearsal_running).waitFor({ timeout: 15_000 })
  await copy.locator('header').getByText(ar.rehearsal_mark, { exact: true }).waitFor()
  assert.equal(await desk.locator('header').getByText(ar.rehearsal_mark, { exact: true }).count(), 0)
  await sees(desk, ar.rehearsal_ready)
  assert.equal(await copy.locator('nav button.pick').count(), 4)
  const link = (name) => desk.getByRole('link', { name }).getAttribute('href')
  wall = await open(screen(browser), await link(ar.rehearsal_wall))
  voter = await open(phone(browser, 'fr-FR'), `${await link(ar.rehearsal_phone)}?g=youth`)
  await sees(wall, ar.rehearsal_mark)
  await sees(voter, fr.rehearsal_mark)
  for (const page of [desk, copy, wall, voter]) assert.deepEqual(await violations(page), [])
})

test('its phones join, vote, propose and give a formal opinion by themselves', async () => {
  await click(copy, ar.start_room)
  await copy.locator('nav button.pick').first().click()
  await click(copy, ar.open)
  await wall.locator('.voters b', { hasText: /^([5-9]|\d\d)$/ }).waitFor({ timeout: 30_000 })
  await copy.locator('nav button.pick').nth(1).click()
  await click(copy, ar.open)
  await voter.locator('.list .card').first().waitFor({ timeout: 30_000 })
  await copy.locator('nav button.pick').nth(3).click()
  await sees(wall, ar.motion_reached)
  await click(copy, ar.open)
  await wall.locator('.voters b', { hasText: /^([3-9]|\d\d)$/ }).waitFor({ timeout: 30_000 })
})

test('a second click opens the rehearsal there is', async () => {
  const [again] = await Promise.all([context.waitForEvent('page'), click(desk, ar.rehearse)])
  await again.getByText(ar.rehearsal_running).waitFor({ timeout: 15_000 })
  assert.equal(new URL(again.url()).pathname, new URL(copy.url()).pathname)
  await again.close()
})

test('a rehearsal is wiped by one click: its phones leave, and nothing of it is left; the workshop is as it was', async () => {
  const rehearsal = (await rooms()).find((one) => one.purpose === 'rehearsal')
  const needles = [rehearsal.room, Buffer.from(rehearsal.room, 'base64url'), rehearsal.code]
  assert.ok(traces(...needles).length > 0)
  await click(copy, ar.wipe)
  await click(copy, ar.yes_wipe)
  await sees(copy, ar.wiped_text)
  await sees(voter, fr.stop_4404)
  await sees(wall, ar.bad_link)
  assert.deepEqual((await rooms()).map((one) => [one.room, one.participants]), [[room.room, 0]])
  assert.deepEqual(traces(...needles), [])
  assert.deepEqual(await violations(copy), [])
  assert.equal(await desk.locator('nav li small.prepared').count(), 4)
})

test('a rehearsal that is left over is wiped when the server starts again', async () => {
  const [tab] = await Promise.all([context.waitForEvent('page'), click(desk, ar.rehearse)])
  await tab.getByText(ar.rehearsal_running).waitFor({ timeout: 15_000 })
  await server.kill()
  await server.up()
  await until(async () => (await rooms()).every((one) => one.room === room.room), 'only the workshop is left')
  await until(() => fs.readdirSync(path.join(server.folder, 'data/rehearsals')).length === 0, 'and no note of the rehearsal')
})
