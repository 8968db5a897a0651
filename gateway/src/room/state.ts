import type {
  EventBody,
  LinkOutcome,
  LinkRequest,
  LogEvent,
  Role,
  RoomState,
  Seat,
  Stream,
  StreamId,
  User,
  UserId,
} from '../wire'

/** Message events kept for newcomers. */
export const HISTORY = 50
/** Ended mic-link requests kept for their latecomers. */
export const SETTLED = 64

/** The fold of a room's log. Only {@link evolve} changes it. */
export interface State {
  users: Map<UserId, User>
  /** Survives leaving: coming back does not lift a mute. */
  muted: Set<UserId>
  /** As {@link muted}, for the microphone. */
  silenced: Set<UserId>
  /** Everybody who publishes and is no host is silenced, and who begins to. */
  allSilenced: boolean
  /** What people came as whose role was changed since; forgotten with their stay. */
  cameAs: Map<UserId, Role>
  streams: Map<StreamId, Stream>
  /** Waiting requests and invitations, oldest first. */
  requests: Map<string, LinkRequest>
  /** How the last requests ended, oldest first: who answers too late is told by whom they were overtaken. */
  settled: Map<string, { outcome: LinkOutcome; by?: UserId }>
  seats: Seat[]
  /** The last messages, oldest first. */
  history: LogEvent[]
}

/** An event before the log gave it a number and a time. */
export type NewEvent = { u: UserId } & EventBody

export function emptyState(seats: number): State {
  return {
    users: new Map(),
    muted: new Set(),
    silenced: new Set(),
    allSilenced: false,
    cameAs: new Map(),
    streams: new Map(),
    requests: new Map(),
    settled: new Map(),
    seats: Array.from({ length: seats }, (_, index) => ({ index, userId: null, locked: false })),
    history: [],
  }
}

export function seatOf(state: State, user: UserId): Seat | undefined {
  return state.seats.find((seat) => seat.userId === user)
}

export function streamsOf(state: State, user: UserId): Stream[] {
  return Array.from(state.streams.values()).filter((stream) => stream.userId === user && stream.kind !== 'external')
}

/** Whether this event is for this person's eyes; a targeted command is for its receivers and its sender only. */
export function mayRead(event: LogEvent, user: UserId): boolean {
  return event.k !== 'command' || event.d.to === undefined || event.u === user || event.d.to.includes(user)
}

/** What goes over the wire to a newcomer. */
export function snapshotFor(state: State, user: UserId): RoomState {
  return {
    users: Array.from(state.users.values()),
    streams: Array.from(state.streams.values()),
    link: { requests: Array.from(state.requests.values()), seats: state.seats },
    allSilenced: state.allSilenced,
    log: state.history.filter((event) => mayRead(event, user)),
  }
}
