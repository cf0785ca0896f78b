// Links that are revoked, a wall with a keyboard of its own, and an edit made without a network.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { OwnServer, launch, phone, screen, smallPlan, violations } from './support.mjs'

let server, browser
before(async () => {
  server = await OwnServer.start()
  browser = await launch()
})
after(async () => {
  await browser.close()
  await server.stop()
})

const open = async (context, url) => {
  const page = await (await context).newPage()
  await page.goto(url)
  return page
}
const sees = (page, text) => page.getByText(text).first().waitFor({ timeout: 15_000 })

test('the first facilitator is sent away with a sentence when a second one revokes the link, and the room goes on', async () => {
  const room = await server.createRoom(smallPlan())
  const first = await open(screen(browser, 'fr-FR', 1366, 850), room.facilitator_link)
  await first.getByRole('button', { name: '+ Lien de facilitation' }).click()
  const second = await open(screen(browser, 'fr-FR', 1366, 850), await first.locator('.said code').textContent())
  await second.locator('li', { hasText: 'Lien de facilitation' }).getByRole('button', { name: 'Révoquer' }).click()
  await sees(first, 'Ce lien est incomplet ou n’est plus valable.')
  assert.deepEqual(await violations(first), [])
  await first.reload()
  await sees(first, 'Ce lien est incomplet ou n’est plus valable.')
  await sees(second, 'Révoqué')
  await second.getByRole('button', { name: 'Démarrer l’atelier' }).first().click()
  await second.getByRole('button', { name: 'Clore l’atelier' }).waitFor()
})

test('the wall goes on and back, reveals and blanks by its own keys', async () => {
  const room = await server.createRoom(smallPlan())
  const desk = await open(screen(browser, 'fr-FR', 1366, 850), room.facilitator_link)
  await desk.getByRole('button', { name: 'Démarrer l’atelier' }).first().click()
  await desk.locator('nav button.pick').first().click()
  await desk.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  const voter = await open(phone(browser, 'fr-FR'), `${room.participant_link}?g=youth`)
  await voter.locator('.option').first().click()
  await voter.getByRole('button', { name: 'Envoyer mon vote' }).click()
  await sees(voter, 'Votre vote est compté')
  await desk.getByRole('button', { name: 'Fermer', exact: true }).click()

  const wall = await open(screen(browser, 'fr-FR'), room.wall_link)
  await sees(wall, 'Par quoi commencer ?')
  assert.equal(await wall.getByText(/100[\s\u200e]*%/).count(), 0, 'closed, and not revealed yet')
  await wall.keyboard.press('Enter')
  await sees(wall, /100[\s\u200e]*%/)
  await wall.keyboard.press('b')
  await wall.locator('main.blank').waitFor()
  await wall.keyboard.press('.')
  await sees(wall, /100[\s\u200e]*%/)
  await wall.keyboard.press('PageDown')
  await sees(wall, 'Quelles sont vos propositions ?')
  await wall.keyboard.press('PageUp')
  await sees(wall, 'Par quoi commencer ?')
  await wall.keyboard.press('q')
  await wall.locator('main.join').waitFor()
})

test('an edit made offline stays on the phone with its status and is counted when the network is back', async () => {
  const room = await server.createRoom(smallPlan())
  const desk = await open(screen(browser, 'fr-FR', 1366, 850), room.facilitator_link)
  await desk.getByRole('button', { name: 'Démarrer l’atelier' }).first().click()
  await desk.locator('nav button.pick').nth(1).click()
  await desk.getByRole('button', { name: 'Ouvrir', exact: true }).click()
  const context = await phone(browser, 'fr-FR')
  const author = await open(context, `${room.participant_link}?g=youth`)
  await author.getByRole('button', { name: 'Écrire une proposition' }).click()
  await author.getByLabel('La proposition en une phrase').fill('Publier le budget')
  await author.getByRole('button', { name: 'Envoyer la proposition' }).click()
  const own = author.locator('li.own', { hasText: 'Publier le budget' })
  await own.getByText('Compté').waitFor()

  await context.setOffline(true)
  await own.getByRole('button', { name: 'Modifier' }).click()
  await author.getByLabel('La proposition en une phrase').fill('Publier le budget chaque année')
  await author.getByRole('button', { name: 'Envoyer la modification' }).click()
  const changed = author.locator('li.own', { hasText: 'Publier le budget chaque année' })
  await changed.getByText(/Enregistré sur le téléphone|Envoyé/).waitFor()
  assert.equal(await changed.getByText('Compté').count(), 0)
  await context.setOffline(false)
  await changed.getByText('Compté').waitFor({ timeout: 30_000 })
  await author.reload()
  await changed.getByText('Compté').waitFor()
  await sees(desk, 'Publier le budget chaque année')
})
