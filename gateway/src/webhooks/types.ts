/** What webhooks say. docs/webhooks.md is written from this. */
import type { Gift, LinkEndReason, Role, Stream, StreamEndReason } from '../wire'

export interface WebhookPerson {
  id: string
  name: string
  role: Role
}

/** What happened, by type. */
export interface WebhookData {
  /** The first person or stream is in the room. */
  'room.opened': Record<string, never>
  /** Nobody and no stream is left. */
  'room.emptied': Record<string, never>
  /** Ended for everybody; `by`: who did it, empty for your backend. */
  'room.closed': { by: string }
  /** In big rooms only those who are listed: 500 people, and everybody who does more than talk. */
  'user.joined': { user: WebhookPerson }
  'user.left': { userId: string }
  'stream.started': { stream: Stream }
  'stream.ended': { streamId: string; userId: string; reason?: StreamEndReason }
  'link.started': { userId: string; seat: number }
  'link.ended': { userId: string; seat: number; reason: LinkEndReason }
  'user.kicked': { userId: string; by: string }
  /** `until`: server time, ms; absent: for good. */
  'user.banned': { userId: string; by: string; until?: number }
  'user.unbanned': { userId: string; by: string }
  /** Only for endpoints that ask for it by name. */
  message:
    | { kind: 'chat' | 'barrage'; userId: string; name: string; text: string }
    | { kind: 'gift'; userId: string; name: string; gift: Gift }
    | { kind: 'command'; userId: string; name: string; command: string; data: unknown; to?: string[] }
}

export type WebhookType = keyof WebhookData

export type WebhookEvent = {
  [T in WebhookType]: {
    /** Unique for ever: `<room>.<epoch>.<seq>`, and a letter where one event of the log makes two. */
    id: string
    type: T
    room: string
    /** Server time, ms. */
    at: number
    data: WebhookData[T]
  }
}[WebhookType]

/** The body of one POST. */
export interface WebhookBatch {
  /** In the order in which they happened, over all batches of one gateway to one endpoint. */
  events: WebhookEvent[]
  /** Events that were given up before these because the endpoint did not take them in time; absent: none. */
  dropped?: number
}

/** Exhaustive by type. */
const TYPES: { readonly [T in WebhookType]: true } = {
  'room.opened': true,
  'room.emptied': true,
  'room.closed': true,
  'user.joined': true,
  'user.left': true,
  'stream.started': true,
  'stream.ended': true,
  'link.started': true,
  'link.ended': true,
  'user.kicked': true,
  'user.banned': true,
  'user.unbanned': true,
  message: true,
}

export const WEBHOOK_TYPES = Object.keys(TYPES) as [WebhookType, ...WebhookType[]]
