/** The fold of a room's log. */
import type {
  EventBody,
  LinkOutcome,
  LinkRequest,
  LogEvent,
  Role,
  Rights,
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

/** A stream that was issued: an address was handed out, media may come. At most one a user. */
export interface Grant {
  id: StreamId
  userId: UserId
  audio: boolean
  video: boolean
  /** Counts the stream's addresses: only the newest may be used to connect. */
  turn: number
}

/** What carries a live stream. */
export interface Carrier {
  /** The media connection, unique over all media servers. */
  by: string
  /** Where it plays from, when that is one gateway's own relay: `http://host:port` and `rtmp://host:port`. */
  base?: { http: string; rtmp: string }
}

/** Events that are of no concern to clients, who see `skip` in their place. */
export type InternalBody =
  | { k: 'issued'; d: Grant }
  | { k: 'revoked'; d: { userId: UserId } }
  | { k: 'carried'; d: Carrier & { id: StreamId } }
  /** Absent: all rights of the role. */
  | { k: 'narrowed'; d: { userId: UserId; may?: (keyof Rights)[] } }

const INTERNAL: { readonly [K in InternalBody['k']]: true } = {
  issued: true,
  revoked: true,
  carried: true,
  narrowed: true,
}
const MESSAGES: { readonly [k: string]: true } = { chat: true, barrage: true, gift: true, command: true }

export function isInternal(k: string): k is InternalBody['k'] {
  return Object.hasOwn(INTERNAL, k)
}

/** Messages change nothing that is decided on; everything else does. */
export function isMessage(k: string): boolean {
  return Object.hasOwn(MESSAGES, k)
}

/** Only `evolve` changes it. */
export interface State {
  /** Seq of the last event that is no message: what decisions were made on. */
  control: number
  /** Those who are listed: in a big room not the whole audience. */
  users: Map<UserId, User>
  /** Survives leaving: coming back does not lift a mute. */
  muted: Set<UserId>
  /** As {@link muted}, for the microphone. */
  silenced: Set<UserId>
  /** Everybody who publishes and is no host is silenced, and who begins to. */
  allSilenced: boolean
  /** Until when, server time, ms; `Infinity`: for good. */
  bans: Map<UserId, number>
  /** Over, until a host comes. */
  closed: boolean
  /** What people came as whose role was changed since; forgotten with their stay. */
  cameAs: Map<UserId, Role>
  /** Rights that tokens leave of their role's; forgotten with the stay. */
  narrowed: Map<UserId, (keyof Rights)[]>
  grants: Map<UserId, Grant>
  streams: Map<StreamId, Stream>
  /** Of live streams. */
  carriers: Map<StreamId, Carrier>
  /** Waiting requests and invitations, oldest first. */
  requests: Map<string, LinkRequest>
  /** How the last requests ended, oldest first: who answers too late is told by whom they were overtaken. */
  settled: Map<string, { outcome: LinkOutcome; by?: UserId }>
  seats: Seat[]
  /** The last messages, oldest first. */
  history: RoomState['log']
}

/** An event before the log gave it a number and a time. */
export type NewEvent = { u: UserId } & (EventBody | InternalBody)

export function emptyState(seats: number): State {
  return {
    control: 0,
    users: new Map(),
    muted: new Set(),
    silenced: new Set(),
    allSilenced: false,
    bans: new Map(),
    closed: false,
    cameAs: new Map(),
    narrowed: new Map(),
    grants: new Map(),
    streams: new Map(),
    carriers: new Map(),
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
