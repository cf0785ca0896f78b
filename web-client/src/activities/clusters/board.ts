// Where proposals lie, what a selection is called, and what to do with two that are alike. Pure.
import type { ActivityId, ActivityView, ClusterView, ItemId, Language, ProposalId, ProposalView, Wording } from '../../protocol/generated'
import { fold } from '../../lib/fold'

type Proposals = ReadonlyMap<ProposalId, ProposalView>

export const clusterOf = (id: ProposalId, clusters: readonly ClusterView[]): ClusterView | undefined => clusters.find((one) => one.proposals.includes(id))

/** Those everybody sees: a cluster keeps its place among the others when nothing of it is left to show. */
export const membersOf = (cluster: ClusterView, proposals: Proposals): readonly ProposalView[] =>
  cluster.proposals.flatMap((id) => proposals.get(id) ?? []).filter((one) => one.phase === 'published')

/** Published proposals that lie in no cluster; questions are not sorted. */
export function unsortedOf(proposals: Proposals, activities: ReadonlyMap<ActivityId, ActivityView>, clusters: readonly ClusterView[]): readonly ProposalView[] {
  const sorted = new Set(clusters.flatMap((one) => one.proposals))
  return [...proposals.values()].filter((one) => one.phase === 'published' && !sorted.has(one.id) && activities.get(one.activity)?.plan.config.type === 'proposals')
}

/** In every language of their words, whatever the spelling. */
export function search(proposals: readonly ProposalView[], typed: string): readonly ProposalView[] {
  const wanted = fold(typed).split(' ').filter(Boolean)
  if (wanted.length === 0) return proposals
  return proposals.filter(({ title, text }) => {
    const words = fold([...Object.values(title), ...Object.values(text ?? {})].join(' '))
    return wanted.every((word) => words.includes(word))
  })
}

/** The title that a new cluster of these is named after: the shortest in the language, else the shortest there is. */
export function nameFor(proposals: readonly ProposalView[], language: Language): Wording {
  const inIt = proposals.map((one) => one.title).filter((one) => one[language])
  const length = (title: Wording): number => [...(title[language] ?? title.ar ?? title.fr ?? title.en ?? '')].length
  const all = inIt.length > 0 ? inIt : proposals.map((one) => one.title)
  return all.reduce<Wording>((best, one) => (best && length(best) > 0 && length(best) <= length(one) ? best : one), {})
}

export const likenesses = ['same_text', 'reordered', 'one_word', 'similar'] as const
export interface Suggestion {
  readonly proposals: readonly [ProposalId, ProposalId]
  readonly likeness: (typeof likenesses)[number]
  readonly words: readonly string[]
}

/** The server's answer; what is not understood is left out. */
export function suggestionsIn(answer: unknown): readonly Suggestion[] {
  const all = (answer as { suggestions?: unknown } | null)?.suggestions
  return !Array.isArray(all) ? [] : (all as Suggestion[]).filter((one) => Array.isArray(one.proposals) && one.proposals.length === 2 && likenesses.includes(one.likeness))
    .map(({ proposals, likeness, words }) => ({ proposals, likeness, words: Array.isArray(words) ? words : [] }))
}
export const pairKey = ({ proposals }: Pick<Suggestion, 'proposals'>): string => [...proposals].sort().join(' ')

export type Together =
  | { readonly what: 'make' }
  | { readonly what: 'move'; readonly proposal: ProposalId; readonly to: ItemId }
  | { readonly what: 'merge'; readonly clusters: readonly [ClusterView, ClusterView] }
  /** They lie in one cluster already. */
  | { readonly what: 'nothing' }

export function togetherOf([a, b]: Suggestion['proposals'], clusters: readonly ClusterView[]): Together {
  const ofA = clusterOf(a, clusters), ofB = clusterOf(b, clusters)
  if (ofA && ofB) return ofA.id === ofB.id ? { what: 'nothing' } : { what: 'merge', clusters: [ofA, ofB] }
  if (ofA) return { what: 'move', proposal: b, to: ofA.id }
  if (ofB) return { what: 'move', proposal: a, to: ofB.id }
  return { what: 'make' }
}

/** As many as a command takes. */
export const inPieces = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most))
