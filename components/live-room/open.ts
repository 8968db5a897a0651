/** A live-room's core room, from attach (or another provider, address or name) to detach. */
import { autorun, untracked } from 'mobx-miniprogram'
import { LiveError, type Room, type RoomOptions } from '../../src/index'
import { createRoom, type RoomStore } from '../../store/index'
import type { Bound } from '../shared/binding'
import { errorDetail, raiser, rethrow } from '../shared/events'
import { announce } from './announce'
import { Entry, type EntryProps } from './entry'
import type { LiveRoomEvents } from './events'
import type { Problem } from './view'

const raise = raiser<LiveRoomEvents>()

/** How long a notice stays, ms. */
const NOTICE_MS = 3000

interface Running {
  room: Room
  store: RoomStore
  entry: Entry
}

export const running = new WeakMap<object, Running>()

/** A failure as the panel shows it. */
export function problemOf({ reason, message, waitMs }: LiveError): Problem {
  return { reason, message, ...(waitMs === undefined ? {} : { waitMs }) }
}

/** Each notice goes by itself. @returns undo */
function expireNotices(store: RoomStore): () => void {
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const expire = (id: number) =>
    timers.set(
      id,
      setTimeout(() => store.dismiss(id), NOTICE_MS),
    )
  const stop = autorun(() => store.notices.filter(({ id }) => !timers.has(id)).forEach(({ id }) => expire(id)))
  return () => {
    stop()
    timers.forEach((timer) => clearTimeout(timer))
  }
}

function make(store: RoomStore, options: RoomOptions, report: (error: LiveError) => void): Room | undefined {
  try {
    return untracked(() => createRoom({ key: store.key, ...options }).room)
  } catch (thrown) {
    report(LiveError.from(thrown, 'invalid-argument', '<live-room>: the room could not be made'))
    return undefined
  }
}

/** Makes the room and keeps it in step with the attributes. @returns undo: leaves, and lets the store go */
export function openRoom(
  component: Bound,
  store: RoomStore,
  options: Pick<RoomOptions, 'provider' | 'url' | 'scene'>,
  entryProps: () => EntryProps,
): () => void {
  const report = (error: LiveError | undefined) => {
    if (error || component.data.problem) component.setData({ problem: error ? problemOf(error) : null })
    if (error) raise(component, 'error', errorDetail(error))
  }
  const room = make(store, options, report)
  if (!room) return () => undefined
  const entry = new Entry(store, report)
  running.set(component, { room, store, entry })
  const undo = [announce(component, room), expireNotices(store)]
  undo.push(
    autorun(() => {
      const props = entryProps()
      untracked(() => entry.update(props))
    }),
  )
  return () => {
    undo.forEach((step) => step())
    entry.close()
    running.delete(component)
    store.detach(room)
    room.leave().catch(rethrow)
  }
}
