// A seat moves to another phone with a one-time code; the old phone is released and says so.
import assert from 'node:assert/strict'
import test from 'node:test'
import { OwnServer, launch, phone, screen, smallPlan, violations } from './support.mjs'

test('the seat and its ballot move to another phone, and the old phone lets go', async () => {
  const server = await OwnServer.start()
  const browser = await launch()
  try {
    const room = await server.createRoom(smallPlan())
    const open = async (context, url) => {
      const page = await (await context).newPage()
      await page.goto(url)
      return page
    }
    const sees = (page, text) => page.getByText(text).first().waitFor({ timeout: 15_000 })
    const facilitator = await open(screen(browser, 'fr-FR', 1366, 850), room.facilitator_link)
    await facilitator.getByRole('button', { name: 'Démarrer l’atelier' }).first().click()
    await facilitator.locator('nav button.pick').first().click()
    await facilitator.getByRole('button', { name: 'Ouvrir', exact: true }).click()

    const old = await open(phone(browser, 'fr-FR'), `${room.participant_link}?g=youth`)
    await old.locator('.option').first().click()
    await old.getByRole('button', { name: 'Envoyer mon vote' }).click()
    await sees(old, 'Votre vote est compté')
    await old.getByRole('button', { name: 'Menu' }).click()
    await old.getByRole('button', { name: 'Déplacer ma place vers un autre téléphone' }).click()
    const code = (await old.locator('.big.code').textContent()).replace(/\s/g, '')
    assert.match(code, /^\d{8}$/)
    assert.deepEqual(await violations(old), [])

    const fresh = await open(phone(browser, 'fr-FR'), `${room.participant_link}#seat=${code}`)
    await fresh.getByRole('button', { name: 'Reprendre la place' }).click()
    await sees(fresh, 'Votre vote est compté')
    await sees(old, 'Votre place est ouverte sur un autre téléphone ou onglet.')
    await fresh.reload()
    await sees(fresh, 'Votre vote est compté')
  } finally {
    await browser.close()
    await server.stop()
  }
})
