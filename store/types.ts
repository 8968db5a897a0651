/**
 * The store's shape: what components read. Everything is a plain snapshot; values that tick are quantised by the core
 * before they get here.
 */
import type {
  Capabilities,
  ChatEntry,
  Connection,
  ErrorReason,
  Grade,
  LeaveReason,
  LinkEndReason,
  LinkOutcome,
  LinkRequest,
  LinkState,
  LiveError,
  MediaPhase,
  NetStatus,
  NetworkState,
  PusherSnapshot,
  Rights,
  Role,
  Room,
  Seat,
  SessionSnapshot,
  Stream,
  TagAttributes,
  User,
} from '../src/index'

/** One remote stream as a tile needs it; a tile binds these primitives of its own stream only. */
export interface StreamView extends Stream {
  /** The publisher's display name. */
  name: string
  /** Where its tag stands. */
  phase: MediaPhase
  /** Set while phase is `failed`. */
  failure: string
  /** Number of the retry that runs, else 0. */
  attempt: number
  /** 0 unknown, 1 bad ... 5 excellent. */
  grade: Grade
  /** 0-100 in steps of 10. */
  volume: number
  /** Muted by me, on this phone. */
  muted: boolean
  /** `<live-player>` attribute. */
  src: string
  /** `<live-player>` attribute. */
  mode: 'live' | 'RTC'
  /** Seconds. */
  minCache: number
  /** Seconds. */
  maxCache: number
  /** Further `<live-player>` attributes a provider asked for, kebab-case. */
  extra: TagAttributes
}

/** What a notice says, as a key of the components' message table; parameters in braces. */
export type NoticeKey =
  | 'notice.reconnecting'
  | 'notice.resumed'
  /** The platform calls the phone's network weak. */
  | 'notice.weak'
  /** The phone has no network at all. */
  | 'notice.offline'
  /** It has one again. */
  | 'notice.online'
  /** {seconds} until what was sent goes out. */
  | 'notice.rate-limited'
  | 'notice.gap'
  /** {name} */
  | 'notice.user-joined'
  | 'notice.user-left'
  | 'notice.link-requested'
  | 'notice.link-started'
  | `notice.link-${Exclude<LinkOutcome, 'accepted'>}`
  | `notice.link-ended-${LinkEndReason}`
  | `notice.left-${LeaveReason}`
  /** {name} is the host now. */
  | 'notice.host'
  /** What a moderator has made of me. */
  | `notice.role-${Role}`
  /** A moderator has my microphone. */
  | 'notice.silenced'
  /** I have it back. */
  | 'notice.heard'
  | `error.${ErrorReason}`

/** One thing that happened, for a person to read. */
export interface Notice {
  /** Unique in its store. */
  id: number
  /** Which sentence. */
  key: NoticeKey
  /** What goes into its braces. */
  params: Record<string, string | number>
  /** How loud to say it. */
  level: 'info' | 'warning' | 'error'
}

/** What components read of a room. */
export interface RoomStoreView {
  /** The store's name on this phone (`default`). */
  readonly key: string
  /** The core room; undefined until `attach`. */
  readonly room: Room | undefined
  /** Where the session stands, and why it ended. */
  readonly connection: Connection
  /** The connection is `joined`. */
  readonly joined: boolean
  /** The room on the server; empty before the first join. */
  readonly roomId: string
  /** Undefined until joined. */
  readonly me: User | undefined
  /** What I may do at the moment. */
  readonly rights: Rights
  /** What the provider can do. */
  readonly capabilities: Capabilities
  /** People in the room, as the server counts. */
  readonly online: number
  /** Likes since the room began. */
  readonly likes: number
  /** Everybody who publishes is silenced, and who begins to; hosts are not. */
  readonly allSilenced: boolean
  /** The phone's own network, as far as the platform tells. */
  readonly network: NetworkState
  /** Who is here, in join order; of a big room the first few hundred, see `online`. */
  readonly users: readonly User[]
  /** Remote streams (mine excluded), in join order. */
  readonly streamIds: readonly string[]
  /** Whether `rights.publish` holds now (token or seat). */
  readonly canPublish: boolean
  /** A remote stream; undefined when it is over. */
  stream(streamId: string): StreamView | undefined
  /** Figures of a remote stream, apart from the view because they tick. */
  streamStats(streamId: string): NetStatus
  /** A live-pusher to mount so that joining can go on; live-room mounts it when no pusher-panel claimed the pusher. */
  readonly carrier: SessionSnapshot['carrier']
  /** Mic-link: my side, the requests that wait for the anchor, the seats. */
  readonly link: { mine: LinkState; queue: readonly LinkRequest[]; seats: readonly Seat[]; active: boolean }
  /** The chat, oldest first, and how many entries its cap has pushed out. */
  readonly chat: { entries: readonly ChatEntry[]; dropped: number }
  /** My picture and sound. */
  readonly pusher: PusherSnapshot
  /** Figures of my picture and sound, apart because they tick. */
  readonly stats: { pusher: NetStatus }
  /** What happened, oldest first. */
  readonly notices: readonly Notice[]
  /** The last failure, until the next join or `clearError()`. */
  readonly lastError: LiveError | undefined
}
