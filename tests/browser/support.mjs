// Starts a real server and a real Chromium for the browser tests.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')
const require = createRequire(path.join(root, 'web-client/package.json'))
const { chromium } = require('playwright-core')
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const binary = process.env.WARSHA_BINARY ?? path.join(root, 'build/warsha')
export const workshop = JSON.parse(fs.readFileSync(path.join(root, 'deploy/demo/workshop.json'), 'utf8'))

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

export class OwnServer {
  static async start(...extra) {
    const server = new OwnServer()
    server.port = await freePort()
    server.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'warsha-'))
    server.token = 'browser-tests'
    server.extra = extra
    await server.up()
    return server
  }
  get url() {
    return `http://127.0.0.1:${this.port}`
  }
  async up() {
    this.process = spawn(
      binary,
      ['serve', '--address', '127.0.0.1', '--port', `${this.port}`, '--public-url', this.url, '--data-dir', path.join(this.folder, 'data'), '--web-root', path.join(root, 'web-client/dist'), '--log-level', 'warn', ...this.extra],
      { env: { ...process.env, WARSHA_ORGANISER_TOKEN: this.token }, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    for (let tries = 0; tries < 200; tries++) {
      const up = await fetch(`${this.url}/healthz`).then((answer) => answer.ok, () => false)
      if (up) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the server did not start')
  }
  /** kill -9 */
  async kill() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    this.process.kill('SIGKILL')
    await ended
  }
  async stop() {
    await this.kill()
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
  async createRoom(plan) {
    const answer = await fetch(`${this.url}/api/rooms`, { method: 'POST', body: JSON.stringify(plan), headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' } })
    const body = await answer.json()
    if (answer.status !== 201) throw new Error(JSON.stringify(body))
    return body
  }
}

const flagsOf = (more) => ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more]
export const launch = (...more) => chromium.launch({ executablePath: '/usr/bin/chromium', args: flagsOf(more) })

/** A browser of its own that can die without a goodbye. */
export async function launchToKill() {
  const carrier = await chromium.launchServer({ executablePath: '/usr/bin/chromium', args: flagsOf([]) })
  const browser = await chromium.connect(carrier.wsEndpoint())
  return { browser, kill: () => carrier.process().kill('SIGKILL') }
}

export const phone = (browser, locale = 'ar-MA', extra = {}) => browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale, ...extra })
export const screen = (browser, locale = 'ar-MA', width = 1920, height = 1080) => browser.newContext({ viewport: { width, height }, locale })

/** Violations of WCAG 2.2 AA and best practice, as sentences. */
export async function violations(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`)
}

const messages = path.join(root, 'web-client/messages')
/** All texts of a language, of phones and desks, as they are written. */
export const wordsOf = (language) => Object.assign({}, ...['phone', 'staff'].map((part) => JSON.parse(fs.readFileSync(`${messages}/${part}.${language}.json`, 'utf8'))))
export const click = (page, name) => page.getByRole('button', { name, exact: true }).first().click()
export const sees = (page, text) => page.getByText(text).first().waitFor({ timeout: 15_000 })
/** Where WARSHA_SCREENSHOTS names a folder. */
export const picture = async (page, name, fullPage = true) => process.env.WARSHA_SCREENSHOTS && page.screenshot({ path: `${process.env.WARSHA_SCREENSHOTS}/${name}.png`, fullPage })

/** A server with one live room of that plan: desk and wall in Arabic, and two phones where `phones`. `stop` ends all of it. */
export async function hall(plan, { phones = true } = {}) {
  const server = await OwnServer.start()
  const room = await server.createRoom(plan)
  const browser = await launch()
  const page = async (context, url) => {
    const made = await (await context).newPage()
    await made.goto(url)
    return made
  }
  const desk = await page(screen(browser, 'ar-MA', 1366, 850), room.facilitator_link)
  const wall = await page(screen(browser), room.wall_link)
  const arabic = phones ? await page(phone(browser, 'ar-MA'), `${room.participant_link}?g=youth`) : undefined
  const french = phones ? await page(phone(browser, 'fr-FR'), `${room.participant_link}?g=civil_society`) : undefined
  await click(desk, wordsOf('ar').start_room)
  const stop = async () => {
    await browser.close()
    await server.stop()
  }
  return { server, browser, room, desk, wall, arabic, french, stop }
}

const id = (n) => Buffer.from(`browser-test-${String(n).padStart(3, '0')}`).toString('base64url')
export const ids = { choice: id(1), proposals: id(2), dots: id(3), option: (n) => id(10 + n) }

/** A small room: one choice, proposals, dots over the workshop's clusters. */
export function smallPlan(changes = {}) {
  const labels = [['المزيد من الشفافية', 'Plus de transparence'], ['مشاركة أوسع', 'Une participation plus large'], ['خدمات رقمية أقرب', 'Des services numériques plus proches']]
  return {
    title: { ar: 'ورشة برنامج الانفتاح', fr: "Atelier du programme d'ouverture" },
    purpose: 'rehearsal',
    settings: { ask_name: false, show_presence: true, anonymous: false },
    groups: workshop.groups,
    categories: workshop.categories,
    activities: [
      { id: ids.choice, title: { ar: 'ما أول ما نبدأ به؟', fr: 'Par quoi commencer ?' }, groups: [], config: { type: 'choice', options: labels.map(([ar, fr], n) => ({ id: ids.option(n), label: { ar, fr }, proposals: [] })), choices_min: 1, choices_max: 1, abstain: false, live_results: false } },
      { id: ids.proposals, title: { ar: 'ما مقترحاتكم؟', fr: 'Quelles sont vos propositions ?' }, groups: [], config: { type: 'proposals', moderated: false, per_participant_max: 10, endorsing: true } },
      { id: ids.dots, title: { ar: 'وزعوا نقطكم', fr: 'Répartissez vos points' }, groups: [], config: { type: 'dots', source: 'given', items: workshop.clusters.map((one, n) => ({ id: id(50 + n), label: one.title, proposals: [] })), budget: 10, per_item_max: 4, live_results: false } },
    ],
    ...changes,
  }
}
