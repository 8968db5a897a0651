import { Emitter, LiveError, NO_CAPABILITIES } from '../../../src/index'
import type { ErrorReason, LeaveReason, LinkSignals, ProviderEvents } from '../../../src/index'
import type { ProviderFactory, RoomProvider, Stream, User } from '../../../src/index'
import type { AcmeClient, AcmeFailure, AcmePeer, AcmeStream } from './acme-sdk'

// 1. What the cloud can do: media alone, as Agora's and Volcengine's. The components hide the rest.
const lacks = (): Promise<never> => Promise.reject(LiveError.of('unsupported', 'acme: this cloud carries media alone'))
const calls = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move']
const link = Object.fromEntries(calls.map((call) => [call, lacks])) as unknown as LinkSignals

// 2. The vendor's codes as the kit's reasons; what the vendor threw stays as the cause.
const REFUSED: { [code: number]: ErrorReason } = { 101: 'token-invalid', 201: 'forbidden', 202: 'stream-not-found' }
const LEFT: { [code: number]: ErrorReason & LeaveReason } = { 102: 'token-expired', 103: 'replaced', 104: 'kicked' }
function errorOf(call: string, thrown: unknown): LiveError {
  if (thrown instanceof LiveError) return thrown
  const { code, message } = thrown as AcmeFailure
  return LiveError.of(LEFT[code] ?? REFUSED[code] ?? 'network', `acme.${call}: ${message}`, { cause: thrown })
}

// 3. The vendor's nouns as the room's.
const userOf = ({ uid: id, name, role: as }: AcmePeer): User => {
  return { id, name, role: as === 'host' ? 'anchor' : 'audience', muted: false, silenced: false, joinedAt: Date.now() }
}
const streamOf = ({ uid: id, since: startedAt, audio, video }: AcmeStream): Stream => {
  return { id, userId: id, kind: 'camera', audio, video, startedAt }
}

function provide(client: AcmeClient): RoomProvider {
  const events = new Emitter<ProviderEvents>()
  let phase: 'new' | 'joining' | 'joined' | 'left' = 'new'
  let me = ''
  const here = (wanted: typeof phase): boolean => phase === wanted

  // 4. Every call: in the room only, and whatever fails is an error of the kit.
  async function use<T>(call: string, work: () => Promise<T>): Promise<T> {
    if (!here('joined')) throw LiveError.of('invalid-state', `acme.${call}: join a room first`)
    return work().catch((thrown) => Promise.reject(errorOf(call, thrown)))
  }
  function end(): void {
    phase = 'left'
    client.off()
  }

  // 5. Deltas: what the vendor tells, as the room tells it. My own stream is among them.
  function listen(ask: () => Promise<string>): void {
    const cause = LiveError.of('network', 'acme: the connection broke')
    const fail = (thrown: unknown) => events.emit('error', errorOf('event', thrown))
    client.on('peer-online', (peer) => events.emit('userJoined', userOf(peer)))
    client.on('peer-leave', ({ uid }) => events.emit('userLeft', { userId: uid }))
    client.on('stream-added', (stream) => events.emit('streamAdded', streamOf(stream)))
    client.on('stream-changed', (stream) => events.emit('streamUpdated', streamOf(stream)))
    client.on('stream-removed', ({ uid }) => events.emit('streamRemoved', { streamId: uid }))
    const renew = async () => client.renewToken(await ask())
    client.on('token-will-expire', () => renew().catch(fail))
    client.on('reconnecting', ({ times }) => events.emit('reconnecting', { attempt: times, cause }))
    client.on('connected', () => events.emit('resumed', {}))
    client.on('error', fail)
    client.on('closed', (failure) => {
      end()
      events.emit('left', { reason: LEFT[failure.code] ?? 'refused', cause: errorOf('closed', failure) })
      events.clear()
    })
  }

  return {
    ...{ name: 'acme', capabilities: { ...NO_CAPABILITIES, maxPlayers: 6 }, events, link, send: lacks },
    async join({ roomId, token, role: wish, name = 'Me' }) {
      if (!here('new')) throw LiveError.of('invalid-state', 'acme.join: a provider serves one join')
      phase = 'joining'
      const ask = async () => (typeof token === 'function' ? token() : token)
      const role = wish === 'anchor' ? 'host' : 'viewer'
      try {
        const { uid, peers, streams } = await client.join(roomId, await ask(), { name, role })
        // What was left meanwhile is entered by now.
        if (here('left')) await client.leave()
        if (here('left')) throw LiveError.of('invalid-state', 'acme.join: left while joining')
        phase = 'joined'
        listen(ask)
        const users = [...peers, { uid: (me = uid), name, role } as const].map(userOf)
        const rights = { publish: role === 'host', chat: false, link: false, host: false, moderate: false }
        const none = { messages: [], link: { requests: [], seats: [] }, likes: 0, allSilenced: false }
        const self = users[peers.length] as User
        return { roomId, me: self, rights, users, streams: streams.map(streamOf), online: users.length, ...none }
      } catch (thrown) {
        end()
        throw errorOf('join', thrown)
      }
    },
    async leave() {
      const inside = here('joined')
      end()
      events.clear()
      if (inside) await client.leave()
    },
    publish: (flags) => use('publish', async () => ({ streamId: me, ...(await client.publish(flags)) })),
    updateStream: (id, flags) => use('updateStream', async () => (id === me ? client.setFlags(flags) : undefined)),
    unpublish: (id) => use('unpublish', async () => (id === me ? client.unpublish() : undefined)),
    // Each subscription is a new address: nothing is cached, so `fresh` needs no care.
    play: (id) => use('play', async () => ({ urls: [(await client.subscribe(id)).url] })),
    stopPlay: (id) => use('stopPlay', () => client.unsubscribe(id)),
    renewToken: (token) => use('renewToken', () => client.renewToken(token)),
    // 6. What the tags tell goes back to the vendor.
    native({ tag, type, streamId, detail }) {
      if (!here('joined') || type !== 'statechange') return
      if (tag === 'live-player') client.updatePlayerState(streamId, detail)
      else client.updatePusherState(detail)
    },
  }
}

export const acme = (makeClient: () => AcmeClient): ProviderFactory => {
  return () => provide(makeClient())
}
