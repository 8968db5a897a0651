/** TRTC's media and a companion's everything else, as one provider. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type {
  Capabilities,
  JoinRequest,
  LinkSignals,
  Moderation,
  NativeEvent,
  PlayOffer,
  ProviderEvents,
  PushTarget,
  RoomProvider,
  RoomSnapshot,
  Stream,
  StreamId,
  StreamInit,
  UserId,
} from '../types'
import { leaveReason } from './codes'
import { silent, userOf, type Companion } from './companion'
import { Crowd } from './crowd'
import { entryOf, roomParameter, type TrtcOptions } from './options'
import { Rtc, type Entrance, type RtcEvents } from './rtc'

/** How long the pusher stays stopped before it enters again: attempt by attempt, ms. */
const AGAIN = [1000, 2000, 4000, 8000, 15_000]

type State = 'new' | 'joining' | 'joined' | 'over'

export class TrtcProvider implements RoomProvider {
  readonly name = 'trtc'
  readonly events = new Emitter<ProviderEvents>()
  readonly capabilities: Capabilities
  readonly link: LinkSignals
  readonly moderate?: Moderation
  private readonly companion: Companion
  private readonly me: UserId
  private readonly crowd: Crowd
  private rtc: Rtc | undefined
  private state: State = 'new'
  private request: JoinRequest | undefined
  private mayPublish = false
  /** Mine, from publish() on; `on`: it flows, and has been told. */
  private own: (Stream & { on: boolean }) | undefined
  private attempt = 0
  private timer = 0 as unknown as ReturnType<typeof setTimeout>
  private settle: (error?: LiveError) => void = () => undefined

  constructor(private readonly options: TrtcOptions) {
    const { userId, channel } = options
    this.me = typeof userId === 'function' ? userId() : userId
    this.companion = channel ? channel(this.me) : silent(this.me)
    this.capabilities = this.companion.capabilities
    const person = userOf(this.me, { role: options.scene === 'rtc' ? 'speaker' : 'anchor' })
    this.crowd = new Crowd(person, this.companion.events, (event, payload) => this.tell(event, payload))
    this.link = this.companion.link
    if (this.companion.moderate) this.moderate = this.companion.moderate
  }

  async join(request: JoinRequest): Promise<RoomSnapshot> {
    if (this.state !== 'new') throw LiveError.of('invalid-state', 'trtc.join: one provider serves one join')
    roomParameter(request.roomId, this.options.roomIds)
    if (!request.token)
      throw LiveError.of('invalid-argument', 'trtc.join: token has to be a userSig', { subject: 'token' })
    this.state = 'joining'
    this.request = request
    try {
      return await new Promise<RoomSnapshot>((resolve, reject) => {
        this.settle = (error) => error && reject(error)
        this.enter().then(resolve, reject)
      })
    } catch (thrown) {
      await this.end()
      throw LiveError.from(thrown, 'network', 'trtc.join: could not enter')
    }
  }

  async leave(): Promise<void> {
    this.settle(LiveError.of('invalid-state', 'trtc.join: left before the join was through'))
    await this.end()
  }

  async publish({ audio, video }: StreamInit): Promise<PushTarget> {
    this.inside('publish')
    const forbidden = () => {
      if (!this.mayPublish)
        throw LiveError.of('forbidden', 'trtc.publish: no right to publish; join as anchor, or ask for a mic-link')
    }
    forbidden()
    const { url, attributes } = await this.address()
    this.inside('publish')
    forbidden()
    const streamId = `${this.me}_main`
    if (!this.own)
      this.own = { id: streamId, userId: this.me, kind: 'camera', audio, video, startedAt: Date.now(), on: false }
    return { streamId, url, mode: 'RTC', attributes }
  }

  async updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void> {
    this.inside('updateStream')
    const { own } = this
    if (!own || own.id !== streamId)
      throw LiveError.of('stream-not-found', 'trtc.updateStream: that is no stream of mine')
    Object.assign(own, change)
    if (own.on) this.tell('streamUpdated', this.mine(own))
  }

  async unpublish(streamId: StreamId): Promise<void> {
    this.inside('unpublish')
    const { own } = this
    if (!own || own.id !== streamId) return
    this.own = undefined
    if (own.on) this.tell('streamRemoved', { streamId })
  }

  async play(streamId: StreamId): Promise<PlayOffer> {
    return this.inside('play').play(streamId)
  }

  async stopPlay(): Promise<void> {
    // TRTC sees the live-player go.
  }

  readonly send: RoomProvider['send'] = async (message) => {
    this.inside('send')
    return this.companion.send(message)
  }

  native(event: NativeEvent): void {
    if (this.rtc) this.rtc.native(event)
  }

  wake(): void {
    const { companion } = this
    if (this.state !== 'joined') return
    if (companion.wake) companion.wake()
    if (!this.attempt) return
    clearTimeout(this.timer)
    void this.restart()
  }

  /** For the next start of the pusher: a session that runs needs none. */
  async renewToken(token: string): Promise<void> {
    this.inside('renewToken')
    this.request = Object.assign({}, this.request, { token })
  }

  private inside(call: string): Rtc {
    if (this.state === 'joined' && this.rtc) return this.rtc
    throw LiveError.of('invalid-state', `trtc.${call}: join first`)
  }

  private tell<K extends keyof ProviderEvents>(event: K, payload: ProviderEvents[K]): void {
    if (this.state === 'joined') this.events.emit(event, payload)
  }

  private mine({ on: _, ...stream }: Stream & { on: boolean }): Stream {
    return stream
  }

  /** Where the pusher starts. */
  private async address(): Promise<Entrance> {
    const parameters = await entryOf(this.options, this.request as JoinRequest, this.me)
    if (!this.rtc) throw LiveError.of('invalid-state', 'trtc: left meanwhile')
    return this.rtc.enter(parameters)
  }

  private async enter(): Promise<RoomSnapshot> {
    const { companion, request, options } = this
    const rtc = new Rtc(options, this.rtcEvents())
    this.rtc = rtc
    const carrier = await this.address()
    this.still(rtc)
    await new Promise<void>((resolve, reject) => {
      const { settle } = this
      const done = (error?: LiveError) => {
        this.settle = settle
        clearTimeout(this.timer)
        if (error) reject(error)
        else resolve()
      }
      this.settle = done
      const text = 'trtc.join: the room did not answer; is a <live-room> or <pusher-panel> on the page?'
      this.timer = setTimeout(() => done(LiveError.of('timeout', text)), options.joinTimeoutMs || 15_000)
      this.events.emit('carrier', carrier)
    })
    this.crowd.listen({
      snapshot: (now) => this.tell('snapshot', this.merge(now)),
      resumed: () => this.attempt || this.tell('resumed', {}),
      rights: (rights) => {
        this.mayPublish = rights.publish
        this.tell('rights', rights)
      },
      left: (left) => this.out(left),
    })
    const snapshot = await companion.join(request as JoinRequest)
    this.still(rtc)
    this.state = 'joined'
    return this.merge(snapshot)
  }

  private still(rtc: Rtc): void {
    if (this.rtc !== rtc) throw LiveError.of('invalid-state', 'trtc.join: left before the join was through')
  }

  /** The companion's people and words, TRTC's streams. */
  private merge(snapshot: RoomSnapshot): RoomSnapshot {
    this.mayPublish = snapshot.rights.publish
    const own = this.own && this.own.on ? [this.mine(this.own)] : []
    return { ...this.crowd.merge(snapshot), streams: [...own, ...(this.rtc ? this.rtc.list() : [])] }
  }

  private rtcEvents(): RtcEvents {
    return {
      entered: () => this.entered(),
      failed: (error) => (this.state === 'joining' ? this.settle(error) : this.again(error)),
      exited: (reason, cause) => this.exited(reason, cause),
      reenter: (cause) => this.again(LiveError.of('network', 'trtc: the network changed', { cause })),
      joined: (userId) => this.crowd.joined(userId),
      gone: (userId) => this.crowd.gone(userId),
      added: (stream) => this.tell('streamAdded', stream),
      updated: (stream) => this.tell('streamUpdated', stream),
      removed: (streamId) => this.tell('streamRemoved', { streamId }),
      flows: () => {
        const { own } = this
        if (!own || own.on) return
        own.on = true
        this.tell('streamAdded', this.mine(own))
      },
      error: (error) => this.tell('error', error),
    }
  }

  private entered(): void {
    if (this.state === 'joining') return this.settle()
    if (!this.attempt) return
    this.attempt = 0
    this.tell('resumed', {})
  }

  private exited(reason: number, cause: unknown): void {
    // 0 and none: the tag was stopped, as with each change of the camera.
    if (!reason) return
    const error = LiveError.of('network', `trtc: put out of the room (reason ${reason})`, { cause })
    // 3: the server's state is not normal.
    if (reason === 3) return this.state === 'joining' ? this.settle(error) : this.again(error)
    const why = leaveReason(reason)
    const text = why === 'kicked' ? 'trtc: put out of the room' : 'trtc: the room was dismissed'
    const left = { reason: why, cause: LiveError.of(why as 'kicked', text, { cause }) }
    if (this.state === 'joining') this.settle(left.cause)
    else this.out(left)
  }

  /** Out of the room for now: the pusher stops, and starts a moment later with fresh keys. */
  private again(cause: LiveError): void {
    if (this.state !== 'joined') return
    if (!cause.recoverable) {
      const expired = cause.reason.startsWith('token')
      return this.out({ reason: expired ? 'token-expired' : 'refused', cause })
    }
    clearTimeout(this.timer)
    const wait = AGAIN[Math.min(this.attempt, AGAIN.length - 1)]
    this.attempt += 1
    this.tell('reconnecting', { attempt: this.attempt, cause })
    // A tag starts anew only where its url changed.
    if (!this.own) this.tell('carrier', { url: '', attributes: {} })
    this.timer = setTimeout(() => void this.restart(), wait)
  }

  private async restart(): Promise<void> {
    try {
      const { url, attributes } = await this.address()
      const { own } = this
      this.tell('carrier', { url, attributes })
      if (own) this.tell('pushTarget', { streamId: own.id, url, mode: 'RTC', attributes })
    } catch (thrown) {
      this.again(LiveError.from(thrown, 'network', 'trtc: could not enter again'))
    }
  }

  private out(left: ProviderEvents['left']): void {
    this.tell('left', left)
    void this.end()
  }

  private async end(): Promise<void> {
    if (this.state === 'over') return
    this.state = 'over'
    clearTimeout(this.timer)
    const { rtc } = this
    this.rtc = undefined
    this.own = undefined
    if (rtc) rtc.exit()
    this.events.clear()
    this.companion.events.clear()
    await this.companion.leave()
  }
}
