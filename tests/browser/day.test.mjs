// The workshop day of tests/workshop/scenario.json, steered by clicks on a real desk: a wall, an Arabic and a French phone, eighty-six raw phones.
// What the screens say is what the scenario expects; and what the Arabic phone cost over the wire is measured on the way.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { OwnServer, click, launch, phone, screen, sees, violations, workshop } from './support.mjs'
import { Crowd, activityOf, ar, ballotOf, dayPlan, fr, idOf, kinds, proposalsOf, rollCsv, scenario, stanceOf, submission, voters } from './scenario.mjs'
import { Wire } from './wire.mjs'

const everyMs = 25
const bytesMax = 450 * 1024
/** A phone in the room from the doors to the close. */
const [opens, closes] = [scenario.run_sheet[0].at, scenario.run_sheet.at(-1).at].map((at) => at.split(':').map(Number))
const daySeconds = (closes[0] - opens[0]) * 3600 + (closes[1] - opens[1]) * 60
const beatEverySeconds = 25, beatBytes = 6 + 2
const pingEverySeconds = 300
/** Of one vote, ten minutes long: one in ten seconds. */
const quietTallies = 60

const me = { arabic: 'youth-03', french: 'gender_equality-07' }
const others = voters.filter((one) => !Object.values(me).includes(one.id))
const firstAttempt = new Set(Object.entries(scenario.formal_opinion.attempts[0].present).flatMap(([body, count]) => Array.from({ length: count }, (_, n) => `${body}-${String(n + 1).padStart(2, '0')}`)))
const secondAttempt = Object.values(scenario.formal_opinion.attempts[1].present).flat()
const proposalByKey = new Map(workshop.proposals.map((one) => [one.id, one]))

let server, browser, room, desk, wall, arabic, french, crowd, wire, slips
const trouble = []
const open = async (context, url) => {
  const page = await (await context).newPage()
  page.on('pageerror', (error) => trouble.push(`${url}: ${error.message}`))
  if (url) await page.goto(url)
  return page
}
const goTo = (kind) => desk.locator('nav button.pick').nth(kinds.indexOf(kind)).click()
const begin = async (kind) => {
  await goTo(kind)
  await click(desk, ar.open)
}
const everybody = (kind) => crowd.act(others.map((one) => [one.id, ballotOf[kind](one.id)]), everyMs)
const resultOf = async (kind) => (await crowd.activity(activityOf(kind))).rounds.at(-1)
const revealed = async (kind, isThere) => {
  for (let tries = 0; tries < 100; tries++) {
    const round = await resultOf(kind)
    if (round?.result && isThere(round)) return round
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no result of ${kind}`)
}
const plain = (text) => text.replace(/\s+/g, ' ').trim()
const proposalTitle = (key) => proposalByKey.get(key).title

before(async () => {
  server = await OwnServer.start('--limits', 'bench')
  room = await server.createRoom(dayPlan())
  browser = await launch()
  desk = await open(screen(browser, 'ar-MA', 1366, 850), room.facilitator_link)
  wall = await open(screen(browser), room.wall_link)
  crowd = await Crowd.open(await screen(browser), server, room.code)
  await crowd.facilitate(room.facilitator_link)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A phone's own ballot, until it is counted. */
const vote = async (page, words) => {
  await click(page, words.send_vote)
  await sees(page, words.vote_counted)
}
/** The hall votes, the wall counts all 88, the desk closes and reveals. */
const allVotedAndSeen = async (name) => {
  await everybody(name)
  await wall.locator('.voters b', { hasText: '88' }).waitFor({ timeout: 15_000 })
  await click(desk, ar.close)
  await click(desk, ar.reveal)
}

test('doors: the rolls are read, slips are scanned, and the hall takes its seats', async () => {
  await goTo('motion')
  await desk.locator('#roll-file').setInputFiles({ name: 'roll.csv', mimeType: 'text/csv', buffer: Buffer.from(rollCsv()) })
  await click(desk, ar.roll_send)
  await desk.getByText(ar.roll_print).first().waitFor({ timeout: 15_000 })
  const kept = await desk.evaluate(() => Object.values({ ...sessionStorage }))
  slips = new Map(kept.flatMap((text) => { const list = JSON.parse(text); return Array.isArray(list) ? list : (list.slips ?? []) }).filter((one) => one.secret).map((one) => [one.name, one]))
  assert.equal(slips.size, 72)
  await goTo('words')

  const link = (who) => `${room.participant_link}?g=${slips.get(who).body}#slip=${slips.get(who).secret}`
  arabic = await open(phone(browser, 'ar-MA'))
  wire = await Wire.of(arabic)
  await arabic.goto(link(me.arabic))
  french = await open(phone(browser, 'fr-FR'), link(me.french))
  await sees(arabic, ar.prepared_room)
  await crowd.join(others, everyMs)
  await crowd.act(others.filter((one) => firstAttempt.has(one.id)).map((one) => [one.id, { type: 'use_slip', slip: slips.get(one.id).secret }]), everyMs)
  await click(desk, ar.start_room)
  await wall.getByText(scenario.word_cloud.question_ar).first().waitFor({ timeout: 15_000 })
})

test('one word: every spelling of a word counts as that word, on the wall and on the phones', async () => {
  await begin('words')
  await arabic.locator('#answer-0').fill(ballotOf.words(me.arabic).words[0])
  await click(arabic, ar.send_answers)
  await sees(arabic, ar.answers_counted)
  await everybody('words')
  await wall.locator('.cloud li').nth(Object.keys(scenario.word_cloud.expected).length - 1).waitFor({ timeout: 15_000 })
  await click(desk, ar.close)
  const round = await revealed('words', (one) => one.voters === scenario.word_cloud.answers.length)
  assert.deepEqual(round.result.words.map((one) => one.voters), Object.values(scenario.word_cloud.expected).sort((a, b) => b - a))
  await french.locator('.results').getByText('confiance', { exact: false }).first().waitFor({ timeout: 15_000 })
})

test('statements: agreed, disagreed or passed, hidden until they are revealed', async () => {
  await begin('statements')
  for (const [n, mark] of ballotOf.statements(me.arabic).marks.entries()) await arabic.getByRole('radiogroup').nth(n).getByRole('radio').nth(mark.points - 1).check({ force: true })
  await click(arabic, ar.send_answers)
  await sees(arabic, ar.answers_counted)
  for (const [n, mark] of ballotOf.statements(me.french).marks.entries()) await french.getByRole('radiogroup').nth(n).getByRole('radio').nth(mark.points - 1).check({ force: true })
  await click(french, fr.send_answers)
  await everybody('statements')
  await wall.locator('.voters b', { hasText: '88' }).waitFor({ timeout: 15_000 })
  await click(desk, ar.close)
  await sees(arabic, ar.closed_waiting)
  await click(desk, ar.reveal)
  assert.equal((await revealed('statements', (round) => round.voters === 88)).result.items.length, 5)
  await arabic.locator('.results').waitFor({ timeout: 15_000 })
})

test('a choice with running results: the bars grow while people vote', async () => {
  await begin('choice')
  await arabic.locator('.option').nth(1).click()
  await click(arabic, ar.send_vote)
  await sees(arabic, ar.vote_counted)
  await wall.locator('li .value').first().waitFor({ timeout: 15_000 })
  await french.locator('.option').nth(1).click()
  await click(french, fr.send_vote)
  await everybody('choice')
  await wall.locator('.voters b', { hasText: '88' }).waitFor({ timeout: 15_000 })
  await click(desk, ar.close)
  const sum = (await revealed('choice', (round) => round.voters === 88)).result.items.reduce((all, one) => all + one.points, 0)
  assert.equal(sum, 88)
})

test('proposals: written on phones, one returned and reworded, all forty published and endorsed', async () => {
  await begin('proposals')
  for (const [page, who, words, language] of [[arabic, me.arabic, ar, 'ar'], [french, me.french, fr, 'fr']])
    for (const one of proposalsOf(who)) {
      await click(page, words.write_proposal)
      await page.locator('#title').fill(one.title[language])
      await page.locator('#text').fill(one.text[language])
      await click(page, words.send_proposal)
      await sees(page.locator('.own'), one.title[language])
    }
  await crowd.act(others.flatMap((one) => proposalsOf(one.id).map((proposal) => [one.id, submission(proposal), idOf(proposal.id)])), everyMs)
  const first = proposalsOf(me.arabic)[0].title.ar
  const waiting = desk.locator('main li', { hasText: first })
  await waiting.getByRole('button', { name: ar.return }).click()
  await waiting.locator('input').fill('التدقيق في الأجل')
  await waiting.locator('input').press('Enter')
  await sees(arabic, 'التدقيق في الأجل')
  await arabic.locator('.own.returned').getByRole('button', { name: ar.edit }).click()
  await arabic.locator('#title').fill(`${first} خلال شهر`)
  await click(arabic, ar.save_changes)
  await waiting.getByText('خلال شهر').waitFor({ timeout: 15_000 })
  await waiting.getByRole('button', { name: ar.publish }).click()
  const all = await crowd.proposals()
  assert.equal(all.length, 40)
  await crowd.act(all.filter((one) => one.phase === 'pending').map((one) => ['facilitator', { type: 'moderate_proposal', proposal: one.id, verdict: 'publish' }]))
  await french.locator('.list .endorse').nth(37).waitFor({ timeout: 15_000 })
  await crowd.act(others.map((one, n) => [one.id, { type: 'endorse_proposal', proposal: idOf(Object.keys(scenario.proposal_authors).filter((key) => !Object.values({ ...me, own: one.id }).includes(scenario.proposal_authors[key]))[n % 30]), endorsed: true }]), everyMs)
  await french.locator('.list .endorse:not(:disabled)').first().click()
  await click(desk, ar.close)
})

test('clusters: one is made by hand, merged and brought back; phones and wall have all thirteen', async () => {
  await begin('clusters').catch(() => {})
  await desk.locator('.proposal').first().waitFor({ timeout: 15_000 })
  const known = await crowd.proposals()
  const idByKey = (key) => known.find((one) => one.id === idOf(key))?.id ?? known.find((one) => Object.values(proposalTitle(key)).some((text) => JSON.stringify(one.title).includes(text)))?.id
  const make = (cluster) => ['facilitator', { type: 'make_cluster', cluster: idOf(cluster.id), label: { ar: cluster.title_ar, fr: cluster.title_fr }, proposals: cluster.proposals.map(idByKey) }]
  for (const cluster of scenario.clusters) await crowd.act([make(cluster)])
  const [into, from] = scenario.clusters
  await desk.getByRole('button', { name: ar.sort_merge_what.replace('{cluster}', from.title_ar) }).click()
  await desk.locator('li.cluster', { has: desk.getByRole('heading', { name: from.title_ar }) }).locator('form').getByRole('button', { name: into.title_ar }).click()
  await desk.getByRole('heading', { name: from.title_ar }).waitFor({ state: 'detached', timeout: 15_000 })
  await desk.locator('button.undo').first().click()
  await desk.getByRole('heading', { name: from.title_ar }).waitFor({ timeout: 15_000 })
  await sees(wall, into.title_ar)
  await sees(arabic, scenario.clusters.at(-1).title_ar)
})

test('dots: everybody places ten, nobody sees them, the reveal has the expected order', async () => {
  await begin('dots')
  for (const [page, who, words] of [[arabic, me.arabic, ar], [french, me.french, fr]]) {
    const language = words === ar ? 'ar' : 'fr'
    for (const [key, points] of Object.entries(scenario.dot_vote.ballots[who])) {
      const row = page.locator('.items > li', { hasText: scenario.clusters.find((one) => one.id === key)[`title_${language}`] })
      for (let n = 0; n < points; n++) await row.locator('.stepper .round').last().click()
    }
    await vote(page, words)
  }
  await allVotedAndSeen('dots')
  const { voters: count, order, totals } = scenario.dot_vote.expected
  const round = await revealed('dots', (one) => one.voters === count)
  const points = new Map(round.result.items.map((one) => [one.item, one.points]))
  assert.deepEqual(Object.fromEntries(Object.keys(totals).map((key) => [key, points.get(idOf(key))])), totals)
  const titleOf = (key) => scenario.clusters.find((one) => one.id === key).title_ar
  await wall.locator('li .bar').first().waitFor({ timeout: 15_000 })
  assert.deepEqual((await wall.locator('ol li .names bdi[lang=ar]').allInnerTexts()).map(plain), order.map(titleOf))
  await sees(arabic.locator('.results'), titleOf(order[0]))
  assert.deepEqual(await violations(wall), [])
})

test('after lunch the other phone reloads its page; impact and feasibility are rated, with the expected sums', async () => {
  await french.reload()
  await begin('impact')
  for (const [page, who, words] of [[arabic, me.arabic, ar], [french, me.french, fr]]) {
    await page.getByRole('radiogroup').first().waitFor({ timeout: 15_000 })
    const given = scenario.impact_feasibility.ballots[who]
    for (const [n, key] of scenario.impact_feasibility.items.entries())
      for (const [m, axis] of ['impact', 'feasibility'].entries())
        if (given[key]?.[axis]) await page.getByRole('radiogroup').nth(2 * n + m).getByRole('radio', { name: `${given[key][axis]}`, exact: true }).check({ force: true })
    await vote(page, words)
  }
  await allVotedAndSeen('impact')
  const round = await revealed('impact', (one) => one.voters === 88)
  for (const [key, axes] of Object.entries(scenario.impact_feasibility.expected))
    for (const [axis, { sum, count }] of Object.entries(axes)) {
      const told = round.result.items.find((one) => one.item === idOf(key) && one.axis === axis)
      assert.deepEqual([told.points, told.voters], [sum, count], `${key} ${axis}`)
    }
  await wall.locator('.point').nth(8).waitFor({ timeout: 15_000 })
  await arabic.locator('.point').nth(8).waitFor({ timeout: 15_000 })
})

test('questions and the floor: asked on a phone, answered, and the one who asked to speak is given the floor', async () => {
  await begin('questions')
  await arabic.locator('form input.field').first().fill('متى تنشر المسودة؟')
  await click(arabic, ar.send_question)
  await crowd.act(others.slice(0, 10).map((one, n) => [one.id, { type: 'submit_proposal', activity: activityOf('questions'), title: { fr: `Question ${n + 1} : qui suivra la mise en œuvre ?` } }]), everyMs)
  await sees(wall, 'متى تنشر المسودة؟')
  await click(desk, ar.answer_writing)
  await desk.locator('form textarea').first().fill('في شهر أبريل.')
  await click(desk, ar.answer_publish)
  await sees(french, 'في شهر أبريل.')
  await arabic.getByRole('button', { name: ar.voice }).first().click()
  await click(arabic, ar.ask_floor)
  await sees(arabic, ar.floor_next)
  await desk.getByRole('list', { name: ar.floor_queue }).getByRole('button').first().click()
  await sees(arabic, ar.floor_yours)
  await desk.getByRole('button', { name: ar.end_floor }).click()
  await click(desk, ar.close)
})

test('the formal opinion: refused for want of quorum, then given by slips, body by body', async () => {
  await begin('motion')
  await sees(wall, ar.motion_not_opened)
  await crowd.act(others.filter((one) => secondAttempt.includes(one.id) && !firstAttempt.has(one.id)).map((one) => [one.id, { type: 'use_slip', slip: slips.get(one.id).secret }]))
  await sees(wall, ar.motion_reached)
  await click(desk, ar.open)
  for (const [page, who, words] of [[arabic, me.arabic, ar], [french, me.french, fr]]) {
    const stance = { for: 'in_favour', against: 'against', abstain: 'abstain' }[stanceOf(who)]
    await page.locator(`label.${stance}`).click()
    await page.getByRole('button', { name: words.motion_confirm_what.replace('{stance}', words[`motion_stance_${stance}`]) }).click()
    await sees(page, words.vote_counted)
  }
  await everybody('motion')
  await click(desk, ar.close)
  await click(desk, ar.reveal)
  const expected = scenario.formal_opinion.attempts[1].expected
  const { motion } = (await revealed('motion', (round) => round.result.motion !== undefined)).result
  assert.deepEqual([motion.all.present, motion.all.in_favour, motion.all.against, motion.all.abstain], [expected.present, expected.for, expected.against, expected.abstain])
  for (const body of motion.bodies) assert.deepEqual([body.present, body.in_favour, body.outcome], [expected.by_body[body.body].present, expected.by_body[body.body].for, expected.by_body[body.body].opinion])
  for (const page of [wall, arabic]) await sees(page, ar.motion_opinion_favourable)
})

test('the evaluation closes the day, and the phones show where the report is', async () => {
  await begin('rating')
  for (const [page, who, words] of [[arabic, me.arabic, ar], [french, me.french, fr]]) {
    await page.getByRole('radiogroup').first().waitFor({ timeout: 15_000 })
    for (const [n, mark] of ballotOf.rating(who).marks.entries()) await page.getByRole('radiogroup').nth(n).getByRole('radio', { name: `${mark.points}`, exact: true }).check({ force: true })
    await vote(page, words)
  }
  await allVotedAndSeen('rating')
  await wall.locator('.spread').first().waitFor({ timeout: 15_000 })
  await click(desk, ar.close_room)
  await click(desk, ar.yes_close)
  await sees(arabic, ar.ended_title)
  await sees(french, fr.ended_title)
})

test('the whole day cost the phone at most 450 KB over the wire', () => {
  // What a slower day adds: running results that came together here are told one by one, hidden votes every ten seconds of ten minutes; and a phone that never sleeps has its heartbeat.
  let slower = 0
  for (const [activity, { n, bytes }] of wire.tallies) slower += Math.max(0, (activity === activityOf('choice') ? voters.length : quietTallies) - n) * bytes
  const pings = wire.count('ping'), pongs = wire.count('pong')
  const awake = (daySeconds / beatEverySeconds) * beatBytes + Math.max(0, (daySeconds / pingEverySeconds - pings.n) * (pings.bytes / pings.n + pongs.bytes / pongs.n))
  const day = wire.total + slower + awake
  const kb = (bytes) => (bytes / 1024).toFixed(1)
  console.log(`${wire.table()}\na phone's day: ${kb(day)} KB over the wire (goal 450 KB): ${kb(wire.total)} KB played, ${kb(slower)} KB more where votes come in slowly, ${kb(awake)} KB for ${(daySeconds / 3600).toFixed(1)} hours without sleep`)
  assert.ok(day <= bytesMax, `${Math.round(day)} bytes`)
})

test('nothing went wrong on any page', () => assert.deepEqual(trouble, []))
