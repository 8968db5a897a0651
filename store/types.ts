/**
 * The store's shape: what components read. Everything is a plain snapshot; values that tick are quantised by the core
 * before they get here.
 */
import type { LiveError } from '../src/errors'
import type { MediaPhase, NetStatus, PusherSnapshot, Grade } from '../src/media/types'
import type {
  Capabilities,
  Connection,
  LinkRequest,
  Rights,
  Seat,
  Stream,
  TagAttributes,
  User,
} from '../src/provider/types'
import type { ChatEntry, LinkState, Room, SessionSnapshot } from '../src/room/types'

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

export interface Notice {
  id: number
  /** Key of the component message table, for example `notice.reconnecting`. */
  key: string
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
