import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { NO_CAPABILITIES } from '../capabilities'
import type { Companion } from '../companion'
import type { JoinRequest, LinkSignals, ProviderEvents, User, UserId } from '../types'

/** Somebody of whom only that is known. */
export const userOf = (id: UserId, { name, role, avatar }: Pick<JoinRequest, 'name' | 'role' | 'avatar'>): User => ({
  id,
  name: name || id,
  role: role || 'audience',
  ...(avatar && { avatar }),
  muted: false,
  silenced: false,
  joinedAt: Date.now(),
})

/** Nobody to talk with: pictures and sound alone. */
export function silent(id: UserId): Companion {
  const none = (): Promise<never> => Promise.reject(LiveError.of('unsupported', 'trtc: this needs trtc({ channel })'))
  const calls = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move'] as const
  return {
    capabilities: NO_CAPABILITIES,
    events: new Emitter<ProviderEvents>(),
    async join(request) {
      const me = userOf(id, request)
      const { role } = me
      const publish = role === 'anchor' || role === 'speaker'
      return {
        roomId: request.roomId,
        me,
        rights: { publish, chat: false, link: false, host: role === 'anchor', moderate: false },
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
