/** What carries everything of a room but media. */
import { LiveError } from '../../errors'
import { Emitter } from '../../emitter'
import { gateway } from '../gateway/index'
import type { GatewayOptions } from '../gateway/index'
import type {
  Capabilities,
  JoinRequest,
  LinkSignals,
  ProviderEvents,
  Rights,
  Role,
  RoomProvider,
  User,
  UserId,
} from '../types'

/** The part of a provider that is not media; any provider of the kit is one. */
export type Companion = Pick<
  RoomProvider,
  'capabilities' | 'events' | 'join' | 'leave' | 'send' | 'link' | 'moderate' | 'wake' | 'renewToken'
>

/** What messages alone can carry. */
export const ABLE: Capabilities = {
  chat: true,
  barrage: true,
  like: true,
  gift: true,
  command: true,
  link: true,
  seats: true,
  moderate: false,
  ban: false,
  close: false,
  silence: false,
  roles: false,
  maxPlayers: Infinity,
}

/** What a role may do where nobody but the role says so. */
export const rightsOf = (role: Role, seated: boolean, talks: boolean): Rights => ({
  publish: seated || role === 'anchor' || role === 'speaker',
  chat: talks,
  link: talks && role === 'audience',
  host: role === 'anchor',
  moderate: false,
})

/** I as the request says. */
export const userOf = (id: UserId, { name, role, avatar }: Pick<JoinRequest, 'name' | 'role' | 'avatar'>): User => ({
  id,
  name: name || id,
  role: role || 'audience',
  ...(avatar && { avatar }),
  muted: false,
  silenced: false,
  joinedAt: Date.now(),
})

const NOTHING: Capabilities = {
  chat: false,
  barrage: false,
  like: false,
  gift: false,
  command: false,
  link: false,
  seats: false,
  moderate: false,
  ban: false,
  close: false,
  silence: false,
  roles: false,
  maxPlayers: Infinity,
}

/** Nobody to talk with: pictures and sound alone. */
export function silent(userId: UserId): Companion {
  const none = (): Promise<never> =>
    Promise.reject(LiveError.of('unsupported', 'trtc: this needs a channel; pass one to trtc({ channel })'))
  const calls = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move'] as const
  return {
    capabilities: NOTHING,
    events: new Emitter<ProviderEvents>(),
    async join(request) {
      const me = userOf(userId, request)
      return {
        roomId: request.roomId,
        me,
        rights: rightsOf(me.role, false, false),
        users: [me],
        streams: [],
        messages: [],
        link: { requests: [], seats: [] },
        online: 1,
        likes: 0,
        allSilenced: false,
      }
    },
    leave: async () => undefined,
    send: none,
    link: Object.fromEntries(calls.map((call) => [call, none])) as unknown as LinkSignals,
  }
}

/** What {@link gatewayChannel} takes. */
export interface GatewayChannelOptions extends GatewayOptions {
  /** The gateway: wss://... */
  url: string
  /** The gateway's own token, for the same user id as the userSig; a function is asked again whenever a fresh one is needed. */
  token: JoinRequest['token']
}

/**
 * The gateway carries messages, mic-link, seats and moderation while TRTC carries media.
 * @example trtc({ sdkAppId, TRTC, channel: gatewayChannel({ url: 'wss://live.example.com', token: askMyBackend }) })
 */
export function gatewayChannel({ url, token, ...options }: GatewayChannelOptions): () => Companion {
  return () => {
    const companion = gateway(options)({ url })
    const { join } = companion
    return Object.assign(companion, { join: (request: JoinRequest) => join({ ...request, token }) })
  }
}
