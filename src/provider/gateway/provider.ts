/**
 * The gateway as a RoomProvider: each call as its frame. Arguments are checked by the room before they come here; what
 * gets past it the gateway refuses, with a sentence of its own.
 */
import { Emitter } from '../../emitter'
import { LiveError, demand } from '../../errors'
import { ALL_CAPABILITIES } from '../capabilities'
import type { ProviderEvents, RoomProvider, RoomSnapshot } from '../types'
import type { Data } from './pending'
import { createSession } from './session'
import type { Session, SessionOptions } from './session'
import { ID_PATTERN } from './wire'
import type { Command, Question } from './wire'

export function createProvider(options: SessionOptions): RoomProvider {
  const events = new Emitter<ProviderEvents>()
  /** Joining, joined or left: a provider serves one join. */
  let taken = false
  let joined = false
  let session: Session | undefined

  /** The session, for a call that needs the room. Calls are taken while reconnecting: they wait. */
  function inside(): Session {
    if (joined && session) return session
    throw LiveError.of('invalid-state', 'gateway: join first')
  }

  async function act<K extends (Command | Question)['k']>(k: K, d: Data<K>): Promise<void> {
    await inside().add(k, d)
  }

  return {
    name: 'gateway',
    capabilities: ALL_CAPABILITIES,
    events,
    async join(request) {
      const call = 'gateway.join'
      const { roomId, token } = request
      if (taken) throw LiveError.of('invalid-state', `${call}: one provider serves one join`)
      demand(/^wss?:\/\/./.test(options.url), call, 'url', 'like wss://live.example.com')
      demand(ID_PATTERN.test(roomId), call, 'roomId', '1 to 48 of A-Z a-z 0-9 _ -')
      demand(token && /^[sf]/.test(typeof token), call, 'token', 'a string or a function')
      taken = true
      return new Promise<RoomSnapshot>((resolve, reject) => {
        const entered = (snapshot: RoomSnapshot) => {
          joined = true
          resolve(snapshot)
        }
        session = createSession(options, request, events, entered, (reason, cause) => {
          session = undefined
          // A join that failed may be tried again; a stay that ended is the end of this provider.
          taken = joined || reason === 'left'
          if (joined) events.emit('left', reason === 'left' ? { reason } : { reason, cause })
          if (taken) events.clear()
          reject(cause)
        })
      })
    },
    async leave() {
      taken = true
      if (session) session.leave()
      events.clear()
    },
    async send({ key, ...message }) {
      const current = inside()
      if (message.kind === 'like') {
        current.like(message.count)
        return { id: '', at: Date.now() }
      }
      // A message is on the wire what it is in the contract.
      const { kind, ...body } = message
      const { n, at } = await current.add(kind, body as never, key)
      return { id: current.idOf(n), at }
    },
    async publish(stream) {
      const { d } = await inside().add('push', stream)
      return { streamId: d.id, url: d.url }
    },
    updateStream: (id, flags) => act('stream', { id, ...flags }),
    unpublish: (id) => act('unpush', { id }),
    async play(id) {
      const { d } = await inside().add('play', { id })
      return { urls: [d.rtmp, d.flv] }
    },
    async stopPlay() {
      // The gateway sees the media connection close; there is nothing to tell it.
    },
    link: {
      request: ({ media = 'video', seat, expiresIn: ttl } = {}) => act('mic.req', { media, seat, ttl }),
      cancel: (id) => act('mic.cancel', { id }),
      accept: (id) => act('mic.acc', { id }),
      refuse: (id, message) => act('mic.rej', { id, message }),
      invite: (user, { media, seat, expiresIn: ttl } = {}) => act('mic.inv', { user, media, seat, ttl }),
      end: (user) => act('mic.end', { user }),
      lock: (i, locked) => act('seat', { i, locked }),
      move: (to, user) => act('seat.move', { to, user }),
    },
    moderate: {
      mute: (user, on) => act('mute', { user, on }),
      kick: (user) => act('kick', { user }),
      ban: (user, seconds) => act('ban', { user, seconds }),
      unban: (user) => act('unban', { user }),
      // The log tells it before the answer comes, and the stay of whoever called is over as well.
      close: () =>
        act('close', {}).catch((error: LiveError) => {
          if (error.reason !== 'room-closed') throw error
        }),
      silence: (user, on) => act('silence', { user, on }),
      silenceAll: (on) => act('silence', { on }),
      setRole: (user, role) => act('role', { user, role }),
      transferHost: (user) => act('host', { user }),
    },
    native() {
      // The gateway's own relay sees when media starts, stalls and ends; native events tell it nothing new.
    },
    wake() {
      if (session) session.wake()
    },
    async renewToken(token) {
      inside().renew(token)
    },
  }
}
