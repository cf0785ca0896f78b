// The standing workshop day (tests/workshop/scenario.json) as a room, and its people as raw phones that live in one browser page.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { wordsOf, workshop } from './support.mjs'

const here = path.dirname(new URL(import.meta.url).pathname)
export const scenario = JSON.parse(fs.readFileSync(path.join(here, '../workshop/scenario.json'), 'utf8'))

/** Sixteen bytes from a name, the same every time. */
export const idOf = (name) => createHash('sha256').update(`day ${name}`).digest().subarray(0, 16).toString('base64url')
export const noItem = 'A'.repeat(22)
const title = (ar, fr) => ({ ar, fr })
const item = (name, ar, fr) => ({ id: idOf(name), label: title(ar, fr), proposals: [] })
const clusterItem = (key) => {
  const one = workshop.clusters.find((cluster) => cluster.id === key)
  return { id: idOf(key), label: one.title, proposals: [] }
}
const bodies = ['youth', 'gender_equality', 'economic_development']
const voting = [...bodies, 'elected', 'civil_society']
export const rated = scenario.impact_feasibility.items

/** In the order of the day. */
export const kinds = ['words', 'statements', 'choice', 'proposals', 'clusters', 'dots', 'impact', 'questions', 'motion', 'rating']
export const activityOf = (kind) => idOf(`activity ${kind}`)
const plan = (kind, ar, fr, config, groups = []) => ({ id: activityOf(kind), title: title(ar, fr), groups, config: { type: kind, ...config } })

export const statements = [item('publish', 'تنشر الجهة كل وثيقة لا يمنع القانون نشرها', "La région publie tout document que la loi n'interdit pas"), item('online', 'تكفي الخدمات الرقمية دون شباك حضوري', 'Les services en ligne suffisent, sans guichet'),
  item('answer', 'كل مقترح يستحق جوابا مكتوبا', 'Toute proposition mérite une réponse écrite'), item('budget', 'يحدد المواطنون جزءا من ميزانية الجهة', "Les citoyens décident d'une part du budget"), item('languages', 'تترجم كل الوثائق إلى الأمازيغية', 'Tout document est traduit en amazighe')]
export const principles = workshop.categories.map((one) => ({ id: idOf(`principle ${one.key}`), label: title(one.label.ar, one.label.fr), proposals: [] }))
export const aspects = [item('clarity', 'وضوح المعلومات', 'Clarté des informations'), item('voice', 'فرصة التعبير عن الرأي', "Possibilité de s'exprimer"), item('organisation', 'التنظيم', 'Organisation')]

export const dayPlan = (changes = {}) => ({
  title: workshop.title, purpose: 'live', settings: { ask_name: false, show_presence: true, anonymous: false }, groups: workshop.groups, categories: workshop.categories, time_zone: 'Africa/Casablanca',
  activities: [
    plan('words', scenario.word_cloud.question_ar, scenario.word_cloud.question_fr, { cloud: true, per_participant_max: 3, live_results: true }),
    plan('statements', 'ما رأيكم في هذه العبارات؟', 'Que pensez-vous de ces énoncés ?', { items: statements, live_results: false }),
    plan('choice', 'بأي مبدأ نبدأ برنامج الانفتاح؟', "Par quel principe commencer le programme d'ouverture ?", { options: principles, choices_min: 1, choices_max: 2, abstain: false, live_results: true }),
    plan('proposals', 'ما مقترحاتكم لبرنامج الانفتاح؟', "Quelles sont vos propositions pour le programme d'ouverture ?", { moderated: true, per_participant_max: 10, endorsing: true }),
    plan('clusters', 'نرتب المقترحات في محاور', 'Trions les propositions par thèmes', {}),
    plan('dots', 'وزعوا عشر نقط على أولوياتكم', 'Répartissez dix points entre vos priorités', { source: 'clusters', items: [], budget: 10, per_item_max: 4, live_results: false }, voting),
    plan('impact', 'ما أثر كل محور وما قابلية إنجازه؟', 'Quel impact et quelle faisabilité pour chaque engagement ?', { items: rated.map(clusterItem), steps: 5, live_results: false }, voting),
    plan('questions', 'أسئلتكم إلى المنصة', 'Vos questions à la tribune', { moderated: false, per_participant_max: 10 }),
    plan('motion', 'هل توافقون على إحالة المسودة على الاستشارة العمومية؟', 'Êtes-vous favorables à la transmission du projet ?', { quorum: { num: 1, den: 2, strictly: true }, majority: { base: 'for_and_against', threshold: 'simple', tie: 'fails' }, overall: 'all_bodies', wording: 'opinion', roll_call: false }, bodies),
    plan('rating', 'كيف تقيمون هذه الورشة؟', 'Comment évaluez-vous cet atelier ?', { items: aspects, steps: 5, live_results: false }),
  ],
  ...changes,
})

/** Everybody with a seat who votes in the polls: 88. */
export const voters = scenario.people.filter((one) => one.votes_in_polls)
/** The bodies' rolls as a facilitator has them in a file. */
export const rollCsv = () => `الاسم;الهيئة\n${scenario.groups.filter((one) => one.votes_formally).flatMap((one) => Array.from({ length: one.roll }, (_, n) => `${one.key}-${String(n + 1).padStart(2, '0')};${one.key}`)).join('\n')}\n`

// ── what each does ─────────────────────────────────────────────────────────────────────────────
const ballot = (kind, marks, more = {}) => ({ type: 'cast_ballot', activity: activityOf(kind), round: 1, revision: 1, marks, abstain: false, ...more })
/** Without data in the scenario: some value, the same every time. */
const some = (who, what, below) => createHash('sha256').update(`${who} ${what}`).digest()[0] % below
const values = (kind, items, steps) => (who) => ballot(kind, items.map((one) => ({ item: one.id, points: 1 + some(who, one.id, steps) })))
const stances = ['for', 'against', 'abstain']
export const stanceOf = (who) => scenario.formal_opinion.attempts[1].ballots[who]

export const ballotOf = {
  statements: values('statements', statements, 3),
  rating: values('rating', aspects, 5),
  choice: (who) => ballot('choice', [{ item: principles[some(who, 'principle', principles.length)].id, points: 1 }]),
  words: (who) => {
    const said = scenario.word_cloud.answers.filter((one) => one.by === who).map((one) => one.text)
    return said.length > 0 ? ballot('words', [], { words: said }) : undefined
  },
  dots: (who) => ballot('dots', Object.entries(scenario.dot_vote.ballots[who]).map(([key, points]) => ({ item: idOf(key), points }))),
  impact: (who) => ballot('impact', Object.entries(scenario.impact_feasibility.ballots[who]).flatMap(([key, given]) => ['impact', 'feasibility'].filter((axis) => given[axis]).map((axis) => ({ item: idOf(key), points: given[axis], axis })))),
  motion: (who) => (stanceOf(who) ? ballot('motion', [{ item: noItem, points: 1 + stances.indexOf(stanceOf(who)) }]) : undefined),
}
export const proposalsOf = (who) => Object.entries(scenario.proposal_authors).filter(([, author]) => author === who).map(([key]) => workshop.proposals.find((one) => one.id === key))
export const submission = (one) => ({ type: 'submit_proposal', activity: activityOf('proposals'), title: one.title, text: one.text, category: one.category })

// ── raw phones ─────────────────────────────────────────────────────────────────────────────────
/** In the page: sockets by name, and what an observer among them has seen. */
function install(code) {
  const people = new Map(), pending = new Map(), seen = { activities: new Map(), proposals: new Map() }
  const note = (message) => {
    if (message.type === 'view') for (const kind of ['activities', 'proposals']) for (const one of message.view[kind]) seen[kind].set(one.plan?.id ?? one.id, one)
    for (const change of message.type === 'changes' ? message.changes : []) {
      if (change.type === 'activity_changed') seen.activities.set(change.activity.plan.id, change.activity)
      if (change.type === 'proposal_changed') seen.proposals.set(change.proposal.id, change.proposal)
    }
  }
  const connect = (name, hello) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${location.host}/ws/${code}`, 'warsha.v1')
      people.set(name, socket)
      socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', ...hello }))
      socket.onmessage = (event) => {
        const message = JSON.parse(event.data)
        if (hello.role === 'facilitator') note(message)
        if (message.type === 'view') resolve()
        if (message.type === 'receipt' || message.type === 'rejection') pending.get(message.cid)?.(message.type === 'receipt' ? undefined : message.code)
      }
    })
  const act = (name, command, cid) =>
    new Promise((resolve) => {
      cid ??= btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replaceAll('+', '-').replaceAll('/', '_').slice(0, 22)
      pending.set(cid, (refused) => resolve(refused ? `${name} ${command.type}: ${refused}` : undefined))
      people.get(name).send(JSON.stringify({ type: 'command', cid, body: command }))
    })
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  const spread = async (list, everyMs, what) => {
    const answers = []
    for (const one of list) {
      answers.push(what(one))
      if (everyMs > 0) await pause(everyMs)
    }
    return (await Promise.all(answers)).filter(Boolean)
  }
  setInterval(() => people.forEach((socket) => socket.send(JSON.stringify({ type: 'ping', t: Date.now() }))), 20_000)
  globalThis.crowd = { connect, spread, seen, act, join: async ({ name, hello, join }) => (await connect(name, hello), join && (await act(name, join))) }
}

export class Crowd {
  constructor(page) {
    this.page = page
  }
  /** `context`: of the browser that carries them. */
  static async open(context, server, code) {
    const page = await context.newPage()
    await page.goto(server.url)
    await page.evaluate(install, code)
    return new Crowd(page)
  }
  /** Fails with the refusals, if there are any. */
  async #all(refusals) {
    const refused = await refusals
    if (refused.length > 0) throw new Error(`refused: ${refused.slice(0, 5).join(', ')}`)
  }
  join(people, everyMs) {
    const list = people.map((one) => ({ name: one.id, hello: { role: 'participant' }, join: { type: 'join', group: one.group, language: one.language } }))
    return this.#all(this.page.evaluate(([all, ms]) => crowd.spread(all, ms, crowd.join), [list, everyMs]))
  }
  /** Also sees what facilitators see. */
  facilitate(link) {
    const [id, secret] = link.split('#')[1].split('.')
    return this.page.evaluate(([name, hello]) => crowd.connect(name, hello), ['facilitator', { role: 'facilitator', link: { link: id, secret } }])
  }
  /** `acts`: [name, command, cid?] */
  act(acts, everyMs = 0) {
    return this.#all(this.page.evaluate(([all, ms]) => crowd.spread(all, ms, (one) => crowd.act(...one)), [acts.filter(([, command]) => command), everyMs]))
  }
  activity(id) {
    return this.page.evaluate((which) => crowd.seen.activities.get(which), id)
  }
  proposals() {
    return this.page.evaluate(() => [...crowd.seen.proposals.values()])
  }
}

export const ar = wordsOf('ar'), fr = wordsOf('fr')
