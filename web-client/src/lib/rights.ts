// What each link may do: the same rule as server/core/decide.cpp. The server decides; the desk only hides what would be refused.
import type { Command, LinkRole } from '../protocol/generated'

type Type = Command['type']

/** What seats do; no link does. */
const ofSeats: readonly Type[] = [
  'join', 'take_seat', 'offer_seat', 'submit_proposal', 'edit_proposal', 'withdraw_proposal', 'endorse_proposal', 'cast_ballot', 'ask_floor', 'use_slip',
]
const granted: Readonly<Record<Exclude<LinkRole, 'facilitator'>, readonly Type[]>> = {
  wall: ['show_activity', 'reveal_results', 'blank_wall'],
  chair: [
    'show_activity', 'show_question', 'blank_wall', 'open_activity', 'open_round', 'close_activity', 'reveal_results', 'set_deadline', 'extend_deadline', 'pause_deadline',
    'give_casting_vote', 'give_floor', 'announce',
  ],
  scribe: ['mark_presence', 'cast_for_roll'],
  moderator: [
    'set_moderation', 'moderate_proposal', 'hide_word', 'answer_question', 'give_floor',
    'make_cluster', 'rename_cluster', 'merge_clusters', 'dissolve_cluster', 'move_proposals',
  ],
  supervisor: [],
}

/** A role that is not told yet hides nothing. */
export function may(role: LinkRole | null | undefined, type: Type): boolean {
  if (!role || role === 'facilitator') return !ofSeats.includes(type) && type !== 'erase_words'
  return granted[role].includes(type)
}
