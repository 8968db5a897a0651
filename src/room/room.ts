import { Emitter } from '../emitter'
import { LiveError } from '../errors'
import { resolveProvider } from '../provider/registry'
import type { LeaveReason, Moderation, ProviderEvents, RoomProvider, RoomSnapshot } from '../provider/types'
import { bind, createUse, type Calls } from './call'
import { check } from './check'
import { handlers } from './events'
import { createMedia } from './media'
import { createMessages, receive } from './messages'
import { linkCalls, reduceLink } from './mic-link'
import { createPhone, type Phone } from './phone'
import { createStore, NO_LINK, NO_SESSION } from './state'
import type {
  LinkPart,
  MessagesPart,
  Room,
  RoomEvents,
  RoomOptions,
  SessionPart,
  SessionSnapshot,
  StreamsPart,
  UsersPart,
} from './types'

type Moderating =
  'kick' | 'ban' | 'unban' | 'close' | 'muteChat' | 'silence' | 'silenceAll' | 'setRole' | 'transferHost'
type OwnCalls = Pick<Room, 'join' | 'leave' | Moderating | 'renewToken' | 'player' | keyof Phone['calls']>

/** There where the call's needs are met. */
const moderation = ({ moderate }: RoomProvider) => moderate as Moderation

/**
 * Creates a room that is joined by `room.join({ roomId, token })`. No UI, no MobX. Every `join` makes a provider of its own,
 * so a room can be joined again after it was left. One session after the other:
 *
 * ```
 *   idle ──join()──▶ joining ── snapshot ──▶ joined ◀── resumed, snapshot ──▶ reconnecting
 *                       │                      │                                  │
 *                       └────▶ left(reason) ◀──┴──────────────────────────────────┘      left ──join()──▶ joining
 * ```
 *
 * @throws LiveError `invalid-argument`
 * @example
 * const room = createRoom({ url: 'wss://live.example.com' })
 * room.messages.onChange(({ entries }) => draw(entries))
 * await room.join({ roomId: 'class-1', token })
 */
export function createRoom(options: RoomOptions = {}): Room {
  check('createRoom', 'roomOptions', options)
  const { provider = 'gateway', maxMessages = 200, scene = 'live' } = options
  const store = createStore()
  const events = new Emitter<RoomEvents>()
  /** From joining to leaving. */
  let current: RoomProvider | undefined
  let unwire: Array<() => void> = []

  const state = () => store.now.session.connection.state
  const session = (change: Partial<SessionSnapshot>) => store.set({ session: { ...store.now.session, ...change } })
  const joined = () => (state() === 'joined' ? current : undefined)
  const inside = () => (state() === 'reconnecting' ? current : joined())
  const report = (error: LiveError) => events.emit('error', error)
  const use = createUse(inside)
  const nudge = () => {
    if (current && current.wake) current.wake()
  }
  const phone = createPhone(
    (tell) => media.each(tell),
    nudge,
    (network) => session({ network }),
  )
  const media = createMedia(store, use, inside, () => current, scene, phone.greet, report)
  const messages = createMessages(store, maxMessages, joined, report)

  /** A fresh state: on entry, and after a reconnect that could not resume. */
  function enter({ link, messages: history, users, streams, ...rest }: RoomSnapshot): void {
    const { now } = store
    const { id } = rest.me
    const { mine } = now.link
    store.set({
      session: { ...now.session, ...rest, connection: { state: 'joined' } },
      users,
      streams,
      messages: receive(now.messages, history, id, maxMessages),
      link: reduceLink(now.link, id, link, mine.state === 'idle' ? mine : { state: 'idle', ended: 'lost' }),
    })
    for (const old of now.streams) if (!streams.some((stream) => stream.id === old.id)) media.removed(old.id)
    media.update()
  }

  /** The session is over, from whichever side: nothing of it keeps running. */
  function end(reason: LeaveReason): void {
    unwire.forEach((undo) => undo())
    current = undefined
    store.set({
      session: { ...store.now.session, connection: { state: 'left', reason }, network: 'good', carrier: undefined },
      users: [],
      streams: [],
      link: NO_LINK,
    })
    media.stop()
    messages.stop()
    phone.stop()
  }

  function begin(roomId: string, used: RoomProvider): void {
    current = used
    if (roomId !== store.now.session.roomId) store.set({ messages: { entries: [], dropped: 0 } })
    store.set({
      session: { ...NO_SESSION, connection: { state: 'joining' }, roomId, capabilities: used.capabilities },
    })
    const table = handlers(store, events, media, messages, maxMessages, session, enter, end, report)
    unwire = (Object.keys(table) as Array<keyof ProviderEvents>).map((event) =>
      used.events.on(event, table[event] as (payload: unknown) => void),
    )
    phone.listen()
  }

  const calls: Calls<Omit<OwnCalls, keyof Phone['calls']>> = {
    join: [
      '* joinRequest',
      async ({ error }, request) => {
        const { roomId } = request
        if (current) throw error('invalid-state', `already ${state()} "${store.now.session.roomId}"; leave() first`)
        const used = typeof provider === 'string' ? resolveProvider(provider, options) : provider
        begin(roomId, used)
        try {
          const snapshot = await used.join(request)
          if (current !== used) throw error('invalid-state', 'left before the join was through')
          enter(snapshot)
        } catch (thrown) {
          // A provider that said `left` itself has already been ended with its own reason.
          if (current === used) end('refused')
          throw LiveError.from(thrown, 'network', `room.join: could not enter "${roomId}"`)
        }
      },
    ],
    leave: [
      '*',
      async () => {
        const used = current
        if (!used) return
        end('left')
        await used.leave()
      },
    ],
    kick: ['moderate userId', ({ used }, userId) => moderation(used).kick(userId)],
    ban: ['ban userId banOptions?', ({ used }, userId, how = {}) => moderation(used).ban(userId, how.seconds)],
    unban: ['ban userId', ({ used }, userId) => moderation(used).unban(userId)],
    close: ['close', ({ used }) => moderation(used).close()],
    muteChat: ['moderate userId on', ({ used }, userId, on) => moderation(used).mute(userId, on)],
    silence: ['silence userId on', ({ used }, userId, on) => moderation(used).silence(userId, on)],
    silenceAll: ['silence on', ({ used }, on) => moderation(used).silenceAll(on)],
    setRole: ['roles userId role', ({ used }, userId, role) => moderation(used).setRole(userId, role)],
    transferHost: ['roles userId', ({ used }, userId) => moderation(used).transferHost(userId)],
    renewToken: [
      '- newToken',
      async ({ used, error }, token) => {
        if (!used.renewToken) throw error('unsupported', `provider "${used.name}" takes its tokens from join() only`)
        await used.renewToken(token)
      },
    ],
    player: ['!* streamId', (_call, streamId) => media.player(streamId)],
  }

  return {
    session: store.part<SessionPart>(use, 'session', {}),
    users: store.part<UsersPart>(use, 'users', {
      get: ['!* userId', (_call, id) => store.now.users.find((user) => user.id === id)],
    }),
    streams: store.part<StreamsPart>(use, 'streams', {
      get: ['!* streamId', (_call, id) => store.now.streams.find((stream) => stream.id === id)],
    }),
    messages: store.part<MessagesPart>(use, 'messages', messages.calls),
    link: store.part<LinkPart>(
      use,
      'link',
      linkCalls(() => store.now.link.mine),
    ),
    pusher: media.pusher,
    events,
    ...bind<OwnCalls>(use, 'room', { ...calls, ...phone.calls }),
  }
}
