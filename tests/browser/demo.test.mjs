// What `./dev run` shows a newcomer.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { OwnServer, launch, screen } from './support.mjs'

const demoOf = async (server) => {
  const file = path.join(server.folder, 'data/demo.json')
  for (let tries = 0; tries < 300 && !fs.existsSync(file); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}
const viewOf = (page, code) =>
  page.evaluate(
    (room) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/ws/${room}`, 'warsha.v1')
        socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', role: 'observer' }))
        socket.onmessage = (event) => {
          const message = JSON.parse(event.data)
          if (message.type === 'view') resolve(message.view)
        }
      }),
    code,
  )

test('the demo workshop has its forty proposals, eight per principle, and an open vote; the next start finds it again', async () => {
  const server = await OwnServer.start('--demo')
  const browser = await launch()
  try {
    const demo = await demoOf(server)
    const page = await (await screen(browser)).newPage()
    await page.goto(server.url)
    const view = await viewOf(page, demo.code)
    assert.equal(view.proposals.length, 40)
    for (const category of view.room.categories) assert.equal(view.proposals.filter((one) => one.category === category.key).length, 8)
    assert.deepEqual(view.activities.filter((one) => one.phase === 'open').length, 2)

    await server.kill()
    await server.up()
    assert.equal((await viewOf(page, (await demoOf(server)).code)).proposals.length, 40)
    assert.equal((await demoOf(server)).code, demo.code)
  } finally {
    await browser.close()
    await server.stop()
  }
})
