// An agenda as a file, written once and used in many rooms: readable JSON without ids. Pure. Reading is strict: every field is judged, and
// a problem names the activity and the field. Bounds and kinds are those of the protocol; the server judges again.
import {
  bounds, facilitatorMessageBytesMax,
  type ActivityConfig, type ActivityId, type ActivityPlan, type Base, type FormConfig, type FormUse, type Item, type ItemId, type ItemSource, type Key, type MotionWording, type OverallRule, type Threshold, type TieRule, type Wording,
} from '../protocol/generated'

export const agendaVersion = 1
export const agendaCharactersMax = 1_048_576

export interface ItemDraft { readonly label: Wording; readonly answers?: readonly Wording[] }
/** A post-test names its pre-test by its place in the file, from 1. */
type WithoutIds<C> = C extends ActivityConfig ? { readonly [F in keyof C]: C[F] extends readonly Item[] ? readonly ItemDraft[] : F extends 'before' ? number : C[F] } : never
export interface ActivityDraft {
  readonly title: Wording
  readonly groups: readonly Key[]
  readonly config: WithoutIds<ActivityConfig>
}
export interface Agenda {
  readonly title: Wording
  readonly activities: readonly ActivityDraft[]
}

/** Each has a text `agenda_problem_…`. */
export const problemCodes = [
  'not_json', 'file_too_big', 'not_agenda', 'wrong_version', 'no_activities', 'too_many_activities', 'missing', 'unknown_field', 'unknown_kind', 'wrong_value', 'out_of_range',
  'text_too_long', 'text_empty', 'text_not_allowed', 'too_few_items', 'too_many_items', 'larger_than', 'items_from_proposals', 'items_from_clusters', 'image', 'key', 'before', 'too_big',
] as const
export type ProblemCode = (typeof problemCodes)[number]
interface Told {
  /** Where in the activity, as the file says it: config.options[2].label.fr */
  readonly field?: string
  readonly found?: string
  readonly min?: number
  readonly max?: number
}
export interface Problem extends Told {
  /** The activity's place in the file, from 1; absent: the file itself. */
  readonly at?: number
  readonly title?: Wording
  readonly code: ProblemCode
}

/** Each has a text `agenda_notice_…`: the file can be used, but not all of it. */
export const noticeCodes = ['groups_dropped', 'groups_all_dropped', 'motion_left_out'] as const
export interface Notice {
  readonly at: number
  readonly title: Wording
  readonly code: (typeof noticeCodes)[number]
  readonly groups: readonly string[]
}

export type Reading = { readonly agenda: Agenda; readonly notices: readonly Notice[]; readonly problems?: never } | { readonly problems: readonly Problem[]; readonly agenda?: never }
/** What the room has already: its groups, and how many activities. */
export interface RoomFacts {
  readonly groups: readonly Key[]
  readonly activities: number
}

type Tell = (code: ProblemCode, told?: Told) => void
/** The value where it is good; what it returns after telling a problem is not used. */
type Reader = (value: unknown, field: string, tell: Tell) => unknown
type Shape = Readonly<Record<string, Reader>>
interface Range { readonly min: number; readonly max: number }
type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const brief = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const points = [...text]
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : text
}
const wrong = (value: unknown, field: string, tell: Tell): undefined => void tell('wrong_value', { field, found: brief(value) })

/** The server's rule for texts (protocol/text.hpp), as far as an organiser can run into it. */
const clean = (text: string, lines = false): string =>
  (lines ? text.replace(/\r\n?|[\u2028\u2029]/g, '\n') : text.replace(/[\r\n\t\u2028\u2029]/g, ' ')).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '').normalize('NFC').trim()
const isAllowed = (text: string): boolean => !/[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]|[\p{Mn}\p{Me}]{4,}/u.test(text)
const showsNothing = (text: string): boolean => /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text)

const flag: Reader = (value, field, tell) => (typeof value === 'boolean' ? value : wrong(value, field, tell))
const whole = ({ min, max }: Range): Reader => (value, field, tell) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? value : tell('out_of_range', { field, min, max })
const oneOf = <T extends string>(...allowed: readonly T[]): Reader => (value, field, tell) => (allowed.includes(value as T) ? value : wrong(value, field, tell))

/** What may be longer keeps its lines. */
const shortMax = 120
const wording = (max: number): Reader => (value, field, tell) => {
  if (!isObject(value)) return wrong(value, field, tell)
  const made: Record<string, string> = {}
  for (const [language, text] of Object.entries(value)) {
    const where = `${field}.${language}`
    if (!['ar', 'fr', 'en'].includes(language)) tell('unknown_field', { field: where })
    else if (typeof text !== 'string') wrong(text, where, tell)
    else {
      const cleaned = clean(text, max > shortMax)
      if (showsNothing(cleaned)) tell('text_empty', { field: where })
      else if (!isAllowed(cleaned.replace(/[\n\t]/g, ''))) tell('text_not_allowed', { field: where })
      else if ([...cleaned].length > max) tell('text_too_long', { field: where, max })
      made[language] = cleaned
    }
  }
  if (Object.keys(value).length === 0) tell('text_empty', { field })
  return made
}

const optional = new WeakSet<Reader>()
function maybe(reader: Reader): Reader {
  const made: Reader = (value, field, tell) => reader(value, field, tell)
  optional.add(made)
  return made
}

const object = (shape: Shape): Reader => (value, field, tell) => {
  if (!isObject(value)) return wrong(value, field, tell)
  const at = (name: string): string => (field === '' ? name : `${field}.${name}`)
  const made: Record<string, unknown> = {}
  for (const name of Object.keys(value)) if (!Object.hasOwn(shape, name)) tell('unknown_field', { field: at(name) })
  for (const [name, reader] of Object.entries(shape)) {
    if (Object.hasOwn(value, name)) made[name] = reader(value[name], at(name), tell)
    else if (!optional.has(reader)) tell('missing', { field: at(name) })
  }
  return made
}
const list = (one: Reader, max: number, min = 0): Reader => (value, field, tell) => {
  if (!Array.isArray(value)) return wrong(value, field, tell)
  if (value.length < min) return tell('too_few_items', { field, min })
  if (value.length > max) return tell('too_many_items', { field, max })
  return value.map((each: unknown, i) => one(each, `${field}[${i + 1}]`, tell))
}
/** A text with a form of its own, where `code` says what is wrong with it. */
const written = (max: number, form: RegExp, code: ProblemCode): Reader => (value, field, tell) => {
  if (typeof value !== 'string') return wrong(value, field, tell)
  if (value.length > max) return tell('text_too_long', { field, max })
  return form.test(value) ? value : tell(code, { field, found: brief(value) })
}
const items = ({ max }: { readonly max: number }, min = 1): Reader => list(object({ label: wording(bounds.Item.label.max) }), max, min)

/** As the file names them; a kind that the protocol has and this table lacks does not compile, nor does a field. */
const kinds: { readonly [C in ActivityConfig as C['type']]: { readonly [F in keyof Omit<C, 'type'>]-?: Reader } } = {
  proposals: { moderated: flag, per_participant_max: whole(bounds.ProposalsConfig.per_participant_max), endorsing: flag },
  choice: { options: items(bounds.ChoiceConfig.options, 2), choices_min: whole(bounds.ChoiceConfig.choices_min), choices_max: whole(bounds.ChoiceConfig.choices_max), abstain: flag, live_results: flag },
  dots: {
    source: oneOf<ItemSource>('given', 'proposals', 'clusters'), items: items(bounds.DotsConfig.items, 0), budget: whole(bounds.DotsConfig.budget), per_item_max: whole(bounds.DotsConfig.per_item_max),
    live_results: flag, quadratic: maybe(flag),
  },
  rating: {
    items: items(bounds.RatingConfig.items), steps: whole(bounds.RatingConfig.steps), lowest: maybe(wording(bounds.RatingConfig.lowest.max)), highest: maybe(wording(bounds.RatingConfig.highest.max)),
    live_results: flag,
  },
  impact: { items: items(bounds.ImpactConfig.items), steps: whole(bounds.ImpactConfig.steps), live_results: flag },
  words: { cloud: flag, per_participant_max: whole(bounds.WordsConfig.per_participant_max), live_results: flag },
  statements: { items: items(bounds.StatementsConfig.items), live_results: flag },
  questions: { moderated: flag, per_participant_max: whole(bounds.QuestionsConfig.per_participant_max) },
  motion: {
    quorum: object({ num: whole(bounds.Quorum.num), den: whole(bounds.Quorum.den), strictly: flag }),
    majority: object({
      base: oneOf<Base>('for_and_against', 'cast', 'present', 'roll'), threshold: oneOf<Threshold>('simple', 'absolute', 'two_thirds', 'fraction'),
      num: maybe(whole(bounds.Majority.num)), den: maybe(whole(bounds.Majority.den)), tie: oneOf<TieRule>('fails', 'chair'),
    }),
    overall: oneOf<OverallRule>('all_bodies', 'most_bodies', 'pooled'), wording: oneOf<MotionWording>('opinion', 'decision'), roll_call: flag,
  },
  clusters: {},
  form: {
    items: list(object({ label: wording(bounds.Item.label.max), answers: maybe(list(wording(80), bounds.Item.answers.max, 2)) }), bounds.FormConfig.items.max, 1),
    use: oneOf<FormUse>('survey', 'quiz', 'pre_test', 'post_test'), key: maybe(list(whole({ min: 0, max: bounds.Item.answers.max }), bounds.FormConfig.key.max, 1)), paced: flag,
    steps: whole(bounds.FormConfig.steps), lowest: maybe(wording(bounds.FormConfig.lowest.max)), highest: maybe(wording(bounds.FormConfig.highest.max)), live_results: flag,
    before: maybe(whole({ min: 1, max: bounds.RoomPlan.activities.max })),
  },
  materials: {
    blocks: list(object({
      heading: maybe(wording(bounds.Block.heading.max)), text: maybe(wording(bounds.Block.text.max)), image: maybe(written(bounds.Block.image.max, /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/, 'image')),
      image_says: maybe(wording(bounds.Block.image_says.max)), link: maybe(written(bounds.Block.link.max, /^https:\/\/[^\s"<>\\]+$/, 'wrong_value')),
    }), bounds.MaterialsConfig.blocks.max, 1),
  },
}

/** What no single field says; only where every field is good. */
function judgeTogether(config: WithoutIds<ActivityConfig>, tell: Tell): void {
  if (config.type === 'choice') {
    if (config.choices_max > config.options.length) tell('out_of_range', { field: 'config.choices_max', min: 1, max: config.options.length })
    else if (config.choices_min > config.choices_max) tell('larger_than', { field: 'config.choices_min', found: 'config.choices_max' })
  }
  if (config.type === 'dots') {
    if (config.source === 'given' && config.items.length === 0) tell('too_few_items', { field: 'config.items', min: 1 })
    if (config.source !== 'given' && config.items.length > 0) tell(`items_from_${config.source}`, { field: 'config.items' })
  }
  if (config.type === 'form') {
    const { key, items: questions, use } = config
    if ((key !== undefined) !== (use !== 'survey')) tell(key ? 'unknown_field' : 'missing', { field: 'config.key' })
    else if (key && (key.length !== questions.length || !key.some((one) => one > 0) || key.some((one, i) => one > (questions[i]?.answers?.length ?? 0)))) tell('key', { field: 'config.key' })
    if (use !== 'survey' && config.live_results) tell('wrong_value', { field: 'config.live_results', found: 'true' })
    if (use !== 'post_test' && config.before !== undefined) tell('unknown_field', { field: 'config.before' })
  }
  if (config.type === 'materials') {
    for (const [i, one] of config.blocks.entries()) {
      if (Object.keys(one).length === 0) tell('text_empty', { field: `config.blocks[${i + 1}]` })
      if ((one.image !== undefined) !== (one.image_says !== undefined)) tell('image', { field: `config.blocks[${i + 1}].image` })
    }
  }
  if (config.type === 'motion') {
    const { quorum, majority } = config
    if (quorum.num > quorum.den) tell('larger_than', { field: 'config.quorum.num', found: 'config.quorum.den' })
    else if (quorum.strictly && quorum.num === quorum.den) tell('wrong_value', { field: 'config.quorum.strictly', found: 'true' })
    for (const part of ['num', 'den'] as const) {
      const isThere = majority[part] !== undefined
      if (isThere !== (majority.threshold === 'fraction')) tell(isThere ? 'unknown_field' : 'missing', { field: `config.majority.${part}` })
    }
    if ((majority.num ?? 0) > (majority.den ?? 100)) tell('larger_than', { field: 'config.majority.num', found: 'config.majority.den' })
  }
}

const configReader: Reader = (value, field, tell) => {
  if (!isObject(value)) return wrong(value, field, tell)
  const type = value['type']
  if (type === undefined) return tell('missing', { field: `${field}.type` })
  if (typeof type !== 'string' || !Object.hasOwn(kinds, type)) return tell('unknown_kind', { field: `${field}.type`, found: brief(type) })
  return object({ type: (given) => given, ...kinds[type as ActivityConfig['type']] })(value, field, tell)
}
const activity = object({ title: wording(bounds.ActivityPlan.title.max), groups: list((value, field, tell) => (typeof value === 'string' ? value : wrong(value, field, tell)), bounds.ActivityPlan.groups.max), config: configReader })

/** Room for the envelope of the command, its cid and `after`. */
const envelopeBytes = 200
const isTooBig = (draft: ActivityDraft): boolean => new TextEncoder().encode(JSON.stringify(planOf(draft, () => 'A'.repeat(22)))).length + envelopeBytes > facilitatorMessageBytesMax

/** A file's text, for a room. All problems at once, so that a file is mended in one go. */
export function readAgenda(text: string, room: RoomFacts): Reading {
  if (text.length > agendaCharactersMax) return { problems: [{ code: 'file_too_big' }] }
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { problems: [{ code: 'not_json' }] }
  }
  if (!isObject(file) || !Object.hasOwn(file, 'warsha_agenda')) return { problems: [{ code: 'not_agenda', field: 'warsha_agenda' }] }
  if (file['warsha_agenda'] !== agendaVersion) return { problems: [{ code: 'wrong_version', found: brief(file['warsha_agenda']) }] }

  const problems: Problem[] = []
  const head = object({ warsha_agenda: (value) => value, title: wording(bounds.RoomPlan.title.max), activities: (value) => value })(file, '', (code, told) => problems.push({ code, ...told })) as Fields
  const given = head['activities']
  if (!Array.isArray(given) || given.length === 0) {
    if (Object.hasOwn(file, 'activities')) problems.push({ code: 'no_activities' })
    return { problems }
  }
  const space = Math.max(0, bounds.RoomPlan.activities.max - room.activities)
  if (given.length > space) return { problems: [...problems, { code: 'too_many_activities', found: `${given.length}`, max: space }] }

  const drafts: ActivityDraft[] = [], notices: Notice[] = []
  /** Of tests: their place in the file, and in what is left of it. */
  const tests = new Map<number, number>()
  given.forEach((one: unknown, i) => {
    const at = i + 1
    const title = titleOf(one)
    const before = problems.length
    const tell: Tell = (code, told) => problems.push({ at, ...(title && { title }), code, ...told })
    const draft = activity(one, '', tell) as ActivityDraft
    if (problems.length === before) judgeTogether(draft.config, tell)
    const test = problems.length === before && draft.config.type === 'form' ? draft.config.before : undefined
    if (test !== undefined && !tests.has(test)) tell('before', { field: 'config.before', found: `${test}` })
    if (problems.length === before && isTooBig(draft)) tell('too_big')
    if (problems.length > before) return
    const groups = [...new Set(draft.groups.filter((key) => room.groups.includes(key)))]
    const dropped = [...new Set(draft.groups.filter((key) => !room.groups.includes(key)))]
    if (draft.config.type === 'motion' && room.groups.length === 0) notices.push({ at, title: draft.title, code: 'motion_left_out', groups: dropped })
    else {
      if (dropped.length > 0) notices.push({ at, title: draft.title, code: groups.length > 0 ? 'groups_dropped' : 'groups_all_dropped', groups: dropped })
      if (draft.config.type === 'form' && draft.config.use === 'pre_test') tests.set(at, drafts.length + 1)
      const config = draft.config.type === 'form' && test !== undefined ? { ...draft.config, before: tests.get(test) ?? test } : draft.config
      drafts.push({ ...draft, groups, config })
    }
  })
  return problems.length > 0 ? { problems } : { agenda: { title: head['title'] as Wording, activities: drafts }, notices }
}

/** To name an activity that may be wrong in every other way. */
function titleOf(one: unknown): Wording | undefined {
  const title = isObject(one) ? one['title'] : undefined
  if (!isObject(title)) return undefined
  const found = Object.entries(title).filter(([language, text]) => ['ar', 'fr', 'en'].includes(language) && typeof text === 'string' && text.trim() !== '')
  return found.length > 0 ? Object.fromEntries(found.map(([language, text]) => [language, brief(text)])) : undefined
}

/** All of an agenda, with fresh ids. */
export function plansOf(agenda: Agenda, newId: () => string): readonly ActivityPlan[] {
  const made: ActivityPlan[] = []
  for (const draft of agenda.activities) made.push(planOf(draft, newId, made))
  return made
}

/** `earlier`: the plans that come before it, for a post-test. */
export function planOf({ title, groups, config }: ActivityDraft, newId: () => string, earlier: readonly ActivityPlan[] = []): ActivityPlan {
  const full = (drafts: readonly ItemDraft[]): Item[] => drafts.map(({ label, answers }) => ({ id: newId() as ItemId, label, proposals: [], ...(answers && { answers }) }))
  if (config.type === 'form') {
    const { before: place, ...rest } = config
    const test = place === undefined ? undefined : earlier[place - 1]?.id
    return { id: newId() as ActivityId, title, groups, config: { ...rest, items: full(config.items), ...(test && { before: test }) } }
  }
  const made = 'options' in config ? { ...config, options: full(config.options) } : 'items' in config ? { ...config, items: full(config.items) } : config
  return { id: newId() as ActivityId, title, groups, config: made as ActivityConfig }
}

/** A room's agenda in the file's form: no ids, and no members of clusters, which are proposals of that room. */
export function agendaText(title: Wording, plans: readonly ActivityPlan[]): string {
  const bare = (all: readonly Item[]): ItemDraft[] => all.map(({ label, answers }) => ({ label, ...(answers && { answers }) }))
  const form = ({ before: test, ...config }: FormConfig, at: number) => {
    const place = plans.findIndex((one) => one.id === test)
    return { ...config, items: bare(config.items), ...(place >= 0 && place < at && { before: place + 1 }) }
  }
  const activities = plans.map((plan, at) => ({
    title: plan.title,
    groups: plan.groups,
    config: plan.config.type === 'form' ? form(plan.config, at) : 'options' in plan.config ? { ...plan.config, options: bare(plan.config.options) } : 'items' in plan.config ? { ...plan.config, items: bare(plan.config.items) } : plan.config,
  }))
  return `${JSON.stringify({ warsha_agenda: agendaVersion, title, activities }, null, 1)}\n`
}

/** In a sentence of either direction: names of fields are Latin, titles are not. */
export const apart = (text: string): string => `\u2068${text}\u2069`
