/** The gateway as a RoomProvider: argument and state checks here, everything else in the session. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { ALL_CAPABILITIES } from '../capabilities'
import type {
  JoinRequest,
  LinkRequest,
  LinkSignals,
  MessageReceipt,
  Moderation,
  OutgoingMessage,
  ProviderEvents,
  RoomProvider,
  RoomSnapshot,
  UserId,
} from '../types'
import { checkJoin, demand, demandCount, demandText, toCommand } from './check'
import { messageId } from './events'
import type { Receipt } from './outbox'
import { createSession } from './session'
import type { Session, SessionOptions } from './session'
import type { Command } from './wire'

export type ProviderOptions = Omit<SessionOptions, 'url'> & { url: string | undefined }

export function createProvider({ url, ...options }: ProviderOptions): RoomProvider {
  const events = new Emitter<ProviderEvents>()
  let state: 'idle' | 'joining' | 'joined' | 'left' = 'idle'
  let session: Session | undefined

  /** The session, for a call that needs the room. Calls are taken while reconnecting: they wait. */
  function inside(call: string): Session {
    if (state === 'joined' && session) return session
    const missing = state === 'left' ? 'the room is left; join again with a new provider' : 'join a room first'
    throw LiveError.of('invalid-state', `gateway.${call}: ${missing}`)
  }

  async function join(request: JoinRequest): Promise<RoomSnapshot> {
    if (state !== 'idle')
      throw LiveError.of('invalid-state', `gateway.join: ${state} already; a provider serves one join, make another`)
    checkJoin(url, request)
    state = 'joining'
    session = createSession({ url, ...options }, request, {
      events,
      entered: () => (state = 'joined'),
      ended(reason, cause) {
        const stayed = state === 'joined'
        // A join that failed may be tried again; a stay that ended is the end of this provider.
        state = stayed || reason === 'left' ? 'left' : 'idle'
        session = undefined
        if (stayed) events.emit('left', { reason, ...(cause && { cause }) })
        if (state === 'left') events.clear()
      },
    })
    return session.snapshot
  }

  function command(call: string, what: Command, key?: string): Promise<Receipt> {
    return inside(call).command(what, `gateway.${call}`, key)
  }

  async function send(message: OutgoingMessage): Promise<MessageReceipt> {
    const call = 'gateway.send'
    const current = inside('send')
    if (message.kind === 'like') {
      demandCount(message.count, call)
      current.like(message.count)
      return { id: '', at: Date.now() }
    }
    const { e, s, at } = await current.command(toCommand(message, call), call, message.key)
    return { id: messageId(e, s), at }
  }

  /** A command about something or somebody that has an id. */
  async function about(call: string, subject: string, id: unknown, what: Command): Promise<Receipt> {
    demandText(id, `gateway.${call}`, subject)
    return command(call, what)
  }

  /** The receipt comes after the event, so the request is known by now. */
  function waiting(call: string, userId?: UserId): LinkRequest {
    const request = inside(call).waiting(userId)
    if (request) return request
    throw LiveError.of('link-not-found', `gateway.${call}: it was answered before its receipt came; see linkSettled`)
  }

  const link: LinkSignals = {
    async request({ media = 'video' } = {}) {
      demand(media === 'video' || media === 'audio', 'gateway.link.request', 'media', "'video' or 'audio'")
      await command('link.request', { k: 'mic.req', d: { media } })
      return waiting('link.request')
    },
    async cancel(id) {
      await about('link.cancel', 'requestId', id, { k: 'mic.cancel', d: { id } })
    },
    async accept(id) {
      await about('link.accept', 'requestId', id, { k: 'mic.acc', d: { id } })
    },
    async refuse(id, message) {
      await about('link.refuse', 'requestId', id, { k: 'mic.rej', d: { id, ...(message ? { message } : {}) } })
    },
    async invite(user) {
      await about('link.invite', 'userId', user, { k: 'mic.inv', d: { user } })
      return waiting('link.invite', user)
    },
    async end(user) {
      await command('link.end', { k: 'mic.end', d: user === undefined ? {} : { user } })
    },
  }

  const moderate: Moderation = {
    async mute(user, on) {
      await about('moderate.mute', 'userId', user, { k: 'mute', d: { user, on } })
    },
    async kick(user) {
      await about('moderate.kick', 'userId', user, { k: 'kick', d: { user } })
    },
  }

  return {
    name: 'gateway',
    capabilities: ALL_CAPABILITIES,
    events,
    link,
    moderate,
    join,
    send,
    async leave() {
      state = state === 'idle' ? 'left' : state
      session?.leave()
    },
    async publish({ audio, video }) {
      const { id, url } = await inside('publish').ask({ k: 'push', d: { audio, video } }, 'gateway.publish')
      return { streamId: id, url }
    },
    async updateStream(id, { audio, video }) {
      await about('updateStream', 'streamId', id, { k: 'stream', d: { id, audio, video } })
    },
    async unpublish(id) {
      demandText(id, 'gateway.unpublish', 'streamId')
      await inside('unpublish').ask({ k: 'unpush', d: { id } }, 'gateway.unpublish')
    },
    async play(id, { mode }) {
      demandText(id, 'gateway.play', 'streamId')
      const { rtmp, flv } = await inside('play').ask({ k: 'play', d: { id } }, 'gateway.play')
      return { mode, url: mode === 'RTC' ? rtmp : flv }
    },
    async stopPlay() {
      // The gateway sees the media connection close; there is nothing to tell it.
      inside('stopPlay')
    },
    native() {
      // The gateway's own relay sees when media starts, stalls and ends; native events tell it nothing new.
    },
    wake() {
      session?.wake()
    },
    async renewToken(token) {
      demandText(token, 'gateway.renewToken', 'token')
      inside('renewToken').renew(token)
    },
  }
}
