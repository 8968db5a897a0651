/** One stay in one room: what the engine tells, as the contract's events. */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { peerLink, type LinkClock, type PeerLink } from '../link'
import type { JoinRequest, ProviderEvents, Rights, RoomSnapshot, User } from '../types'
import type { ZegoEvents } from './engine'
import { ask, leaveReason, zegoError } from './errors'
import { createMessages, type Messages } from './messages'
import type { ZegoOptions } from './options'
import { rightsOf, userNameOf, userOf } from './people'
import { nameOf, type Stay } from './stay'
import { createStreams, type Streams } from './streams'

/** How long joining waits for ZEGO to say how many people there are, and who. */
const LIST_MS = 3000

/** What the provider needs of it. */
export interface ZegoRoom {
  readonly messages: Messages
  readonly streams: Streams
  readonly link: PeerLink
  /** Rejects when the stay is over. */
  readonly over: Promise<never>
  rights(): Rights
  enter(token: string): Promise<RoomSnapshot>
  stop(): void
}

/**
 * @param left told once, when ZEGO says that the stay is over
 * @param expiring the token ends in 30 s
 */
export function createZegoRoom(
  me: User,
  { roomId }: JoinRequest,
  { engine, source = 'BGP', seats = 4, roleOf, moderation }: ZegoOptions,
  clock: LinkClock,
  events: Emitter<ProviderEvents>,
  left: (over: ProviderEvents['left']) => void,
  expiring: () => void,
): ZegoRoom {
  const users = new Map([[me.id, me]])
  /** 0 until ZEGO has said it. */
  let online = 0
  let attempt = 0
  let inside = false
  let listed: () => void = () => undefined
  let listTimer: unknown
  let end: (error: LiveError) => void
  const over = new Promise<never>((_, reject) => (end = reject))
  over.catch(() => undefined)

  const tell: Stay['tell'] = (event, payload) => {
    if (inside) events.emit(event, payload)
  }
  const stay: Stay = { engine, roomId, me, users, clock, tell }
  const counted = () => tell('counts', { online, likes: messages.likes() })
  const messages = createMessages(stay, counted)
  const streams = createStreams(stay, source)
  const everybody = () => Array.from(users.values())

  const rights = () => rightsOf(me, link.seated(me.id), !!moderation)
  const righted = () => {
    const now = rights()
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    tell('rights', now)
    if (!now.publish) streams.unpublish(streams.own())
  }
  const link = peerLink({
    me: me.id,
    channel: messages,
    people: {
      role: (id) => (users.get(id) || { role: undefined }).role,
      name: (id) => nameOf(stay, id),
      hosts: () => everybody().flatMap(({ id, role }) => (role === 'anchor' ? id : [])),
    },
    events: { emit: tell },
    seats,
    changed: righted,
    clock,
  })
  let told = JSON.stringify(rights())

  const snapshot = (): RoomSnapshot => ({
    roomId,
    me,
    rights: rights(),
    users: everybody(),
    streams: Array.from(streams.all.values()),
    messages: messages.kept.slice(),
    link: link.snapshot(),
    online: Math.max(online, users.size),
    likes: messages.likes(),
    allSilenced: false,
  })

  const complete = () => online > 0 && users.size >= online
  const count = (now: number) => {
    if (now !== online) {
      online = Math.max(1, now)
      counted()
    }
    if (complete()) listed()
  }

  const listeners: ZegoEvents = {
    roomStateChanged(_, state, code, msg) {
      const cause = zegoError(state.toLowerCase(), { code, msg }, 'network')
      if (state === 'RECONNECTING') tell('reconnecting', { attempt: (attempt += 1), cause })
      else if (state === 'RECONNECTED') {
        attempt = 0
        // ZEGO keeps no messages: who was away may have missed some.
        tell('snapshot', snapshot())
        link.start()
      } else if (state === 'KICKOUT' || state === 'RECONNECT_FAILED') left({ reason: leaveReason(code), cause })
      else if (state === 'LOGOUT') left({ reason: 'left' })
    },
    roomUserUpdate(_, type, list) {
      list.forEach((zego) => {
        const { userID: userId } = zego
        if (type === 'DELETE') {
          if (userId === me.id || !users.delete(userId)) return
          link.went(userId)
          tell('userLeft', { userId })
          count(online - 1)
        } else if (!users.has(userId)) {
          const user = userOf(zego, clock.now(), roleOf)
          users.set(userId, user)
          tell('userJoined', user)
          link.came(userId)
        }
      })
      // A list longer than the count corrects it, and never begins it: ZEGO says the count first.
      if (online) count(Math.max(online, users.size))
    },
    roomOnlineUserCountUpdate: (_, now) => count(now),
    roomStreamUpdate: streams.changed,
    streamExtraInfoUpdate: streams.updated,
    publisherStateUpdate: streams.published,
    IMRecvBroadcastMessage: messages.broadcast,
    IMRecvBarrageMessage: messages.barrage,
    IMRecvCustomCommand: messages.command,
    roomExtraInfoUpdate: messages.noted,
    tokenWillExpire: expiring,
  }
  const undo = (Object.keys(listeners) as Array<keyof ZegoEvents>).map((event) => {
    // Of my room alone: the engine could be in others. What begins with no room is about my stream.
    const listener = ((...about: unknown[]) => {
      if (about[0] === roomId || typeof about[0] === 'object')
        (listeners[event] as (...all: unknown[]) => void)(...about)
    }) as never
    engine.on(event, listener)
    return () => engine.off(event, listener)
  })

  return {
    messages,
    streams,
    link,
    over,
    rights,
    async enter(token) {
      const user = { userID: me.id, userName: userNameOf(me) }
      const login = () => Promise.race([engine.loginRoom(roomId, token, user, { userUpdate: true }), over])
      await ask('join', login)
      const list = new Promise<void>((resolve) => {
        listed = resolve
        listTimer = clock.setTimeout(resolve, complete() ? 0 : LIST_MS)
      })
      await Promise.race([list, over])
      clock.clearTimeout(listTimer)
      // The others were here before me. From now on what happens is told.
      users.delete(me.id)
      users.set(me.id, me)
      inside = true
      link.start()
      return snapshot()
    },
    stop() {
      undo.forEach((off) => off())
      link.stop()
      const error = LiveError.of('invalid-state', 'zego: the room was left')
      messages.stop(error)
      streams.stop()
      clock.clearTimeout(listTimer)
      inside = false
      end(error)
    },
  }
}
