// Pictures of every kind of activity in every state, on phones, desk and wall, with a page that shows them all: what nobody would look at
// otherwise. `./dev screens [FOLDER]`; `node tests/browser/screens.mjs FOLDER KIND…` takes only some kinds.
// Says what scrolls sideways on a phone and what the consoles complain about, and ends with 1 if anything does.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { OwnServer, launch, phone, screen, smallPlan, workshop } from './support.mjs'

const folder = path.resolve(process.argv[2] ?? 'screens')
const only = process.argv.slice(3)
const newId = () => crypto.randomBytes(16).toString('base64url')
const problems = []
const problem = (text) => problems.includes(text) || (problems.push(text), console.log(`problem: ${text}`))

const short = [
  ['نشر ميزانية الجهة بلغة مبسطة', 'Un budget citoyen en langage clair'],
  ['حافلة رقمية تزور الدواوير', 'Un bus numérique dans les douars'],
  ['مشاركة أوسع', 'Une participation plus large'],
  ['إصلاح الطرق القروية', 'Réparer les routes rurales'],
]
const exactly120 = (text) => [...text.repeat(4)].slice(0, 119).join('').trim().padEnd(120, '…')
const longAr = exactly120('نشر لائحة الصفقات العمومية وسندات الطلب بصيغة مفتوحة قابلة لإعادة الاستعمال في أجل خمسة عشر يوما بعد المصادقة عليها، ')
const longFr = exactly120("Publier la liste des marchés publics et des bons de commande dans un format ouvert et réutilisable, dans un délai de quinze jours, ")
const texts = {
  main: short,
  empty: short,
  long: [1, 2, 3, 4].map((n) => [`${n}. ${[...longAr].slice(0, 117).join('')}`, `${n}. ${[...longFr].slice(0, 117).join('')}`]),
  twelve: workshop.proposals.slice(0, 12).map((one) => [one.title.ar, one.title.fr]),
}
const wording = ([ar, fr]) => ({ ar, fr })
/** What stands on a ballot is a label, of at most 80. */
const label = ([ar, fr]) => ({ ar: [...ar].slice(0, 80).join(''), fr: [...fr].slice(0, 80).join('') })
const itemsOf = (variant) => texts[variant].map((one) => ({ id: newId(), label: label(one), proposals: [] }))

const answersOf = (variant, n, count) => {
  const few = [['الشفافية', 'La transparence'], ['المساءلة', 'La redevabilité'], ['المشاركة المواطنة', 'La participation citoyenne'], ['الولوج إلى المعلومة', 'L’accès à l’information']]
  const all = variant === 'long' ? texts.long : variant === 'twelve' && count > 4 ? texts.twelve : few
  return Array.from({ length: count }, (_, i) => label(all[(n + i) % all.length]))
}
/** Questions of a form; every fifth of a survey has answers, the others are on a scale. */
const questionsOf = (variant, { count = 4, answers = 4, scale = false } = {}) => Array.from({ length: variant === 'twelve' && answers <= 4 ? 12 : count }, (_, n) => {
  const asked = variant === 'long' ? texts.long[n % 4] : variant === 'twelve' ? texts.twelve[n % 12] : [['أي مبدأ هذا: ميزانية الجهة منشورة؟', 'Quel principe : le budget est publié ?'], ['من يصادق على البرنامج؟', 'Qui adopte le programme ?'], ['ما هو الالتزام الجيد؟', 'Qu’est-ce qu’un bon engagement ?'], ['من يطلب المعلومة؟', 'Qui demande une information ?']][n % 4]
  return { id: newId(), label: wording(asked), proposals: [], ...(!(scale && n % 5 !== 4) && { answers: answersOf(variant, n, answers) }) }
})
const graded = (items, use, more = {}) => ({ type: 'form', items, use, key: items.map((_, n) => 1 + (n % 3)), paced: false, steps: 5, live_results: false, ...more })
const answered = (n, items) => ({ marks: items.map((one, i) => ({ item: one.id, points: (n + i) % 3 === 0 ? 1 + ((n * (i + 1)) % (one.answers?.length ?? 5)) : Math.min(1 + (i % 3), one.answers?.length ?? 5) })).filter((_, i) => (n + i) % 7 !== 6) })
/** A picture with something in it, small enough to travel in a page. */
let drawn = ''
const blocksOf = (variant) => {
  const text = { ar: workshop.proposals[0].text.ar, fr: workshop.proposals[0].text.fr ?? workshop.proposals[0].title.fr }
  if (variant === 'empty') return [{ heading: wording(short[0]) }]
  if (variant === 'long') return texts.long.map((one, n) => ({ heading: wording(one), text: { ar: `${longAr}\n${longAr}`, fr: `${longFr}\n${longFr}` }, ...(n === 3 && { link: `https://www.opengovpartnership.org/${'documents/'.repeat(12)}` }) }))
  if (variant === 'twelve') return texts.twelve.map((one) => ({ heading: wording(one), text }))
  return [{ heading: wording(short[0]), text }, { image: drawn, image_says: { ar: 'المبادئ الخمسة لبرنامج الانفتاح', fr: 'Les cinq principes du programme' }, text: { ar: 'المبادئ الخمسة في صورة.', fr: 'Les cinq principes en une image.' } }, { heading: { ar: 'الموقع', fr: 'Le site' }, link: 'https://www.opengovpartnership.org/' }]
}

const vote = { live_results: false }
const dots = { type: 'dots', source: 'given', budget: 10, per_item_max: 4, ...vote }
/** `marks`: the ballot of the n-th voter. */
const kinds = {
  words: { title: ['كلمة واحدة عن الانفتاح', "Un mot sur l'ouverture"], config: () => ({ type: 'words', cloud: true, per_participant_max: 3, live_results: true }), ballot: (n, _, variant) => ({ words: wordsOf(n, variant) }) },
  statements: { title: ['ما رأيكم في هذه العبارات؟', 'Que pensez-vous de ces affirmations ?'], config: (variant) => ({ type: 'statements', items: itemsOf(variant), ...vote }), ballot: (n, items) => ({ marks: items.map((one, i) => ({ item: one.id, points: i % 3 === 0 ? 1 : 1 + ((n + i) % 3) })) }) },
  proposals: { title: ['ما مقترحاتكم؟', 'Quelles sont vos propositions ?'], config: () => ({ type: 'proposals', moderated: false, per_participant_max: 20, endorsing: true }), texts: true },
  clusters: { title: ['نرتب المقترحات', 'Trions les propositions'], config: () => ({ type: 'clusters' }), sorted: true },
  choice: { title: ['ما أول ما نبدأ به؟', 'Par quoi commencer ?'], config: (variant) => ({ type: 'choice', options: itemsOf(variant), choices_min: 1, choices_max: 1, abstain: true, ...vote }), ballot: (n, items) => ({ marks: [{ item: items[(n * n) % items.length].id, points: 1 }] }) },
  dots: { title: ['وزعوا نقطكم', 'Répartissez vos points'], config: (variant) => ({ ...dots, items: itemsOf(variant) }), ballot: (n, items) => ({ marks: [4, 3, 2].map((points, i) => ({ item: items[(n + i * i) % items.length].id, points })).filter((one, i, all) => all.findIndex((other) => other.item === one.item) === i) }) },
  quadratic: { title: ['وزعوا نقطكم على المحاور', 'Répartissez vos points sur les thèmes'], config: () => ({ ...dots, source: 'clusters', items: [], quadratic: true }), sorted: true, ballot: (n, items) => ({ marks: items.slice(0, 2).map((_, i) => ({ item: items[(n + i) % items.length].id, points: 2 - i })) }) },
  rating: { title: ['كيف تقيمون هذه الورشة؟', 'Comment évaluez-vous cet atelier ?'], config: (variant) => ({ type: 'rating', items: itemsOf(variant), steps: 5, lowest: { ar: 'غير راض', fr: 'pas satisfait' }, highest: { ar: 'راض جدا', fr: 'très satisfait' }, ...vote }), ballot: (n, items) => ({ marks: items.map((one, i) => ({ item: one.id, points: 1 + ((n + i * 2) % 5) })) }) },
  impact: { title: ['ما الأثر وما قابلية الإنجاز؟', 'Quel impact, quelle faisabilité ?'], config: (variant) => ({ type: 'impact', items: itemsOf(variant), steps: 5, ...vote }), ballot: (n, items) => ({ marks: items.flatMap((one, i) => [{ item: one.id, points: 1 + ((i + (n % 2)) % 5), axis: 'impact' }, { item: one.id, points: 1 + ((i * 3 + (n % 3)) % 5), axis: 'feasibility' }]) }) },
  quiz: { title: ['تمرين: أي مبدأ هذا؟', 'Quiz : quel principe ?'], config: (variant) => graded(questionsOf(variant), 'quiz'), ballot: answered },
  paced: { title: ['تمرين: أي مبدأ هذا؟', 'Quiz : quel principe ?'], config: (variant) => graded(questionsOf(variant, variant === 'twelve' ? { answers: 12, count: 3 } : {}), 'quiz', { paced: true }), ballot: (n, items) => ({ marks: answered(n, items).marks.slice(0, 1).filter((one) => one.item === items[0].id) }) },
  post: { title: ['اختبار بعدي', 'Test après'], config: (variant) => graded(questionsOf(variant), 'post_test'), ballot: answered, compared: true },
  survey: { title: ['قيموا هذا التكوين', 'Évaluez cette formation'], config: (variant) => ({ type: 'form', items: questionsOf(variant, { count: 5, scale: true }), use: 'survey', paced: false, steps: 5, lowest: { ar: 'لا أوافق إطلاقا', fr: 'pas du tout d’accord' }, highest: { ar: 'أوافق تماما', fr: 'tout à fait d’accord' }, live_results: false }), ballot: answered },
  materials: { title: ['وثائق التكوين', 'Les documents de la formation'], config: (variant) => ({ type: 'materials', blocks: blocksOf(variant) }) },
  questions: { title: ['أسئلتكم', 'Vos questions'], config: () => ({ type: 'questions', moderated: false, per_participant_max: 20 }), texts: true },
  motion: { title: ['هل توافقون على المسودة؟', 'Êtes-vous favorables au projet ?'], config: () => ({ type: 'motion', quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'for_and_against', threshold: 'simple', tie: 'fails' }, overall: 'all_bodies', wording: 'opinion', roll_call: false }), groups: ['youth', 'elected'], ballot: (n, items) => ({ marks: [{ item: items[0].id, points: [1, 1, 2, 1, 3, 1][n % 6] }] }) },
}
kinds.bodies = { ...kinds.motion, groups: Array.from({ length: 12 }, (_, n) => `body_${n + 1}`) }
const twelveBodies = kinds.bodies.groups.map((key, n) => ({ key, label: { ar: `${['هيئة المساواة وتكافؤ الفرص ومقاربة النوع', 'هيئة الشباب', 'هيئة التنمية الاقتصادية'][n % 3]} ${n + 1}`, fr: `${['Instance de l’équité, de l’égalité des chances et de l’approche genre', 'Instance de la jeunesse', 'Instance du développement économique'][n % 3]} ${n + 1}` } }))
const isMotion = (kind) => kind === 'motion' || kind === 'bodies'
const longWords = ['المسؤولية الاجتماعية للمؤسسات العمومية', 'anticonstitutionnellement irresponsabilité', 'التشاركية والالتقائية في السياسات العمومية']
const someWords = ['الشفافية', 'الثقة', 'participation', 'القرب', 'écoute', 'المحاسبة', 'confiance', 'السرعة', 'proximité', 'المواطنة', 'budget', 'الإنصات']
const wordsOf = (n, variant) => (variant === 'long' ? [longWords[n % 3], longWords[(n * n) % 3]] : variant === 'twelve' ? [n, n + 1, 0].map((i) => someWords[i % 12]) : [0, n % 3].map((i) => someWords[i])).filter((one, i, all) => all.indexOf(one) === i)

/** Sockets in a page of the server's own origin, each spoken to by its number. */
class Speakers {
  constructor(page) { this.page = page }
  static async on(browser, server) {
    const page = await (await browser.newContext()).newPage()
    await page.goto(server.url)
    await page.evaluate(() => {
      const speakers = []
      window.speak = (code, hello) => new Promise((done, failed) => {
        const socket = new WebSocket(`ws://${location.host}/ws/${code}`, 'warsha.v1')
        const me = { socket, waiting: new Map(), activities: new Map() }
        socket.onopen = () => socket.send(JSON.stringify(hello))
        socket.onclose = (event) => failed(new Error(`closed with ${event.code}`))
        socket.onmessage = (event) => {
          const message = JSON.parse(event.data)
          if (message.type === 'view') { for (const one of message.activities ?? []) me.activities.set(one.plan.id, one); done(speakers.push(me) - 1) }
          if (message.type === 'changes') for (const one of message.changes) if (one.activity?.plan) me.activities.set(one.activity.plan.id, one.activity)
          if (message.type === 'seated') me.seat = message.seat
          if (message.type === 'receipt' || message.type === 'rejection') { me.waiting.get(message.cid)?.(message); me.waiting.delete(message.cid) }
        }
        setInterval(() => socket.readyState === 1 && socket.send(JSON.stringify({ type: 'ping', t: Date.now() })), 15_000)
      })
      window.command = (who, cid, body) => new Promise((done) => {
        const me = speakers[who]
        me.waiting.set(cid, (answer) => done({ ...answer, seat: me.seat }))
        me.socket.send(JSON.stringify({ type: 'command', cid, body }))
      })
      // Receipts may come before the changes.
      window.itemsOf = async (who, activity) => {
        const found = () => speakers[who].activities.get(activity)
        for (let tries = 0; tries < 100 && found()?.phase !== 'open'; tries++) await new Promise((done) => setTimeout(done, 30))
        return found()?.items ?? []
      }
    })
    return new Speakers(page)
  }
  hello(code, hello) { return this.page.evaluate(([code, hello]) => window.speak(code, { type: 'hello', ...hello }), [code, hello]) }
  async say(who, body, cid = newId()) {
    const answer = await this.page.evaluate(([who, cid, body]) => window.command(who, cid, body), [who, cid, body])
    if (answer.type !== 'receipt') throw new Error(`${JSON.stringify(body)}: ${answer.code}`)
    return { ...answer, cid }
  }
  items(who, activity) { return this.page.evaluate(([who, activity]) => window.itemsOf(who, activity), [who, activity]) }
}

const shots = []
/** On a wall: what is cut off, and the smallest text with its size in pixels. */
const readable = (page) => page.evaluate(() => {
  const cut = [...document.querySelectorAll('.fit, .values, .stage > .body')].filter((one) => one.scrollHeight > one.clientHeight + (one.matches('.body') ? 12 : 2) || one.scrollWidth > one.clientWidth + 2).map((one) => `${one.className.split(' ')[0]} ${one.scrollWidth}×${one.scrollHeight} in ${one.clientWidth}×${one.clientHeight}`).join(', ')
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  let smallest = { size: Infinity, text: '' }
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode
    if (!data.trim() || parentElement.closest('.visually-hidden, style, script') || parentElement.getClientRects().length === 0) continue
    const size = parseFloat(getComputedStyle(parentElement).fontSize)
    if (size < smallest.size) smallest = { size: Math.round(size), text: data.trim().slice(0, 40) }
  }
  return { cut, smallest }
})
async function quiet(page) {
  await page.evaluate(() => new Promise((done) => {
    let timer = setTimeout(done, 250)
    new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, 250) }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    setTimeout(done, 1500)
  }))
}
async function shoot(kind, state, views) {
  await new Promise((resolve) => setTimeout(resolve, 150))
  await Promise.all(views.map(async ({ page, name, isPhone }) => {
    await quiet(page)
    const file = `${kind}-${state}-${name}.png`
    if (isPhone) {
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        if (scrollWidth <= clientWidth + 1) return  // half a pixel is rounded up
        const widest = [...document.querySelectorAll('main *')].find((one) => { const box = one.getBoundingClientRect(); return box.right > clientWidth + 1 || box.left < -1 })
        return `${scrollWidth} px in ${clientWidth}, ${widest?.tagName.toLowerCase()}.${widest?.className}`
      })
      if (wide) problem(`${file} scrolls sideways: ${wide}`)
    }
    if (name.startsWith('wall')) {
      const { cut, smallest } = await readable(page)
      if (cut) problem(`${file}: not everything has room: ${cut}`)
      // Of what is crowded on purpose only the picture tells.
      if (smallest.size < 24 && kind !== 'bodies' && !/^(long|twelve)/.test(state)) problem(`${file}: ${smallest.size} px: ${smallest.text}`)
      if (process.env.SIZES) console.log(`${file} ${smallest.size} ${smallest.text}`)
    }
    await page.screenshot({ path: path.join(folder, file), fullPage: !name.startsWith('wall') && state !== 'dialogs', animations: 'disabled' })
    shots.push({ kind, state, name, file })
  }))
}

async function take(browser, enlarged, server, speakers, kind) {
  const { title, config, groups = [], ballot, texts: writes, sorted, compared } = kinds[kind]
  const variants = ['main', 'empty', 'long', 'twelve'].filter((one) => !(isMotion(kind) && one === 'twelve'))
  const activity = Object.fromEntries(variants.map((one) => [one, newId()]))
  const source = newId()
  const activities = variants.map((one) => ({ id: activity[one], title: wording(one === 'long' ? [longAr, longFr] : title), groups, config: config(one) }))
  if (compared) {
    activities.unshift({ id: source, title: wording(['اختبار قبلي', 'Test avant']), groups: [], config: graded(questionsOf('main'), 'pre_test') })
    for (const one of activities.slice(1)) one.config.before = source
  }
  if (sorted) activities.unshift({ id: source, title: wording(kinds.proposals.title), groups: [], config: kinds.proposals.config() })
  const bodies = kind === 'bodies' ? kinds.bodies.groups : ['youth', 'elected']
  const room = await server.createRoom(smallPlan({ activities, ...(kind === 'bodies' && { groups: twelveBodies }) }))
  const code = room.code ?? room.participant_link.split('/').pop()
  const [link, secret] = room.facilitator_link.split('#')[1].split('.')
  const desk = await speakers.hello(code, { role: 'facilitator', link: { link, secret } })
  const steer = (type, more = {}) => speakers.say(desk, { type, ...more })
  await steer('start_room')

  const seats = []
  for (let n = 0; n < 12; n++) {
    const who = await speakers.hello(code, { role: 'participant' })
    const { seat } = await speakers.say(who, { type: 'join', language: n % 2 ? 'fr' : 'ar', group: bodies[n % bodies.length] })
    seats.push({ who, seat, revisions: 0 })
  }
  // The first two are those who hold the phones that are photographed.
  const [mine, others] = [seats.slice(0, 2), seats.slice(2)]
  if (isMotion(kind)) {
    const secrets = seats.map(() => crypto.randomBytes(16))
    const lines = secrets.map((one, n) => ({ roll: newId(), body: bodies[n % bodies.length], name: ['سلمى العلوي', 'Driss Bennani', 'ياسين المنصوري', 'Nadia El Fassi'][n % 4], weight: 1, slip_hash: crypto.createHash('sha256').update(one).digest('base64url') }))
    await steer('extend_roll', { lines })
    for (const [n, { who }] of seats.entries()) await speakers.say(who, { type: 'use_slip', slip: secrets[n].toString('base64url') })
  }

  const views = []
  const add = async (context, url, name, { kept = {}, isPhone = false } = {}) => {
    await context.addInitScript((kept) => { for (const [key, value] of Object.entries(kept)) localStorage.setItem(`warsha:${key}`, JSON.stringify(value)) }, kept)
    const page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && problem(`${kind} ${name}: ${message.text()}`))
    page.on('pageerror', (error) => problem(`${kind} ${name}: ${error.message}`))
    await page.goto(url)
    views.push({ page, name, isPhone })
  }
  for (const [n, language] of ['ar', 'fr'].entries()) {
    const locale = { ar: 'ar-MA', fr: 'fr-FR' }[language]
    const kept = { [`room:${code}:seat`]: mine[n].seat }
    await add(await phone(browser, locale, { deviceScaleFactor: 1 }), room.participant_link, `phone-${language}`, { kept, isPhone: true })
    await add(await phone(enlarged, locale, { deviceScaleFactor: 1, viewport: { width: 320, height: 640 } }), room.participant_link, `small-${language}`, { kept, isPhone: true })
    await add(await screen(browser, locale, 1366, 900), room.facilitator_link, `desk-${language}`)
    await add(await screen(browser, locale), room.wall_link, `wall-${language}`, { kept: { 'wall-languages': n + 1 } })
  }
  await add(await screen(browser), room.wall_link, 'wall-both', { kept: { 'wall-languages': 0 } })
  const picture = (state) => shoot(kind, state, views)

  const write = async (who, where, variant, from = 0, to = Infinity) => {
    const made = []
    for (const [n, one] of texts[variant].entries()) {
      if (n < from || n >= to) continue
      const proposal = await speakers.say(Array.isArray(who) ? who[n % who.length].who : who.who, { type: 'submit_proposal', activity: where, title: wording(one), ...(kind !== 'questions' && { text: { ar: workshop.proposals[n].text.ar }, category: workshop.categories[n % 5].key }) })
      made.push(proposal.cid)
    }
    return made
  }
  const support = async (proposals, by) => {
    for (const [n, proposal] of proposals.entries()) for (const { who } of by.slice(0, Math.max(0, 5 - n))) await speakers.say(who, { type: 'endorse_proposal', proposal, endorsed: true }).catch(() => {})
  }
  const cast = async (who, variant, n) => {
    const items = await speakers.items(who.who, activity[variant])
    who.revisions += 1
    await speakers.say(who.who, { type: 'cast_ballot', activity: activity[variant], round: 1, revision: who.revisions, marks: [], abstain: false, ...ballot(n, items, variant) })
  }
  /** What the hall does while the activity is open. */
  const answer = async (variant, people) => {
    if (ballot) for (const one of people) await cast(one, variant, seats.indexOf(one))
    else if (writes) {
      const [from, to] = people === mine ? [0, 1] : [1, Infinity]
      await support(await write(people, activity[variant], variant, from, to), others)
    }
  }
  const sort = async (variant) => {
    const made = await write(others, source, variant)
    const each = variant === 'twelve' && kind === 'quadratic' ? 1 : 2
    for (let n = 0; n < made.length - (kind === 'clusters' ? 1 : 0); n += each) await steer('make_cluster', { cluster: newId(), label: label(texts[variant][n]), proposals: made.slice(n, n + each) })
  }
  const show = (variant) => steer('show_activity', { activity: activity[variant] })
  const open = async (variant, seconds) => {
    await steer('open_activity', { activity: activity[variant], ...(seconds && { seconds }) })
    if (kind === 'paced') await steer('show_question', { activity: activity[variant], item: (await speakers.items(desk, activity[variant]))[0].id })
  }
  const close = (variant) => steer('close_activity', { activity: activity[variant] })
  const reveal = (variant) => (kinds[kind].ballot ? steer('reveal_results', { activity: activity[variant], revealed: true }) : undefined)
  const openSource = () => sorted && steer('open_activity', { activity: source })

  await openSource()
  if (compared) {
    await steer('open_activity', { activity: source })
    for (const [n, one] of seats.entries()) {
      const items = await speakers.items(one.who, source)
      await speakers.say(one.who, { type: 'cast_ballot', activity: source, round: 1, revision: 1, abstain: false, marks: items.map((item, i) => ({ item: item.id, points: 1 + ((n + i) % 4) })) })
    }
    await steer('close_activity', { activity: source })
    await steer('reveal_results', { activity: source, revealed: true })
  }
  if (kind === 'clusters') {
    await show('empty')
    await picture('empty')
  }
  if (sorted) await sort('main')
  await show('main')
  await picture('waiting')
  if (kind === 'clusters') {
    await sort('long')
    await picture('long-open')
    await sort('twelve')
    await picture('twelve-open')
  } else {
    await open('main', 300)
    await answer('main', others)
    await picture('open')
    await answer('main', mine)
    // A phone keeps the form that was open on it; one that comes back shows what is counted.
    await Promise.all(views.filter((one) => one.isPhone).map(({ page }) => page.reload()))
    await picture('voted')
    await close('main')
    await picture('closed')
    await reveal('main')
    if (ballot) await picture('revealed')
    await show('empty')
    await open('empty')
    if (!ballot) await picture('empty-open')
    await close('empty')
    await reveal('empty')
    await picture('empty')
    for (const variant of ['long', 'twelve'].filter((one) => activity[one])) {
      if (sorted) await sort(variant)
      await show(variant)
      await open(variant)
      await answer(variant, others)
      await picture(`${variant}-open`)
      await answer(variant, mine)
      await close(variant)
      await reveal(variant)
      await picture(`${variant}-revealed`)
    }
  }
  await Promise.all(views.map(({ page }) => page.context().close()))
}

/** What stands around the activities of a training: the way into a named room, its people, certificates, catching up. */
async function takeTraining(browser, enlarged, server, speakers) {
  const kind = 'training'
  const activity = [newId(), newId(), newId()]
  const titles = [['اختبار قبلي', 'Test avant'], ['تمرين: أي مبدأ هذا؟', 'Quiz : quel principe ?'], ['قيموا هذا التكوين', 'Évaluez cette formation']]
  const activities = activity.map((id, n) => ({ id, title: wording(titles[n]), groups: [], config: graded(questionsOf('main'), n === 0 ? 'pre_test' : 'quiz') }))
  const page = { id: newId(), title: wording(kinds.materials.title), groups: [], config: kinds.materials.config('main') }
  const room = await server.createRoom(smallPlan({ activities: [page, ...activities], settings: { ask_name: false, show_presence: true, anonymous: false, named: true, certificate: { percent: 70, hours: 6 } } }))
  const code = room.code ?? room.participant_link.split('/').pop()
  const [link, secret] = room.facilitator_link.split('#')[1].split('.')
  const desk = await speakers.hello(code, { role: 'facilitator', link: { link, secret } })
  const steer = (type, more = {}) => speakers.say(desk, { type, ...more })
  await steer('start_room')
  const names = ['سلمى العلوي', 'Driss Bennani', 'ياسين المنصوري', 'Nadia El Fassi', 'عبد الرحمان بن عبد الله الإدريسي', 'Marie-Hélène de La Rochefoucauld', 'خديجة أيت حمو', 'Youssef', 'فاطمة الزهراء بنجلون', 'Anas Tazi', 'مريم', 'Samira Chraïbi', 'إدريس الودغيري']
  const seats = []
  for (const [n, name] of names.entries()) {
    const who = await speakers.hello(code, { role: 'participant' })
    const { seat } = await speakers.say(who, { type: 'join', name, language: n % 2 ? 'fr' : 'ar', group: ['youth', 'elected', 'civil_society'][n % 3] })
    seats.push({ who, seat })
  }
  const views = []
  const add = async (context, url, name, { kept = {}, isPhone = false } = {}) => {
    await context.addInitScript((kept) => { for (const [key, value] of Object.entries(kept)) if (localStorage.getItem(`warsha:${key}`) === null) localStorage.setItem(`warsha:${key}`, JSON.stringify(value)) }, kept)
    const made = await context.newPage()
    made.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && problem(`${kind} ${name}: ${message.text()}`))
    made.on('pageerror', (error) => problem(`${kind} ${name}: ${error.message}`))
    await made.goto(url)
    views.push({ page: made, name, isPhone })
  }
  const phones = async (n) => {
    for (const [i, language] of ['ar', 'fr'].entries()) {
      const locale = { ar: 'ar-MA', fr: 'fr-FR' }[language]
      const kept = n === undefined ? {} : { [`room:${code}:seat`]: seats[n + i].seat }
      await add(await phone(browser, locale, { deviceScaleFactor: 1 }), room.participant_link, `phone-${language}`, { kept, isPhone: true })
      await add(await phone(enlarged, locale, { deviceScaleFactor: 1, viewport: { width: 320, height: 640 } }), room.participant_link, `small-${language}`, { kept, isPhone: true })
    }
  }
  const leave = async () => {
    await Promise.all(views.map(({ page: one }) => one.context().close()))
    views.length = 0
  }
  const desks = async () => {
    for (const [n, language] of ['ar', 'fr'].entries()) {
      const locale = { ar: 'ar-MA', fr: 'fr-FR' }[language]
      await add(await screen(browser, locale, 1366, 900), room.facilitator_link, `desk-${language}`)
      await add(await screen(browser, locale), room.wall_link, `wall-${language}`, { kept: { 'wall-languages': n + 1 } })
    }
    await add(await screen(browser), room.wall_link, 'wall-both', { kept: { 'wall-languages': 0 } })
  }
  const cast = async (who, n, at, round = 1) => {
    const items = await speakers.items(who, activity[at])
    await speakers.say(who, { type: 'cast_ballot', activity: activity[at], round, revision: 1, abstain: false, ...answered(n, items) })
  }

  await phones()
  for (const { page: one } of views) {
    await one.locator('.who .chip').first().click()
    await one.locator('.who button.button').click()
  }
  await shoot(kind, 'join', views)
  await leave()
  await steer('open_activity', { activity: page.id })
  for (const [at, few] of [[0, 9], [1, 8], [2, 5]]) {
    await steer('show_activity', { activity: activity[at] })
    await steer('open_activity', { activity: activity[at] })
    for (const [n, { who }] of seats.slice(0, few).entries()) await cast(who, n, at)
    if (at < 2) await steer('close_activity', { activity: activity[at] })
  }
  await desks()
  await shoot(kind, 'waiting-for', views)
  await steer('close_activity', { activity: activity[2] })
  await steer('issue_certificates')
  await phones(0)
  await shoot(kind, 'certificates', views)
  await views.find(({ name }) => name === 'phone-ar').page.locator('nav[aria-labelledby=library] button').first().click()
  await views.find(({ name }) => name === 'small-fr').page.locator('nav[aria-labelledby=library] button').first().click()
  for (const language of ['ar', 'fr']) await views.find(({ name }) => name === `desk-${language}`).page.locator('.life .button.quiet').first().click()
  await shoot(kind, 'dialogs', views.filter(({ name }) => ['phone-ar', 'small-fr', 'desk-ar', 'desk-fr'].includes(name)))
  await leave()

  await steer('start_catch_up', { hours: 72, activities: activity })
  await desks()
  await phones(9)
  await shoot(kind, 'catch-up', views)
  for (const one of seats.slice(9, 11)) for (const at of [0, 1, 2]) await cast(one.who, 3, at, 2)
  await shoot(kind, 'caught-up', views)
  const href = await (async () => {
    const made = await (await phone(browser, 'ar-MA')).newPage()
    await made.addInitScript(([key, value]) => localStorage.setItem(key, value), [`warsha:room:${code}:seat`, JSON.stringify(seats[0].seat)])
    await made.goto(room.participant_link)
    const found = await made.locator('a[href^="/certificate#"]').getAttribute('href')
    await made.context().close()
    return found
  })()
  await leave()

  for (const [state, hash] of [['certificate', href.split('#')[1]], ['no-certificate', '482913-00000000'], ['check', '']]) {
    for (const language of ['ar', 'fr']) {
      const locale = { ar: 'ar-MA', fr: 'fr-FR' }[language]
      const url = `${server.url}/certificate${hash ? `#${hash}` : ''}`
      await add(await phone(browser, locale, { deviceScaleFactor: 1 }), url, `phone-${language}`, { isPhone: true })
      await add(await phone(enlarged, locale, { deviceScaleFactor: 1, viewport: { width: 320, height: 640 } }), url, `small-${language}`, { isPhone: true })
      await add(await screen(browser, locale, 1366, 900), url, `desk-${language}`)
    }
    await shoot(kind, state, views)
    if (state === 'certificate') {
      // As it is printed: one sheet of A4, across.
      const { page: printed } = views.find(({ name }) => name === 'desk-ar')
      await printed.pdf({ path: path.join(folder, 'training-certificate.pdf'), preferCSSPageSize: true, printBackground: true })
      await printed.setViewportSize({ width: 1123, height: 794 })
      await printed.emulateMedia({ media: 'print' })
      await shoot(kind, 'printed', [{ page: printed, name: 'desk-ar', isPhone: false }])
    }
    await leave()
  }
}

function contactSheet() {
  const order = ['phone-ar', 'phone-fr', 'small-ar', 'small-fr', 'desk-ar', 'desk-fr', 'wall-ar', 'wall-fr', 'wall-both']
  const section = (kind) => {
    const states = [...new Set(shots.filter((one) => one.kind === kind).map((one) => one.state))]
    const row = (state) => `<h3>${state}</h3><div>${order.flatMap((name) => shots.filter((one) => one.kind === kind && one.state === state && one.name === name)).map((one) => `<a href="${one.file}"><img src="${one.file}" alt="${one.file}" loading="lazy"><span>${one.name}</span></a>`).join('')}</div>`
    return `<section><h2 id="${kind}">${kind}</h2>${states.map(row).join('')}</section>`
  }
  const taken = [...Object.keys(kinds), 'training'].filter((kind) => shots.some((one) => one.kind === kind))
  const style = 'body{font:16px system-ui;margin:2rem;background:#eee}div{display:flex;flex-wrap:wrap;gap:.8rem;align-items:start}a{display:grid;gap:.2rem;color:#222;font-size:.8rem}img{block-size:200px;max-inline-size:360px;object-fit:contain;object-position:top;background:#fff;border:1px solid #bbb}nav a{display:inline;margin-inline-end:1rem}'
  fs.writeFileSync(path.join(folder, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Warsha: ${shots.length} pictures</title><style>${style}</style><nav>${taken.map((kind) => `<a href="#${kind}">${kind}</a>`).join('')}</nav>${taken.map(section).join('')}</html>\n`)
}

fs.mkdirSync(folder, { recursive: true })
const server = await OwnServer.start('--limits', 'bench')
const browser = await launch()
// The reader's own setting, which media queries in em follow too.
const enlarged = await launch('--blink-settings=defaultFontSize=32')
try {
  const speakers = await Speakers.on(browser, server)
  drawn = await speakers.page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 450 })
    const context = canvas.getContext('2d')
    context.fillStyle = '#faf6ef'
    context.fillRect(0, 0, 800, 450)
    for (const [n, colour] of ['#3d3db8', '#1f7a5a', '#b5482f', '#d99a1c', '#a8446b'].entries()) {
      context.fillStyle = colour
      context.fillRect(70 + n * 140, 400 - 60 * (n + 1), 100, 60 * (n + 1))
    }
    return canvas.toDataURL('image/webp', 0.8)
  })
  for (const kind of [...Object.keys(kinds), 'training'].filter((one) => only.length === 0 || only.includes(one))) {
    const before = shots.length, began = Date.now()
    await (kind === 'training' ? takeTraining(browser, enlarged, server, speakers) : take(browser, enlarged, server, speakers, kind)).catch((error) => problem(`${kind}: ${error.message}`))
    console.log(`${kind}: ${shots.length - before} pictures in ${Math.round((Date.now() - began) / 1000)} s`)
  }
} finally {
  await browser.close()
  await enlarged.close()
  await server.stop()
}
contactSheet()
console.log(`${shots.length} pictures, ${problems.length} problems: ${path.join(folder, 'index.html')}`)
process.exit(problems.length > 0 ? 1 : 0)
