// Votes come all the time: the order is settled anew every few seconds only, so that nothing slips away under a finger.
import { untrack } from 'svelte'
import type { ProposalId, ProposalView } from '../../protocol/generated'
import { byVotes, inSettledOrder } from './order'

const everyMs = 5_000

/** To be called while a component is made. */
export function settled(questions: () => readonly ProposalView[]): () => readonly ProposalView[] {
  let order = $state.raw<readonly ProposalId[]>([])
  const settle = (): void => void (order = byVotes(questions()).map((one) => one.id))
  untrack(settle)
  $effect(() => {
    const timer = setInterval(settle, everyMs)
    return () => clearInterval(timer)
  })
  const shown = $derived(inSettledOrder(questions(), order))
  return () => shown
}
