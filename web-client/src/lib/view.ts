// The client's picture of the room: a value. Messages replace whole small objects, so every screen is one rendering of one thing.
import type { ActivityId, ActivityView, AgendaView, Change, ClusterView, DeskView, FloorView, LinkRole, Moods, OwnView, Position, Presence, ProposalId, ProposalView, RollView, RoomCard, ServerMessage, Storage, Unusual } from '../protocol/generated'

export interface Picture {
  readonly room: RoomCard | null
  readonly agenda: AgendaView
  readonly activities: ReadonlyMap<ActivityId, ActivityView>
  /** In the order in which they were submitted. */
  readonly proposals: ReadonlyMap<ProposalId, ProposalView>
  readonly desk: DeskView | null
  /** Who speaks, and who wants to, in the order in which they will. */
  readonly floor: FloorView
  /** By body, then by name; facilitators only. */
  readonly roll: readonly RollView[]
  /** In the order in which they were made; a proposal lies in at most one. */
  readonly clusters: readonly ClusterView[]
  readonly own: OwnView | null
  /** What this desk's or wall's link is for. */
  readonly linkRole: LinkRole | null
  readonly presence: Presence | null
  /** Hands and moods of the last seconds; facilitators and walls only. */
  readonly moods: Omit<Moods, 'type'> | null
  /** How the record is kept, where it is not as usual; facilitators only. */
  readonly storage: Omit<Storage, 'type'> | null
  /** What is out of the ordinary in the last minute; facilitators only. */
  readonly unusual: Omit<Unusual, 'type'> | null
  readonly position: Position | null
}

export const blank: Picture = {
  room: null, agenda: { order: [], blank: false }, activities: new Map(), proposals: new Map(), desk: null, floor: { queue: [] }, roll: [], clusters: [], own: null, linkRole: null, presence: null,
  moods: null, storage: null, unusual: null, position: null,
}

const withKey = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value)

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const made = new Map(map)
  made.delete(key)
  return made
}

function change(picture: Picture, one: Change): Picture {
  switch (one.type) {
    case 'room_changed':
      return { ...picture, room: one.room }
    case 'agenda_changed':
      return { ...picture, agenda: one.agenda }
    case 'activity_changed':
      return { ...picture, activities: withKey(picture.activities, one.activity.plan.id, one.activity) }
    case 'activity_removed':
      return { ...picture, activities: without(picture.activities, one.activity) }
    case 'proposal_changed':
      return { ...picture, proposals: withKey(picture.proposals, one.proposal.id, one.proposal) }
    case 'endorsements_changed': {
      const counted = (proposal: ProposalView): ProposalView => (proposal.id === one.proposal ? { ...proposal, endorsements: one.endorsements } : proposal)
      const known = picture.proposals.get(one.proposal)
      const own = picture.own && { ...picture.own, proposals: picture.own.proposals.map(counted) }
      return { ...picture, own, proposals: known ? withKey(picture.proposals, known.id, counted(known)) : picture.proposals }
    }
    case 'quorum_changed': {
      const known = picture.activities.get(one.activity)
      return known ? { ...picture, activities: withKey(picture.activities, one.activity, { ...known, quorum: one.quorum }) } : picture
    }
    case 'proposal_removed':
      return { ...picture, proposals: without(picture.proposals, one.proposal) }
    case 'desk_changed':
      return { ...picture, desk: one.desk }
    case 'floor_changed':
      return { ...picture, floor: one.floor }
    case 'roll_changed':
      return { ...picture, roll: one.roll }
    case 'clusters_changed':
      return { ...picture, clusters: one.clusters }
    default:
      return one satisfies never
  }
}

export function evolve(picture: Picture, message: ServerMessage): Picture {
  switch (message.type) {
    case 'welcome':
      return { ...picture, own: message.own ?? null, linkRole: message.link_role ?? null, storage: null, unusual: null, moods: null }  // told again where they are not as usual
    case 'view':
      return {
        ...picture,
        room: message.view.room,
        agenda: message.view.agenda,
        activities: new Map(message.view.activities.map((one) => [one.plan.id, one])),
        proposals: new Map(message.view.proposals.map((one) => [one.id, one])),
        desk: message.view.desk ?? null,
        floor: message.view.floor,
        roll: message.view.roll,
        clusters: message.view.clusters,
        position: message.position,
      }
    case 'changes':
      return { ...message.changes.reduce(change, picture), position: message.position }
    case 'tally': {
      const activity = picture.activities.get(message.activity)
      if (!activity) return picture
      const rounds = activity.rounds.map((round) => (round.round === message.round.round ? message.round : round))
      return { ...picture, activities: withKey(picture.activities, message.activity, { ...activity, rounds }) }
    }
    case 'presence':
      return { ...picture, presence: message }
    case 'moods':
      return { ...picture, moods: message }
    case 'storage':
      return { ...picture, storage: message }
    case 'unusual':
      return { ...picture, unusual: message }
    case 'seated':
    case 'own_changed':
      return { ...picture, own: message.own }
    case 'receipt':
    case 'rejection':
    case 'seat_offered':
    case 'pong':
      return picture
    default:
      return message satisfies never
  }
}
