/** What each event of the provider does to the room. */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type { LeaveReason, ProviderEvents, RoomSnapshot, User } from '../provider/types'
import type { Media } from './media'
import { receive, type Messages } from './messages'
import { linkReducers, reduceLink } from './mic-link'
import { meOf, put, without, type RoomState, type Store } from './state'
import type { RoomEvents, SessionSnapshot } from './types'

/** One handler for each event: an event added to the contract breaks the build here until it is handled. */
export type Handlers = { [K in keyof ProviderEvents]: (payload: ProviderEvents[K]) => void }

/** The table of one room. Positional, because names of options would be bytes that no minifier shortens. */
export function handlers(
  store: Store,
  events: Emitter<RoomEvents>,
  media: Media,
  messages: Messages,
  max: number,
  session: (change: Partial<SessionSnapshot>) => void,
  enter: (snapshot: RoomSnapshot) => void,
  end: (reason: LeaveReason) => void,
  report: (error: LiveError) => void,
): Handlers {
  const me = () => meOf(store.now)
  const set = (change: Partial<RoomState>) => {
    store.set(change)
    media.update()
  }
  const link =
    <K extends keyof typeof linkReducers>(name: K) =>
    (event: ProviderEvents[K]) => {
      set({ link: linkReducers[name](store.now.link, me(), event) })
      events.emit(name, event as RoomEvents[K])
    }
  /** What gave up while the signalling was gone, or waits, tries now. */
  const back = () => {
    media.each((tag) => tag.networkChanged())
    messages.resume()
  }
  /** In a big room somebody, also I, may be listed late: as who they are by then. */
  const seen = (user: User, joined: boolean) => {
    const before = store.now.users.find(({ id }) => id === user.id)
    if (user.id === me()) session({ me: user })
    set({ users: put(store.now.users, user) })
    if (before && before.role !== user.role) events.emit('roleChanged', { user, before: before.role })
    if (joined && !before) events.emit('userJoined', user)
  }
  const streamChanged: Handlers['streamAdded'] = (stream) => set({ streams: put(store.now.streams, stream) })

  return {
    reconnecting: ({ attempt }) => session({ connection: { state: 'reconnecting', attempt } }),
    resumed() {
      session({ connection: { state: 'joined' } })
      back()
    },
    snapshot(snapshot) {
      // First, so that whoever marks the place knows what was there before.
      events.emit('gap', {})
      enter(snapshot)
      back()
    },
    left(left) {
      end(left.reason)
      events.emit('left', left)
      if (left.cause) report(left.cause)
    },
    rights(rights) {
      session({ rights })
      media.update()
    },
    userJoined: (user) => seen(user, true),
    userLeft({ userId }) {
      const user = store.now.users.find(({ id }) => id === userId)
      set({ users: without(store.now.users, userId) })
      if (user) events.emit('userLeft', { userId, name: user.name })
    },
    userUpdated: (user) => seen(user, false),
    allSilenced: ({ on }) => session({ allSilenced: on }),
    streamAdded: streamChanged,
    streamUpdated: streamChanged,
    streamRemoved({ streamId }) {
      store.set({ streams: without(store.now.streams, streamId) })
      media.removed(streamId)
    },
    message(message) {
      if (message.kind === 'command') events.emit('command', message)
      else store.set({ messages: receive(store.now.messages, [message], me(), max) })
    },
    counts: session,
    linkRequested: link('linkRequested'),
    linkSettled: link('linkSettled'),
    linkStarted: link('linkStarted'),
    linkEnded: link('linkEnded'),
    seats: (seats) => set({ link: reduceLink(store.now.link, me(), { seats }) }),
    pushTarget: (target) => media.pusher.retarget(target),
    carrier: (carrier) => session({ carrier }),
    error: report,
  }
}
