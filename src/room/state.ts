import { Emitter } from '../emitter'
import { NO_CAPABILITIES } from '../provider/capabilities'
import type { Rights, Stream, User, UserId } from '../provider/types'
import { bind, type Calls, type Use } from './call'
import type { LinkPartSnapshot, MessagesSnapshot, Part, SessionSnapshot } from './types'

/** All there is to know of a room, one immutable snapshot a part. */
export interface RoomState {
  /** Who I am and how the connection stands. */
  session: SessionSnapshot
  /** In join order: a tile whose place in the array changes may be re-inserted. */
  users: readonly User[]
  /** In the order they began. */
  streams: readonly Stream[]
  /** The chat. */
  messages: MessagesSnapshot
  /** Requests, seats and my own side of them. */
  link: LinkPartSnapshot
}

const NO_RIGHTS: Rights = { publish: false, chat: false, link: false, host: false, moderate: false }

/** The session before the first join; before a provider is there, nothing can be offered. */
export const NO_SESSION: SessionSnapshot = {
  connection: { state: 'idle' },
  roomId: '',
  rights: NO_RIGHTS,
  capabilities: NO_CAPABILITIES,
  online: 0,
  likes: 0,
  allSilenced: false,
  network: 'good',
}

/** Nobody is linked and nobody asks. */
export const NO_LINK: LinkPartSnapshot = { mine: { state: 'idle' }, requests: [], seats: [], active: false }

/** The state and who wants to know when it changes. */
export interface Store {
  /** As it stands. */
  readonly now: RoomState
  /** Replaces what is given, all at once: a listener of one part sees the others as new as its own. */
  set(change: Partial<RoomState>): void
  /** The public side of one part, with its calls. */
  part<P extends Part<unknown>>(use: Use, name: keyof RoomState, calls: Calls<Omit<P, keyof Part<unknown>>>): P
}

/** The state before the first join. */
export function createStore(): Store {
  let now: RoomState = {
    session: NO_SESSION,
    users: [],
    streams: [],
    messages: { entries: [], dropped: 0 },
    link: NO_LINK,
  }
  const changes = new Emitter<RoomState>()
  return {
    get now() {
      return now
    },
    set(change) {
      const before = now
      now = { ...now, ...change }
      for (const name of Object.keys(change) as Array<keyof RoomState>)
        if (now[name] !== before[name]) changes.emit(name, now[name])
    },
    part<P extends Part<unknown>>(use: Use, name: keyof RoomState, calls: Calls<Omit<P, keyof Part<unknown>>>) {
      const own: Calls<Pick<Part<unknown>, 'onChange'>> = {
        onChange: ['!* listener', (_call, listener) => changes.on(name, listener)],
      }
      const snapshot = {
        get snapshot() {
          return now[name]
        },
      }
      return Object.assign(snapshot, bind<object>(use, `room.${name}`, { ...own, ...calls })) as unknown as P
    },
  }
}

/** My id; empty before the first join. */
export const meOf = ({ session: { me } }: RoomState): UserId => (me ? me.id : '')

/** Adds, or updates in its place. */
export const put = <T extends { id: string }>(items: readonly T[], item: T): readonly T[] =>
  items.some(({ id }) => id === item.id)
    ? items.map((other) => (other.id === item.id ? item : other))
    : items.concat([item])

/** Without the one of that id. */
export const without = <T extends { id: string }>(items: readonly T[], id: string): readonly T[] =>
  items.filter((item) => item.id !== id)
