// How many of each group have voted. Pure.
import type { ActivityView, GroupCount, Key, Turnout } from '../protocol/generated'

export interface GroupTurnout {
  readonly group: Key
  readonly voted: number
  readonly of: number
  readonly left: number
}

/**
 * One line for each group that may act, in the room's order. A motion says itself how many may vote: those present when it opened; elsewhere
 * it is who has a seat. Nothing in a room without groups: the count above says it all.
 */
export function turnoutOf(activity: ActivityView, groups: readonly { readonly key: Key }[], seats: readonly GroupCount[]): readonly GroupTurnout[] {
  const told: readonly Turnout[] | undefined = activity.rounds.at(-1)?.turnout
  if (!told) return []
  const { plan } = activity
  return groups.filter(({ key }) => plan.groups.length === 0 || plan.groups.includes(key)).map(({ key }) => {
    const one = told.find(({ group }) => group === key)
    const voted = one?.voted ?? 0
    // Who was removed from the room has voted all the same.
    const of = Math.max(voted, one?.of ?? seats.find(({ group }) => group === key)?.seats ?? 0)
    return { group: key, voted, of, left: of - voted }
  })
}
