import { action, observable } from 'mobx-miniprogram'
import { LiveError } from '../src/index'
import { RoomStore } from './room-store'

/** Observable, so that a component bound by key follows when its store is removed and made anew. */
const stores = observable.map<string, RoomStore>({}, { deep: false })

const add = action((key: string): RoomStore => {
  const store = new RoomStore(key)
  stores.set(key, store)
  return store
})

/**
 * Finds the store of a key and makes it when there is none yet, so that parts and `<live-room>` may come in any order.
 * @param key the `name` of the `<live-room>`
 * @throws LiveError `invalid-argument`
 */
export function getRoom(key = 'default'): RoomStore {
  if (typeof key !== 'string' || !key)
    throw LiveError.of(
      'invalid-argument',
      'getRoom: key has to be a string that is not empty; leave it out for "default"',
      { subject: 'key' },
    )
  return stores.get(key) ?? add(key)
}

/** Forgets a store and lets its room go; the room itself is not left. Without effect for an unknown key. */
export const removeRoom = action((key: string): void => {
  stores.get(key)?.detach()
  stores.delete(key)
})
