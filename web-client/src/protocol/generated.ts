// Generated from protocol/*.hpp by `./dev generate`. Do not edit.

type Brand<T, Name extends string> = T & { readonly __brand: Name }
export type RoomId = Brand<string, 'RoomId'>
export type ActivityId = Brand<string, 'ActivityId'>
export type ItemId = Brand<string, 'ItemId'>
export type ProposalId = Brand<string, 'ProposalId'>
export type ParticipantId = Brand<string, 'ParticipantId'>
export type Pseudonym = Brand<string, 'Pseudonym'>
export type LinkId = Brand<string, 'LinkId'>
export type Cid = Brand<string, 'Cid'>
export type Hash = Brand<string, 'Hash'>
export type Key = string

export type Language = | 'ar' | 'fr' | 'en'

export type Role = | 'participant' | 'observer' | 'wall' | 'facilitator'

export interface SeatTicket {
  readonly participant: ParticipantId
  readonly ticket: Hash
}

export interface LinkSecret {
  readonly link: LinkId
  readonly secret: string
}

export interface Position {
  readonly epoch: number
  readonly offset: number
  readonly digest: Hash
}

export interface Hello {
  readonly role: Role
  readonly seat?: SeatTicket
  readonly link?: LinkSecret
  readonly resume?: Position
}

export interface Join {
  readonly group?: Key
  readonly name?: string
  readonly language: Language
}

export interface TakeSeat {
  readonly code: string
}

export type OfferSeat = object

export interface Wording120 {
  readonly ar?: string
  readonly fr?: string
  readonly en?: string
}

export interface Wording500 {
  readonly ar?: string
  readonly fr?: string
  readonly en?: string
}

export interface SubmitProposal {
  readonly activity: ActivityId
  readonly title: Wording120
  readonly text?: Wording500
  readonly category?: Key
}

export interface EditProposal {
  readonly proposal: ProposalId
  readonly title: Wording120
  readonly text?: Wording500
  readonly category?: Key
}

export interface WithdrawProposal {
  readonly proposal: ProposalId
}

export interface EndorseProposal {
  readonly proposal: ProposalId
  readonly endorsed: boolean
}

export interface Mark {
  readonly item: ItemId
  readonly points: number
}

export interface CastBallot {
  readonly activity: ActivityId
  readonly round: number
  readonly revision: number
  readonly marks: readonly Mark[]
  readonly abstain: boolean
}

export type StartRoom = object

export type CloseRoom = object

export interface ProposalsConfig {
  readonly moderated: boolean
  readonly per_participant_max: number
  readonly endorsing: boolean
}

export interface Item {
  readonly id: ItemId
  readonly label: Wording120
  readonly proposals: readonly ProposalId[]
}

export interface ChoiceConfig {
  readonly options: readonly Item[]
  readonly choices_min: number
  readonly choices_max: number
  readonly abstain: boolean
  readonly live_results: boolean
}

export type ItemSource = | 'given' | 'proposals'

export interface DotsConfig {
  readonly source: ItemSource
  readonly items: readonly Item[]
  readonly budget: number
  readonly per_item_max: number
  readonly live_results: boolean
}

export type ActivityConfig =
  | ({ readonly type: 'proposals' } & ProposalsConfig)
  | ({ readonly type: 'choice' } & ChoiceConfig)
  | ({ readonly type: 'dots' } & DotsConfig)

export interface ActivityPlan {
  readonly id: ActivityId
  readonly title: Wording120
  readonly groups: readonly Key[]
  readonly config: ActivityConfig
}

export interface AddActivity {
  readonly plan: ActivityPlan
  readonly after?: ActivityId
}

export interface RemoveActivity {
  readonly activity: ActivityId
}

export interface OrderAgenda {
  readonly order: readonly ActivityId[]
}

export interface ShowActivity {
  readonly activity?: ActivityId
}

export interface SkipActivity {
  readonly activity: ActivityId
  readonly skipped: boolean
}

export interface OpenActivity {
  readonly activity: ActivityId
  readonly seconds?: number
}

export interface OpenRound {
  readonly activity: ActivityId
  readonly seconds?: number
}

export interface CloseActivity {
  readonly activity: ActivityId
}

export interface RevealResults {
  readonly activity: ActivityId
  readonly revealed: boolean
}

export interface SetDeadline {
  readonly activity: ActivityId
  readonly seconds?: number
}

export interface ExtendDeadline {
  readonly activity: ActivityId
  readonly seconds: number
}

export interface PauseDeadline {
  readonly activity: ActivityId
  readonly paused: boolean
}

export interface BlankWall {
  readonly blank: boolean
}

export interface Wording200 {
  readonly ar?: string
  readonly fr?: string
  readonly en?: string
}

export interface Announce {
  readonly text?: Wording200
}

export interface SetModeration {
  readonly activity: ActivityId
  readonly moderated: boolean
}

export type Verdict = | 'publish' | 'return_for_rewording' | 'hide' | 'restore'

export interface ModerateProposal {
  readonly proposal: ProposalId
  readonly verdict: Verdict
  readonly reason?: string
}

export interface EraseProposal {
  readonly proposal: ProposalId
}

export type LinkRole = | 'facilitator' | 'wall'

export interface IssueLink {
  readonly link: LinkId
  readonly role: LinkRole
  readonly secret_hash: Hash
  readonly name?: string
}

export interface RevokeLink {
  readonly link: LinkId
}

export interface RemoveParticipant {
  readonly participant: ParticipantId
}

export interface Undo {
  readonly target: Cid
}

export type Command =
  | ({ readonly type: 'join' } & Join)
  | ({ readonly type: 'take_seat' } & TakeSeat)
  | ({ readonly type: 'offer_seat' } & OfferSeat)
  | ({ readonly type: 'submit_proposal' } & SubmitProposal)
  | ({ readonly type: 'edit_proposal' } & EditProposal)
  | ({ readonly type: 'withdraw_proposal' } & WithdrawProposal)
  | ({ readonly type: 'endorse_proposal' } & EndorseProposal)
  | ({ readonly type: 'cast_ballot' } & CastBallot)
  | ({ readonly type: 'start_room' } & StartRoom)
  | ({ readonly type: 'close_room' } & CloseRoom)
  | ({ readonly type: 'add_activity' } & AddActivity)
  | ({ readonly type: 'remove_activity' } & RemoveActivity)
  | ({ readonly type: 'order_agenda' } & OrderAgenda)
  | ({ readonly type: 'show_activity' } & ShowActivity)
  | ({ readonly type: 'skip_activity' } & SkipActivity)
  | ({ readonly type: 'open_activity' } & OpenActivity)
  | ({ readonly type: 'open_round' } & OpenRound)
  | ({ readonly type: 'close_activity' } & CloseActivity)
  | ({ readonly type: 'reveal_results' } & RevealResults)
  | ({ readonly type: 'set_deadline' } & SetDeadline)
  | ({ readonly type: 'extend_deadline' } & ExtendDeadline)
  | ({ readonly type: 'pause_deadline' } & PauseDeadline)
  | ({ readonly type: 'blank_wall' } & BlankWall)
  | ({ readonly type: 'announce' } & Announce)
  | ({ readonly type: 'set_moderation' } & SetModeration)
  | ({ readonly type: 'moderate_proposal' } & ModerateProposal)
  | ({ readonly type: 'erase_proposal' } & EraseProposal)
  | ({ readonly type: 'issue_link' } & IssueLink)
  | ({ readonly type: 'revoke_link' } & RevokeLink)
  | ({ readonly type: 'remove_participant' } & RemoveParticipant)
  | ({ readonly type: 'undo' } & Undo)

export interface CommandMessage {
  readonly cid: Cid
  readonly body: Command
}

export interface Ping {
  readonly t: number
}

export type ClientMessage =
  | ({ readonly type: 'hello' } & Hello)
  | ({ readonly type: 'command' } & CommandMessage)
  | ({ readonly type: 'ping' } & Ping)

export interface OwnBallot {
  readonly activity: ActivityId
  readonly round: number
  readonly revision: number
  readonly marks: readonly Mark[]
  readonly abstain: boolean
}

export type ProposalPhase = | 'pending' | 'published' | 'returned' | 'hidden' | 'withdrawn' | 'erased'

export interface ProposalView {
  readonly id: ProposalId
  readonly activity: ActivityId
  readonly title: Wording120
  readonly text?: Wording500
  readonly category?: Key
  readonly group?: Key
  readonly author_name?: string
  readonly author?: ParticipantId
  readonly phase: ProposalPhase
  readonly reason?: string
  readonly endorsements: number
  readonly submitted_at: number
  readonly edited: boolean
}

export interface OwnView {
  readonly participant: ParticipantId
  readonly group?: Key
  readonly name?: string
  readonly ballots: readonly OwnBallot[]
  readonly proposals: readonly ProposalView[]
  readonly endorsed: readonly ProposalId[]
}

export interface Welcome {
  readonly role: Role
  readonly resumed: boolean
  readonly server_time: number
  readonly own?: OwnView
}

export type RoomPurpose = | 'live' | 'rehearsal' | 'demo'

export type RoomPhase = | 'prepared' | 'live' | 'closed'

export interface RoomSettings {
  readonly ask_name: boolean
  readonly show_presence: boolean
  readonly anonymous: boolean
}

export interface Wording80 {
  readonly ar?: string
  readonly fr?: string
  readonly en?: string
}

export interface Group {
  readonly key: Key
  readonly label: Wording80
}

export interface Category {
  readonly key: Key
  readonly label: Wording80
}

export interface RoomCard {
  readonly id: RoomId
  readonly code: string
  readonly title: Wording120
  readonly purpose: RoomPurpose
  readonly phase: RoomPhase
  readonly settings: RoomSettings
  readonly groups: readonly Group[]
  readonly categories: readonly Category[]
  readonly join_url: string
}

export interface AgendaView {
  readonly order: readonly ActivityId[]
  readonly stage?: ActivityId
  readonly blank: boolean
  readonly announcement?: Wording200
}

export type ActivityPhase = | 'prepared' | 'open' | 'closed' | 'skipped'

export interface DeadlineView {
  readonly at?: number
  readonly left_ms?: number
}

export interface ItemResult {
  readonly item: ItemId
  readonly points: number
  readonly voters: number
}

export interface GroupResult {
  readonly groups: readonly Key[]
  readonly voters: number
  readonly abstentions: number
  readonly items: readonly ItemResult[]
}

export interface ResultView {
  readonly abstentions: number
  readonly items: readonly ItemResult[]
  readonly groups: readonly GroupResult[]
}

export interface RoundView {
  readonly round: number
  readonly voters: number
  readonly result?: ResultView
}

export interface ActivityView {
  readonly plan: ActivityPlan
  readonly phase: ActivityPhase
  readonly round: number
  readonly revealed: boolean
  readonly deadline?: DeadlineView
  readonly items: readonly Item[]
  readonly rounds: readonly RoundView[]
}

export interface LinkView {
  readonly id: LinkId
  readonly role: LinkRole
  readonly name?: string
  readonly revoked: boolean
}

export interface GroupCount {
  readonly group?: Key
  readonly seats: number
}

export interface DeskView {
  readonly links: readonly LinkView[]
  readonly seats: readonly GroupCount[]
  readonly undo?: Cid
  readonly undo_action?: string
}

export interface RoomView {
  readonly room: RoomCard
  readonly agenda: AgendaView
  readonly activities: readonly ActivityView[]
  readonly proposals: readonly ProposalView[]
  readonly desk?: DeskView
}

export interface View {
  readonly position: Position
  readonly view: RoomView
}

export interface RoomChanged {
  readonly room: RoomCard
}

export interface AgendaChanged {
  readonly agenda: AgendaView
}

export interface ActivityChanged {
  readonly activity: ActivityView
}

export interface ActivityRemoved {
  readonly activity: ActivityId
}

export interface ProposalChanged {
  readonly proposal: ProposalView
}

export interface ProposalRemoved {
  readonly proposal: ProposalId
}

export interface DeskChanged {
  readonly desk: DeskView
}

export type Change =
  | ({ readonly type: 'room_changed' } & RoomChanged)
  | ({ readonly type: 'agenda_changed' } & AgendaChanged)
  | ({ readonly type: 'activity_changed' } & ActivityChanged)
  | ({ readonly type: 'activity_removed' } & ActivityRemoved)
  | ({ readonly type: 'proposal_changed' } & ProposalChanged)
  | ({ readonly type: 'proposal_removed' } & ProposalRemoved)
  | ({ readonly type: 'desk_changed' } & DeskChanged)

export interface Changes {
  readonly position: Position
  readonly changes: readonly Change[]
}

export interface Tally {
  readonly activity: ActivityId
  readonly as_of: number
  readonly round: RoundView
}

export interface Presence {
  readonly present: number
  readonly visitors: number
  readonly facilitators: number
  readonly walls: number
}

export interface Receipt {
  readonly cid: Cid
  readonly position: Position
}

export type Reject = | 'room_not_live' | 'room_closed' | 'room_full' | 'journal_full' | 'no_seat' | 'forbidden' | 'seat_removed' | 'group_required' | 'unknown_group' | 'not_your_group' | 'unknown_activity' | 'activity_not_open' | 'activity_open' | 'wrong_kind' | 'wrong_round' | 'stale' | 'unknown_item' | 'duplicate_item' | 'too_few_choices' | 'too_many_choices' | 'too_many_dots' | 'too_many_on_item' | 'abstain_not_allowed' | 'abstain_with_marks' | 'unknown_category' | 'unknown_proposal' | 'not_author' | 'proposal_withdrawn' | 'proposal_hidden' | 'too_many_proposals' | 'own_proposal' | 'reason_required' | 'no_deadline' | 'bad_order' | 'duplicate_id' | 'activity_used' | 'bad_config' | 'nothing_to_undo' | 'undo_moved_on' | 'unknown_link' | 'last_link' | 'unknown_participant' | 'bad_seat_code' | 'cid_reused' | 'text_too_long' | 'text_empty' | 'text_not_allowed' | 'slow_down' | 'storage_unavailable'

export interface Rejection {
  readonly cid: Cid
  readonly code: Reject
  readonly retry_after_ms?: number
}

export interface Seated {
  readonly seat: SeatTicket
  readonly own: OwnView
}

export interface SeatOffered {
  readonly code: string
  readonly expires_at: number
}

export interface OwnChanged {
  readonly own: OwnView
}

export interface Pong {
  readonly t: number
  readonly server_time: number
}

export type ServerMessage =
  | ({ readonly type: 'welcome' } & Welcome)
  | ({ readonly type: 'view' } & View)
  | ({ readonly type: 'changes' } & Changes)
  | ({ readonly type: 'tally' } & Tally)
  | ({ readonly type: 'presence' } & Presence)
  | ({ readonly type: 'receipt' } & Receipt)
  | ({ readonly type: 'rejection' } & Rejection)
  | ({ readonly type: 'seated' } & Seated)
  | ({ readonly type: 'seat_offered' } & SeatOffered)
  | ({ readonly type: 'own_changed' } & OwnChanged)
  | ({ readonly type: 'pong' } & Pong)

export interface RoomPlan {
  readonly title: Wording120
  readonly purpose: RoomPurpose
  readonly settings: RoomSettings
  readonly groups: readonly Group[]
  readonly categories: readonly Category[]
  readonly activities: readonly ActivityPlan[]
}

/** Worth sending the same command again, later; every other rejection is final. */
export const retryableRejects: readonly Reject[] = ['slow_down', 'storage_unavailable']

export interface CloseCodeRow {
  readonly code: number
  readonly name: string
  readonly reaction: 'stop' | 'come_back'
}
export const closeCodes: readonly CloseCodeRow[] = [
  { code: 1002, name: 'protocol_error', reaction: 'stop' },
  { code: 1003, name: 'not_text', reaction: 'stop' },
  { code: 1007, name: 'not_utf8', reaction: 'stop' },
  { code: 1009, name: 'too_big', reaction: 'stop' },
  { code: 4400, name: 'bad_message', reaction: 'stop' },
  { code: 4401, name: 'bad_ticket', reaction: 'stop' },
  { code: 4403, name: 'removed', reaction: 'stop' },
  { code: 4404, name: 'no_such_room', reaction: 'stop' },
  { code: 4408, name: 'no_hello', reaction: 'stop' },
  { code: 4409, name: 'replaced', reaction: 'stop' },
  { code: 4410, name: 'ended', reaction: 'stop' },
  { code: 4413, name: 'too_large', reaction: 'stop' },
  { code: 4429, name: 'flooding', reaction: 'stop' },
  { code: 4500, name: 'internal', reaction: 'come_back' },
  { code: 4503, name: 'draining', reaction: 'come_back' },
  { code: 4508, name: 'too_slow', reaction: 'come_back' },
  { code: 4510, name: 'reset', reaction: 'come_back' },
  { code: 4512, name: 'no_pong', reaction: 'come_back' },
]
