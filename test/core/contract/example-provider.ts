import { Emitter, LiveError } from '../../../src/index'
import type { ErrorReason, LeaveReason, LinkSignals, ProviderEvents } from '../../../src/index'
import type { ProviderFactory, RoomProvider, Stream, User } from '../../../src/index'
import type { AcmeClient, AcmeFailure, AcmeFlags, AcmePeer } from './acme-sdk'

// 1. What the cloud can do: nothing but media, as Agora's and Volcengine's. The components hide the rest.
const capabilities = {
  ...{ chat: false, barrage: false, like: false, gift: false, command: false, link: false, seats: false },
  ...{ moderate: false, ban: false, close: false, silence: false, roles: false, maxPlayers: 6 },
}
const lacks = async (): Promise<never> => {
  throw LiveError.of('unsupported', 'acme: this cloud carries media alone; see session capabilities')
}
const link: LinkSignals = {
  ...{ request: lacks, cancel: lacks, accept: lacks, refuse: lacks },
  ...{ invite: lacks, end: lacks, lock: lacks, move: lacks },
}

// 2. The vendor's codes as the kit's reasons; what the vendor threw stays as the cause.
const REASONS: { [code: number]: ErrorReason } = {
  ...{ 101: 'token-invalid', 102: 'token-expired', 103: 'replaced', 104: 'kicked' },
  ...{ 201: 'forbidden', 202: 'stream-not-found', 301: 'rate-limited' },
}
const LEFT: { [code: number]: LeaveReason } = { 102: 'token-expired', 103: 'replaced', 104: 'kicked' }
function errorOf(call: string, thrown: unknown): LiveError {
  const { code, message } = thrown as AcmeFailure
  const reason = REASONS[code] ?? 'network'
  return thrown instanceof LiveError ? thrown : LiveError.of(reason, `acme.${call}: ${message}`, { cause: thrown })
}

// 3. The vendor's nouns as the room's.
const userOf = ({ uid: id, name, role: as }: AcmePeer): User => {
  const role = as === 'host' ? 'anchor' : 'audience'
  return { id, name, role, muted: false, silenced: false, joinedAt: Date.now() }
}
const streamOf = (uid: string, { audio, video }: AcmeFlags): Stream => {
  return { id: uid, userId: uid, kind: 'camera', audio, video, startedAt: Date.now() }
}

function provide(client: AcmeClient): RoomProvider {
  const events = new Emitter<ProviderEvents>()
  const streams = new Map<string, Stream>()
  let phase: 'new' | 'joining' | 'joined' = 'new'
  let left = false
  let me = ''
  let mine: Stream | undefined // From publish() on; in the room once its media flows.

  // 4. Every call: in the room only, and whatever fails is an error of the kit.
  async function use<T>(call: string, work: () => Promise<T>): Promise<T> {
    if (phase !== 'joined' || left) throw LiveError.of('invalid-state', `acme.${call}: join a room first`)
    return work().catch((thrown) => Promise.reject(errorOf(call, thrown)))
  }
  function show(stream: Stream): void {
    events.emit(streams.has(stream.id) ? 'streamUpdated' : 'streamAdded', stream)
    streams.set(stream.id, stream)
  }
  function hide(streamId: string): void {
    if (streams.delete(streamId)) events.emit('streamRemoved', { streamId })
  }
  function stop(): void {
    left = true
    client.off()
  }

  // 5. Deltas: what the vendor tells, as the room tells it.
  function listen(ask: () => Promise<string>): void {
    const renew = async () => client.renewToken(await ask())
    const cause = LiveError.of('network', 'acme: the connection broke')
    client.on('peer-online', (peer) => events.emit('userJoined', userOf(peer)))
    client.on('peer-leave', ({ uid }) => events.emit('userLeft', { userId: uid }))
    client.on('stream-added', ({ uid, ...flags }) => show({ ...streamOf(uid, flags), ...streams.get(uid), ...flags }))
    client.on('stream-removed', ({ uid }) => hide(uid))
    client.on('token-will-expire', () => renew().catch((thrown) => events.emit('error', errorOf('renew', thrown))))
    client.on('reconnecting', ({ times: attempt }) => events.emit('reconnecting', { attempt, cause }))
    client.on('connected', () => events.emit('resumed', {}))
    client.on('error', (failure) => events.emit('error', errorOf('error', failure)))
    client.on('closed', (failure) => {
      stop()
      events.emit('left', { reason: LEFT[failure.code] ?? 'refused', cause: errorOf('closed', failure) })
      events.clear()
    })
  }

  return {
    ...{ name: 'acme', capabilities, events, link, send: lacks },
    async join({ roomId, token, role = 'audience', name = 'Me' }) {
      if (phase !== 'new' || left) throw LiveError.of('invalid-state', 'acme.join: a provider serves one join')
      phase = 'joining'
      try {
        const ask = async () => (typeof token === 'function' ? token() : token)
        const as = role === 'anchor' ? 'host' : 'viewer'
        const found = await client.join(roomId, await ask(), { name, role: as })
        // What was left meanwhile is entered by now.
        if (left) await client.leave()
        if (left) throw LiveError.of('invalid-state', 'acme.join: left while joining')
        phase = 'joined'
        me = found.uid
        found.streams.forEach(({ uid, ...flags }) => streams.set(uid, streamOf(uid, flags)))
        listen(ask)
        const self = userOf({ uid: me, name, role: as })
        const users = [...found.peers.map(userOf), self]
        const rights = { publish: as === 'host', chat: false, link: false, host: false, moderate: false }
        const none = { messages: [], link: { requests: [], seats: [] }, likes: 0, allSilenced: false }
        return { roomId, me: self, rights, users, streams: [...streams.values()], online: users.length, ...none }
      } catch (thrown) {
        stop()
        throw errorOf('join', thrown)
      }
    },
    async leave() {
      const inside = phase === 'joined' && !left
      stop()
      events.clear()
      if (inside) await client.leave()
    },
    publish: ({ audio, video }) =>
      use('publish', async () => {
        const { url } = await client.publish({ audio, video })
        mine = streamOf(me, { audio, video })
        return { streamId: me, url }
      }),
    updateStream: (streamId, flags) =>
      use('updateStream', async () => {
        if (streamId !== me || !mine) return
        await client.setFlags(flags)
        mine = { ...mine, ...flags }
        if (streams.has(me)) show(mine)
      }),
    unpublish: (streamId) =>
      use('unpublish', async () => {
        if (streamId !== me || !mine) return
        mine = undefined
        await client.unpublish()
        hide(me)
      }),
    // Each subscription is a new address: nothing is cached, so `fresh` needs no care.
    play: (streamId) => use('play', async () => ({ urls: [(await client.subscribe(streamId)).url] })),
    stopPlay: (streamId) => use('stopPlay', () => client.unsubscribe(streamId)),
    renewToken: (token) => use('renewToken', () => client.renewToken(token)),
    // 6. What the tags tell goes back to the vendor; 1002 says that my media flows.
    native({ tag, type, streamId, detail }) {
      if (phase !== 'joined' || left || type !== 'statechange') return
      if (tag === 'live-player') return client.updatePlayerState(streamId, detail)
      client.updatePusherState(detail)
      if ((detail as { code?: unknown } | null | undefined)?.code === 1002 && mine && !streams.has(me)) show(mine)
    },
  }
}

export const acme = (makeClient: () => AcmeClient): ProviderFactory => {
  return () => provide(makeClient())
}
