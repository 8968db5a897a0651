/**
 * The store's shape: what components read. Everything is a plain snapshot; values that tick are quantised by the core
 * before they get here.
 */
import type { ErrorReason, LiveError } from '../src/errors'
import type { MediaPhase, NetStatus, PusherSnapshot, Grade } from '../src/media/types'
import type {
  Capabilities,
  Connection,
  LeaveReason,
  LinkEndReason,
  LinkOutcome,
  LinkRequest,
  Rights,
  Seat,
  Stream,
  TagAttributes,
  User,
} from '../src/provider/types'
import type { ChatEntry, LinkState, NetworkState, Room, SessionSnapshot } from '../src/room/types'

/** One remote stream as a tile needs it; a tile binds these primitives of its own stream only. */
export interface StreamView extends Stream {
  /** The publisher's display name. */
  name: string
  phase: MediaPhase
  /** Set while phase is `failed`. */
  failure: string
  attempt: number
  grade: Grade
  volume: number
  /** Muted by me, on this phone. */
  muted: boolean
  src: string
  mode: 'live' | 'RTC'
  minCache: number
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
  | `error.${ErrorReason}`

export interface Notice {
  id: number
  key: NoticeKey
  params: Record<string, string | number>
  level: 'info' | 'warning' | 'error'
}

export interface RoomStoreView {
  /** The store's name on this phone (`default`). */
  readonly key: string
  /** The core room; undefined until `attach`. */
  readonly room: Room | undefined
  readonly connection: Connection
  readonly joined: boolean
  readonly roomId: string
  readonly me: User | undefined
  readonly rights: Rights
  readonly capabilities: Capabilities
  readonly online: number
  readonly likes: number
  /** The phone's own network, as far as the platform tells. */
  readonly network: NetworkState
  readonly users: readonly User[]
  /** Remote streams (mine excluded), in join order. */
  readonly streamIds: readonly string[]
  /** Whether `rights.publish` holds now (token or seat). */
  readonly canPublish: boolean
  stream(streamId: string): StreamView | undefined
  /** Figures of a remote stream, apart from the view because they tick. */
  streamStats(streamId: string): NetStatus
  /** A live-pusher to mount so that joining can go on; live-room mounts it when no pusher-panel claimed the pusher. */
  readonly carrier: SessionSnapshot['carrier']
  readonly link: { mine: LinkState; queue: readonly LinkRequest[]; seats: readonly Seat[]; active: boolean }
  readonly chat: { entries: readonly ChatEntry[]; dropped: number }
  readonly pusher: PusherSnapshot
  readonly stats: { pusher: NetStatus }
  readonly notices: readonly Notice[]
  readonly lastError: LiveError | undefined
}
