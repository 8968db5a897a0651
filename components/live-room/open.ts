/** A live-room's core room, from attach (or another provider, address or name) to detach. */
import { autorun, untracked } from 'mobx-miniprogram'
import { LiveError, type Room, type RoomOptions } from '../../src/index'
import { createRoom, type RoomStore } from '../../store/index'
import type { Bound } from '../shared/binding'
import { errorDetail, raiser, rethrow } from '../shared/events'
import { announce } from './announce'
import { Entry, type EntryProps, wishOf } from './entry'
import type { LiveRoomEvents } from './events'
import type { Problem } from './view'

const raise = raiser<LiveRoomEvents>()

/** How long a notice stays, ms. */
const NOTICE_MS = 3000

/** Key of a store that never has a room: what a live-room whose name is taken on its page shows, and the parts inside. */
export const NOWHERE = 'live-room: the name is taken'

interface Running {
  room: Room
  store: RoomStore
  entry: Entry
}

export const running = new WeakMap<object, Running>()

/** A failure as the panel shows it. */
export function problemOf({ reason, message, waitMs, until }: LiveError): Problem {
  return { reason, message, ...(waitMs !== undefined && { waitMs }), ...(until !== undefined && { until }) }
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

function make({ key }: RoomStore, options: RoomOptions, name: string): Room | undefined {
  if (key === NOWHERE)
    throw LiveError.of(
      'invalid-argument',
      `<live-room>: another live-room of this page is called "${name}"; give each a name of its own: ` +
        `<live-room name="...">, and its parts outside room="..."`,
      { subject: 'name' },
    )
  return untracked(() => createRoom({ key, ...options }).room)
}

/** Makes the room and keeps it in step with the attributes. @returns undo: leaves, and lets the store go */
export function openRoom(
  component: Bound,
  store: RoomStore,
  options: Pick<RoomOptions, 'provider' | 'url' | 'scene'>,
  props: EntryProps & { name: string },
): () => void {
  const report = (error: LiveError | undefined) => {
    if (error || component.data.problem) component.setData({ problem: error ? problemOf(error) : null })
    if (error) raise(component, 'error', errorDetail(error))
  }
  let room: Room | undefined
  try {
    room = make(store, options, props.name)
  } catch (thrown) {
    report(LiveError.from(thrown, 'invalid-argument', '<live-room>: the room could not be made'))
  }
  if (!room) return () => undefined
  const here = room
  const entry = new Entry(store, report)
  running.set(component, { room, store, entry })
  const undo = [announce(component, room), expireNotices(store)]
  undo.push(
    autorun(() => {
      const wish = wishOf(props)
      untracked(() => entry.update(wish))
    }),
  )
  return () => {
    undo.forEach((step) => step())
    entry.close()
    running.delete(component)
    store.detach(here)
    here.leave().catch(rethrow)
  }
}
