/** What the parts of a room hold: plain data, replaced as a whole. */
import type { LiveError } from '../errors'
import type {
  Capabilities,
  Connection,
  LinkEndReason,
  LinkOutcome,
  LinkRequest,
  MessageBody,
  Rights,
  Seat,
  TagAttributes,
  User,
  UserId,
} from '../provider/types'

/** `offline`: no network at all. `weak`: the platform calls it weak (wx.onNetworkWeakChange, 2.21.0). */
export type NetworkState = 'good' | 'weak' | 'offline'

/** Who I am in the room and how the connection stands. */
export interface SessionSnapshot {
  /** Where the session stands, and why it ended. */
  connection: Connection
  /** The room that was joined last; empty before. */
  roomId: string
  /** Undefined until joined. */
  me?: User
  /** What I may do at the moment. */
  rights: Rights
  /** What the provider can do. */
  capabilities: Capabilities
  /** People in the room, as the server counts. */
  online: number
  /** Likes since the room began. */
  likes: number
  /** Everybody who publishes is silenced, and who begins to; hosts are not. */
  allSilenced: boolean
  /** The phone's own network, as far as the platform tells; `good` where it says nothing. */
  network: NetworkState
  /** A live-pusher to mount from joining to leaving (TRTC); live-room does where no pusher-panel is there. Empty url: it has to stop. */
  carrier?: { url: string; attributes: TagAttributes } | undefined
}

/** One row of the chat: sent by somebody, or mine and still on its way, or failed and retryable. */
export type ChatEntry = MessageBody & {
  /** Local key, stable from sending to confirmation; unique in this list. */
  key: string
  /** The server's id, once it has the message. */
  id?: string
  /** The sender's id. */
  from: UserId
  /** The sender's display name at the time. */
  name: string
  /** Ms since 1970: server time, or this phone's while it is on its way. */
  at: number
  /** Sent by me. */
  mine: boolean
  /** Whether the server has it. */
  status: 'sent' | 'pending' | 'failed'
  /** Why, when failed. */
  error?: LiveError
}

/** The chat as a list. */
export interface MessagesSnapshot {
  /** Oldest first, capped (default 200). Commands are not in it: listen to `room.events` `command`. */
  entries: readonly ChatEntry[]
  /** How many entries the cap has pushed out at the front, so that a list can be updated by paths. */
  dropped: number
}

/**
 * My side of a mic-link: idle -> requesting -> linked -> idle; `invited` waits for my answer.
 * `ended` tells why the last one stopped, until the next begins; `by` and `message` who refused and in what words.
 */
export type LinkState =
  | { state: 'idle'; ended?: LinkOutcome | LinkEndReason; by?: UserId; message?: string }
  | { state: 'requesting'; request: LinkRequest }
  | { state: 'invited'; request: LinkRequest }
  | { state: 'linked'; seat: number; since: number }

/** The mic-link of the whole room. */
export interface LinkPartSnapshot {
  /** My side. */
  mine: LinkState
  /** Waiting requests and invitations in the room, oldest first; the anchor's queue is `from === 'audience'`. */
  requests: readonly LinkRequest[]
  /** All seats by number, taken or free. */
  seats: readonly Seat[]
  /** Somebody is linked: publishers and linked guests are in RTC. */
  active: boolean
}
