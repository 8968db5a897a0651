/**
 * TRTC's media and a companion's everything else, as one provider. Either can lose its connection: `reconnecting` when the first
 * does, `resumed` when both are back.
 */
import { Emitter } from '../../emitter'
import { demand, LiveError } from '../../errors'
import type { JoinRequest, ProviderEvents, RoomProvider, RoomSnapshot, Stream } from '../types'
import { leaveReason } from './codes'
import { createCrowd } from './crowd'
import { entryOf, roomParameter, type TrtcOptions } from './options'
import { createRtc, type Entrance, type Rtc, type Tell } from './rtc'
import { silent, userOf } from './silent'

/** The pusher stays stopped that long before it enters again, ms: at first, at most. */
const WAIT = { first: 1000, most: 15_000 }

/** @returns a provider for one join */
export function createProvider(options: TrtcOptions): RoomProvider {
  const { userId, channel, scene, roomIds, joinTimeoutMs = 15_000 } = options
  const me = typeof userId === 'function' ? userId() : userId
  const companion = channel ? channel(me) : silent(me)
  const { capabilities, link, moderate } = companion
  const events = new Emitter<ProviderEvents>()
  let state: 'new' | 'joining' | 'joined' | 'over' = 'new'
  let request: JoinRequest
  let rtc: Rtc | undefined
  let mayPublish = false
  /** My stream, from publish() to unpublish(); it is told once it flows. */
  let mine: Stream | undefined
  let flowing = false
  /** While joining: the room took me in, or something is in the way. */
  let entered: () => void
  let fail: (error: LiveError) => void = () => undefined
  /** Of the try to join, or to come back. */
  let timer: ReturnType<typeof setTimeout> | 0 = 0
  /** TRTC is lost, and why; the companion is. */
  let lost: ProviderEvents['reconnecting'] | undefined
  let away = false

  const tell: Tell = (event, payload) => {
    if (state === 'joined') events.emit(event, payload)
  }
  const crowd = createCrowd(userOf(me, { role: scene === 'rtc' ? 'speaker' : 'anchor' }), tell)

  function inside(call: string): Rtc {
    if (state === 'joined' && rtc) return rtc
    throw LiveError.of('invalid-state', `trtc.${call}: join first`)
  }

  /** Where the pusher starts, with fresh keys. */
  async function address(): Promise<Entrance> {
    const reason = state === 'joining' ? 'token-invalid' : 'network'
    const parameters = await entryOf(options, request, me).catch((thrown: unknown) => {
      throw LiveError.from(thrown, reason, 'trtc: no userSig or privateMapKey; the function that gives it failed')
    })
    if (rtc) return rtc.enter(parameters)
    throw LiveError.of('invalid-state', 'trtc: left meanwhile')
  }

  async function enter(): Promise<RoomSnapshot> {
    rtc = createRtc(options, tell, crowd.came, crowd.went, back, trouble, flows)
    const carrier = await address()
    await new Promise<void>((resolve) => {
      entered = resolve
      const text = 'trtc.join: the room did not answer; is a <live-room> or <pusher-panel> on the page?'
      timer = setTimeout(() => fail(LiveError.of('timeout', text)), joinTimeoutMs)
      events.emit('carrier', carrier)
    })
    listen()
    const snapshot = await companion.join(request)
    const { id } = snapshot.me
    const hint = `trtc.join: the channel's token is for "${id}", the userSig for "${me}"`
    if (id !== me) throw LiveError.of('token-invalid', hint, { subject: 'channel' })
    const merged = merge(snapshot)
    // Not where it was left meanwhile.
    if (state === 'joining') state = 'joined'
    return merged
  }

  function listen(): void {
    const heard = companion.events
    crowd.listen(heard)
    heard.on('rights', (rights) => {
      mayPublish = rights.publish
      tell('rights', rights)
    })
    heard.on('reconnecting', (how) => {
      away = true
      tell('reconnecting', how)
    })
    heard.on('resumed', () => {
      away = false
      if (!lost) tell('resumed', {})
    })
    heard.on('snapshot', (snapshot) => {
      away = false
      tell('snapshot', merge(snapshot))
      if (lost) tell('reconnecting', lost)
    })
    heard.on('left', out)
  }

  /** The companion's people and words, TRTC's streams. */
  function merge(snapshot: RoomSnapshot): RoomSnapshot {
    mayPublish = snapshot.rights.publish
    const streams = rtc ? rtc.list() : []
    return { ...crowd.merge(snapshot), streams: mine && flowing ? [mine, ...streams] : streams }
  }

  /** TRTC has me in the room. */
  function back(): void {
    clearTimeout(timer)
    if (state === 'joining') return entered()
    if (lost && !away) tell('resumed', {})
    lost = undefined
  }

  function trouble(cause: LiveError): void {
    if (state === 'joining') return fail(cause)
    if (state !== 'joined') return
    if (!cause.recoverable) return out({ reason: leaveReason(cause), cause })
    const { attempt } = lost || { attempt: 0 }
    clearTimeout(timer)
    timer = setTimeout(() => void again(), Math.min(WAIT.most, WAIT.first * 2 ** attempt))
    lost = { attempt: attempt + 1, cause }
    tell('reconnecting', lost)
    // A tag starts anew only where its url changed.
    if (!mine) tell('carrier', { url: '', attributes: {} })
  }

  async function again(): Promise<void> {
    clearTimeout(timer)
    try {
      const entrance = await address()
      tell('carrier', entrance)
      if (mine) tell('pushTarget', { streamId: mine.id, mode: 'RTC', ...entrance })
    } catch (thrown) {
      trouble(LiveError.from(thrown, 'network', 'trtc: could not enter again'))
    }
  }

  function flows(): void {
    if (!mine || flowing) return
    flowing = true
    tell('streamAdded', mine)
  }

  function out(left: ProviderEvents['left']): void {
    if (left.cause) fail(left.cause)
    tell('left', left)
    void abandon()
  }

  /** Where it is told why: that the channel could not even be left counts less. */
  const abandon = () => end().catch(() => undefined)

  async function end(): Promise<void> {
    if (state === 'over') return
    state = 'over'
    clearTimeout(timer)
    const stay = rtc
    // First: what the pusher says about being stopped concerns nobody any more.
    rtc = mine = undefined
    if (stay) stay.exit()
    events.clear()
    companion.events.clear()
    await companion.leave()
  }

  function demandRight(): void {
    inside('publish')
    const hint = 'trtc.publish: no right to publish; join as anchor, or ask for a mic-link'
    if (!mayPublish) throw LiveError.of('forbidden', hint)
  }

  return {
    name: 'trtc',
    capabilities,
    events,
    link,
    ...(moderate && { moderate }),
    async join(how) {
      if (state !== 'new') throw LiveError.of('invalid-state', 'trtc.join: one provider serves one join')
      roomParameter(how.roomId, roomIds)
      demand(how.token, 'trtc.join', 'token', 'a userSig, or a function that gives one')
      state = 'joining'
      request = how
      try {
        return await new Promise<RoomSnapshot>((resolve, reject) => {
          fail = reject
          enter().then(resolve, reject)
        })
      } catch (thrown) {
        await abandon()
        throw LiveError.from(thrown, 'network', 'trtc.join: could not enter')
      }
    },
    async leave() {
      fail(LiveError.of('invalid-state', 'trtc.join: left before the join was through'))
      await end()
    },
    async publish({ audio, video }) {
      demandRight()
      const entrance = await address()
      demandRight()
      mine = mine || { id: `${me}_main`, userId: me, kind: 'camera', audio, video, startedAt: Date.now() }
      return { streamId: mine.id, mode: 'RTC', ...entrance }
    },
    async updateStream(streamId, flags) {
      inside('updateStream')
      if (!mine || mine.id !== streamId)
        throw LiveError.of('stream-not-found', 'trtc.updateStream: that is no stream of mine')
      mine = { ...mine, ...flags }
      if (flowing) tell('streamUpdated', mine)
    },
    async unpublish(streamId) {
      inside('unpublish')
      if (!mine || mine.id !== streamId) return
      mine = undefined
      if (flowing) tell('streamRemoved', { streamId })
      flowing = false
    },
    play: async (streamId) => inside('play').play(streamId),
    async stopPlay() {
      // TRTC sees the live-player go.
    },
    async send(message) {
      inside('send')
      return companion.send(message)
    },
    native(event) {
      if (rtc) rtc.native(event)
    },
    wake() {
      if (state !== 'joined') return
      if (companion.wake) companion.wake()
      if (lost) void again()
    },
    /** For the next start of the pusher: a stay that goes on needs none. */
    async renewToken(token) {
      inside('renewToken')
      request = { ...request, token }
    },
  }
}
