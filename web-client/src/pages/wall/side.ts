// Which state of an activity the wall names, and the address for people. Pure.
import type { ActivityView, RoundView } from '../../protocol/generated'

/** The key of the text that says where the activity is. */
export function stateKeyOf({ phase, plan: { config } }: ActivityView, round: RoundView | undefined) {
  if (config.type === 'clusters' && phase !== 'skipped') return phase === 'closed' ? 'sorting_done' : 'sorting_now'
  if (config.type === 'materials' && (phase === 'open' || phase === 'closed')) return 'materials'
  if (phase === 'open') return config.type === 'proposals' ? 'collecting' : config.type === 'words' || config.type === 'form' ? 'collecting_answers' : config.type === 'questions' ? 'collecting_questions' : 'voting_open'
  if (phase === 'skipped') return 'phase_skipped'
  if (phase !== 'closed') return 'soon'
  if (config.type === 'proposals') return 'phase_closed'
  return round?.result ? 'results' : config.type === 'words' || config.type === 'form' ? 'answers_closed' : config.type === 'questions' ? 'questions_closed' : 'voting_closed'
}

/** What people type into a browser: no scheme, no room. */
export const hostOf = (joinUrl: string): string => joinUrl.replace(/^https?:\/\//, '').replace(/\/j\/.*$/, '')
