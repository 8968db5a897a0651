/**
 * One session after the other in one room:
 *
 * ```
 *   idle ──join()──▶ joining ── snapshot ──▶ joined ◀── resumed, snapshot ──▶ reconnecting
 *                       │                      │                                  │
 *                       └────▶ left(reason) ◀──┴──────────────────────────────────┘      left ──join()──▶ joining
 * ```
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type { LeaveReason, RoomProvider, RoomSnapshot } from '../provider/types'
import type { Media } from './media'
import { merge, type MessagesMachine } from './messages'
import { reduceLink } from './mic-link'
import type { Phone } from './phone'
import { NO_LINK, NO_SESSION, type Store } from './state'
import type { RoomEvents } from './types'

/** What a room is made of. */
export interface RoomCore {
  store: Store
  events: Emitter<RoomEvents>
  media: Media
  messages: MessagesMachine
  phone: Phone
  /** Messages kept. */
  max: number
  report(error: LiveError): void
  /** The running session's, from joining to leaving. */
  provider?: RoomProvider | undefined
  /** Takes the room's listeners off the provider. */
  unwire(): void
}

/** Joining. */
export function begin({ store, phone }: RoomCore, roomId: string, { capabilities }: RoomProvider): void {
  const sameRoom = roomId === store.now.session.roomId
  store.set({
    session: { ...NO_SESSION, connection: { state: 'joining' }, roomId, capabilities },
    ...(!sameRoom && { messages: { entries: [], dropped: 0 } }),
  })
  phone.listen()
}

/** A fresh state: on entry, and after a reconnect that could not resume. */
export function enter({ store, media, max }: RoomCore, snapshot: RoomSnapshot): void {
  const { now } = store
  const { roomId, me, rights, online, likes, users, streams, messages, link } = snapshot
  const { carrier: _joinedBy, ...session } = now.session
  const { mine } = now.link
  store.set({
    session: { ...session, connection: { state: 'joined' }, roomId, me, rights, online, likes },
    users,
    streams,
    messages: merge(now.messages, messages, me.id, max),
    link: reduceLink(now.link, me.id, {
      ...link,
      otherwise: mine.state === 'idle' ? mine : { state: 'idle', ended: 'lost' },
    }),
  })
  now.streams.filter(({ id }) => !streams.some((stream) => stream.id === id)).forEach(({ id }) => media.removed(id))
  media.update()
}

/** The session is over, from whichever side: nothing of it keeps running. */
export function end(core: RoomCore, reason: LeaveReason): void {
  const { store, media, messages, phone } = core
  core.unwire()
  core.provider = undefined
  const { carrier: _unmounted, ...session } = store.now.session
  store.set({
    session: { ...session, connection: { state: 'left', reason }, network: 'good' },
    users: [],
    streams: [],
    link: NO_LINK,
  })
  media.stop()
  messages.stop()
  phone.stop()
}
