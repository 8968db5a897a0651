import { Emitter } from '../emitter'
import { demand, LiveError } from '../errors'
import { resolveProvider } from '../provider/registry'
import { ROLES, type JoinRequest, type RoomProvider } from '../provider/types'
import { bind, createCaller, type Call, type Calls } from './call'
import { handlers } from './events'
import { createMedia } from './media'
import { createMessages } from './messages'
import { linkCalls } from './mic-link'
import { createPhone } from './phone'
import { begin, end, enter, type RoomCore } from './session'
import { createStore } from './state'
import type { Room, RoomEvents, RoomOptions, StreamsPart, UsersPart } from './types'

function checkOptions(options: RoomOptions): void {
  const check = (holds: unknown, subject: string, rule: string) => demand(holds, 'createRoom', subject, rule)
  check(typeof options === 'object' && options, 'options', '{ provider, url, maxMessages, scene }')
  const { provider = 'gateway', url = '', maxMessages = 1, scene = 'live' } = options
  const named = typeof provider === 'string' ? provider : provider && typeof provider.join === 'function'
  check(named, 'provider', 'a registered name or a provider')
  check(typeof url === 'string', 'url', 'a string')
  check(Number.isInteger(maxMessages) && maxMessages > 0, 'maxMessages', 'a whole number from 1')
  check(scene === 'live' || scene === 'monitor', 'scene', '"live" or "monitor"')
}

function checkRequest({ check, text }: Call, request: JoinRequest): void {
  check(typeof request === 'object' && request, 'request', '{ roomId, token }')
  const { roomId, token, role = 'audience', name = '', avatar = '' } = request
  text(roomId, 'roomId')
  if (typeof token !== 'function') text(token, 'token')
  check(ROLES.includes(role), 'role', `one of ${ROLES.join(', ')}`)
  check(typeof name === 'string', 'name', 'a string')
  check(typeof avatar === 'string', 'avatar', 'a string')
}

type OwnCalls = Calls<Pick<Room, 'join' | 'leave' | 'kick' | 'muteChat' | 'renewToken' | 'player'>>

function ownCalls(core: RoomCore, makeProvider: () => RoomProvider): OwnCalls {
  const { store, media } = core

  function wire(provider: RoomProvider): void {
    const table = handlers(core)
    const undo = (Object.keys(table) as Array<keyof typeof table>).map((event) =>
      provider.events.on(event, table[event] as (payload: unknown) => void),
    )
    core.unwire = () => undo.forEach((step) => step())
  }

  return {
    async join(call, request) {
      checkRequest(call, request)
      const { roomId } = request
      const { connection, roomId: where } = store.now.session
      if (core.provider) throw call.error('invalid-state', `already ${connection.state} "${where}"; leave() first`)
      const provider = (core.provider = makeProvider())
      begin(core, roomId, provider)
      wire(provider)
      try {
        const snapshot = await provider.join(request)
        if (core.provider !== provider) throw call.error('invalid-state', 'left before the join was through')
        enter(core, snapshot)
      } catch (thrown) {
        // A provider that said `left` itself has already been ended with its own reason.
        if (core.provider === provider) end(core, 'refused')
        throw LiveError.from(thrown, 'network', `room.join: could not enter "${roomId}"`)
      }
    },
    async leave() {
      const { provider } = core
      if (!provider) return
      end(core, 'left')
      await provider.leave()
    },
    async kick(call, userId) {
      const { moderate } = call.use('moderate')
      call.text(userId, 'userId')
      await moderate?.kick(userId)
    },
    async muteChat(call, userId, on) {
      const { moderate } = call.use('moderate')
      call.text(userId, 'userId')
      call.flag(on)
      await moderate?.mute(userId, on)
    },
    async renewToken(call, token) {
      const provider = call.use()
      call.text(token, 'token')
      if (!provider.renewToken)
        throw call.error('unsupported', `provider "${provider.name}" takes its tokens from join() only`)
      await provider.renewToken(token)
    },
    player(call, streamId) {
      call.text(streamId, 'streamId')
      return media.player(streamId)
    },
  }
}

/**
 * Creates a room that is joined by `room.join({ roomId, token })`. No UI, no MobX. Every `join` makes a provider of its own,
 * so a room can be joined again after it was left.
 * @throws LiveError `invalid-argument`
 *
 * @example
 * const room = createRoom({ url: 'wss://live.example.com' })
 * room.messages.onChange(({ entries }) => draw(entries))
 * await room.join({ roomId: 'class-1', token })
 */
export function createRoom(options: RoomOptions = {}): Room {
  checkOptions(options)
  const { provider = 'gateway', url, maxMessages: max = 200, scene = 'live' } = options
  const store = createStore()
  const events = new Emitter<RoomEvents>()
  const report = (error: LiveError) => events.emit('error', error)
  const inside = () => (/^(joined|reconnecting)$/.test(store.now.session.connection.state) ? core.provider : undefined)
  const caller = createCaller(inside)
  const phone = createPhone({
    each: (tell) => media.each(tell),
    nudge: () => core.provider?.wake?.(),
    network: (network) => store.set({ session: { ...store.now.session, network } }),
  })
  const native: RoomProvider['native'] = (event) => core.provider?.native(event)
  const media = createMedia({ store, caller, provider: inside, native, scene, greet: phone.greet, report })
  const messages = createMessages(store, max, inside, report)
  const core: RoomCore = { store, events, media, messages, phone, max, report, unwire: () => undefined }
  const makeProvider = () =>
    typeof provider === 'string' ? resolveProvider(provider, url === undefined ? {} : { url }) : provider

  const get =
    <T extends { id: string }>(items: () => readonly T[]) =>
    (call: Call, id: string): T | undefined => {
      call.check(typeof id === 'string', 'id', 'a string')
      return items().find((item) => item.id === id)
    }
  const users: Calls<Pick<UsersPart, 'get'>> = { get: get(() => store.now.users) }
  const streams: Calls<Pick<StreamsPart, 'get'>> = { get: get(() => store.now.streams) }

  return {
    session: store.part('session'),
    users: Object.assign(store.part('users'), bind(caller, 'room.users', users)),
    streams: Object.assign(store.part('streams'), bind(caller, 'room.streams', streams)),
    messages: Object.assign(store.part('messages'), bind(caller, 'room.messages', messages.calls)),
    link: Object.assign(store.part('link'), bind(caller, 'room.link', linkCalls(store))),
    pusher: media.pusher,
    events,
    ...phone.calls,
    ...bind(caller, 'room', ownCalls(core, makeProvider)),
  }
}
