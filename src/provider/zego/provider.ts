/** RoomProvider over one ZegoExpressEngine. */
import { Emitter } from '../../emitter'
import { demand, LiveError } from '../../errors'
import { LINK_CALLS, systemClock } from '../link'
import type { JoinRequest, LinkSignals, Moderation, ProviderEvents, RoomProvider } from '../types'
import { capabilitiesOf, MODERATION_CALLS, type ZegoOptions } from './options'
import { personOf } from './people'
import { createZegoRoom, type ZegoRoom } from './room'

type Call = (...args: unknown[]) => Promise<void>

/** Every call by name, looked up when it is made. */
function calls<T>(names: ReadonlyArray<keyof T & string>, find: (name: keyof T & string) => Call): T {
  const made: Record<string, Call> = {}
  names.forEach((name) => {
    made[name] = async (...args) => find(name)(...args)
  })
  return made as T
}

/** What came of asking the app for a token. */
async function tokenOf(token: JoinRequest['token']): Promise<string> {
  try {
    const text = typeof token === 'function' ? await token() : token
    demand(text && typeof text === 'string', 'zego', 'token', 'a token04, or a function that gets one')
    return text
  } catch (thrown) {
    throw LiveError.from(thrown, 'token-invalid', 'zego: the token function failed')
  }
}

/** One closure a stay. */
export function createProvider(options: ZegoOptions): RoomProvider {
  const { engine, userId, moderation, clock = systemClock } = options
  const events = new Emitter<ProviderEvents>()
  let request: JoinRequest | undefined
  let used = false
  /** From joining to leaving; calls are taken once it is `joined`. */
  let room: ZegoRoom | undefined
  let joined = false

  const at = (call: string): ZegoRoom => {
    if (room && joined) return room
    throw LiveError.of('invalid-state', `zego.${call}: join a room first`)
  }

  const finish = (over?: ProviderEvents['left']) => {
    used = true
    if (!room || !request) return
    const told = joined && over
    room.stop()
    room = undefined
    joined = false
    engine.logoutRoom(request.roomId)
    if (told) events.emit('left', told)
    events.clear()
  }

  const renew = (token: string) => {
    if (!engine.renewToken(token, request!.roomId))
      throw LiveError.of('token-invalid', 'zego.renewToken: ZEGO did not take the token', { subject: 'token' })
  }

  /** ZEGO says so 30 s before the end. A function that merely fails ends nothing, one that refuses does. */
  const expiring = async () => {
    // The SDK takes every token that it cannot read for an old one, until the cloud has said better.
    if (!joined) return
    const { token } = request!
    try {
      if (typeof token === 'string')
        throw LiveError.of('token-expired', 'zego: the token ends in 30 s; give a function, or call renewToken()')
      const fresh = await token()
      if (room) renew(fresh)
    } catch (thrown) {
      const cause = LiveError.from(thrown, 'token-invalid', 'zego: the token function failed')
      if (thrown === cause && !cause.recoverable && typeof token !== 'string')
        finish({ reason: 'token-expired', cause })
      else events.emit('error', cause)
    }
  }

  return {
    name: 'zego',
    capabilities: capabilitiesOf(moderation),
    events,
    async join(given) {
      if (used) throw LiveError.of('invalid-state', 'zego.join: a provider serves one join')
      used = true
      const { roomId, token, role = 'audience', avatar } = given
      demand(roomId && typeof roomId === 'string', 'zego.join', 'roomId', 'a string that is not empty')
      request = given
      const id = typeof userId === 'function' ? userId() : userId
      const me = personOf(id, given.name || id, role, avatar, clock.now())
      const entered = (room = createZegoRoom(me, given, options, clock, events, finish, () => void expiring()))
      try {
        const snapshot = await entered.enter(await Promise.race([tokenOf(token), entered.over]))
        joined = true
        return snapshot
      } catch (thrown) {
        finish()
        throw thrown
      }
    },
    async leave() {
      finish()
    },
    async publish(stream) {
      const { rights, streams } = at('publish')
      if (rights().publish) return streams.publish(stream)
      throw LiveError.of('forbidden', 'zego.publish: join as anchor or speaker, or link mics')
    },
    updateStream: async (streamId, change) => at('updateStream').streams.update(streamId, change),
    unpublish: async (streamId) => at('unpublish').streams.unpublish(streamId),
    play: async (streamId) => at('play').streams.play(streamId),
    stopPlay: async (streamId) => at('stopPlay').streams.stopPlay(streamId),
    send: async (message) => at('send').messages.say(message),
    link: calls<LinkSignals>(LINK_CALLS, (call) => at(`link.${call}`).link[call] as Call),
    ...(moderation && {
      moderate: calls<Moderation>(MODERATION_CALLS, (call) => {
        at(`moderate.${call}`)
        return async (...args) => {
          if (!moderation[call])
            throw LiveError.of('unsupported', `zego.moderate.${call}: zego({ moderation: { ${call} } }) is not given`)
          try {
            await (moderation[call] as Call)(...args)
          } catch (thrown) {
            throw LiveError.from(thrown, 'network', `zego.moderate.${call}: the callback failed`)
          }
        }
      }),
    }),
    /** The SDK learns from the tags whether its addresses work; what is not as it expects would break it. */
    native({ streamId, type, detail }) {
      if (!room || !room.streams.known(streamId)) return
      const { code, info } = Object(detail) as { code?: unknown; info?: unknown }
      if (type === 'statechange' && typeof code === 'number') engine.updatePlayerState(streamId, { detail })
      if (type === 'netstatus' && info && typeof info === 'object') engine.updatePlayerNetStatus(streamId, { detail })
    },
    async renewToken(token) {
      at('renewToken')
      renew(token)
    },
  }
}
