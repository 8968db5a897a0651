/**
 * The package's main entry: the whole core, with the MobX store.
 * `import { createRoom, getRoom, registerProvider } from 'lianmai'`
 */
import { createRoom as createCoreRoom, type RoomOptions } from '../src/index'
import { getRoom } from './registry'
import type { RoomStore } from './room-store'

export * from '../src/index'
export { getRoom, removeRoom } from './registry'
export type { ChatStore } from './parts/chat'
export type { LinkStore } from './parts/link'
export type { PusherStore } from './parts/pusher'
export { RoomStore } from './room-store'
export type { Notice, NoticeKey, RoomStoreView, StreamView } from './types'

/** A room and the key of its store. */
export interface RoomStoreOptions extends RoomOptions {
  /** The store's name on this phone (default `default`); parts find it by `room="key"`. */
  key?: string
}

/**
 * Makes a room and attaches it to its store; the core room is `.room`. The core alone: `lianmai/core`.
 * A room that was attached to the same key before is let go, not left: leave it first.
 * @throws LiveError `invalid-argument`
 */
export function createRoom(options: RoomStoreOptions = {}): RoomStore {
  const room = createCoreRoom(options)
  const store = getRoom(options.key)
  store.attach(room)
  return store
}
