/** TRTC's media and a companion's everything else, as one provider. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type {
  Capabilities,
  JoinRequest,
  LinkSignals,
  Moderation,
  NativeEvent,
  ProviderEvents,
  RoomProvider,
  RoomSnapshot,
  UserId,
} from '../types'
import { answered } from './answered'
import { exitError, leaveReason } from './codes'
import { Comeback } from './comeback'
import { silent, userOf, type Companion } from './companion'
import { Crowd } from './crowd'
import { entryOf, roomParameter, type TrtcOptions } from './options'
import { Own } from './own'
import { Rtc, type Entrance, type RtcEvents } from './rtc'

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
  private readonly own: Own
  private readonly comeback = new Comeback(
    (attempt, cause) => this.lost(attempt, cause),
    () => this.restart(),
  )
  private settle: (error?: LiveError) => void = () => undefined

  constructor(private readonly options: TrtcOptions) {
    const { userId, channel } = options
    this.me = typeof userId === 'function' ? userId() : userId
    this.companion = channel ? channel(this.me) : silent(this.me)
    this.capabilities = this.companion.capabilities
    const person = userOf(this.me, { role: options.scene === 'rtc' ? 'speaker' : 'anchor' })
    this.own = new Own(this.me, (event, payload) => this.tell(event, payload))
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

  readonly publish: RoomProvider['publish'] = async (stream) => {
    this.inside('publish')
    const forbidden = () => {
      if (!this.mayPublish)
        throw LiveError.of('forbidden', 'trtc.publish: no right to publish; join as anchor, or ask for a mic-link')
    }
    forbidden()
    const { url, attributes } = await this.address()
    this.inside('publish')
    forbidden()
    return { streamId: this.own.publish(stream), url, mode: 'RTC', attributes }
  }

  readonly updateStream: RoomProvider['updateStream'] = async (streamId, change) => {
    this.inside('updateStream')
    this.own.update(streamId, change)
  }

  readonly unpublish: RoomProvider['unpublish'] = async (streamId) => {
    this.inside('unpublish')
    this.own.unpublish(streamId)
  }

  readonly play: RoomProvider['play'] = async (streamId) => this.inside('play').play(streamId)

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
    if (this.comeback.trying) void this.comeback.now()
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
    await answered(options.joinTimeoutMs, (answer) => {
      const { settle } = this
      this.settle = (error) => {
        this.settle = settle
        answer(error)
      }
      this.events.emit('carrier', carrier)
    })
    this.crowd.listen({
      snapshot: (now) => this.tell('snapshot', this.merge(now)),
      resumed: () => this.comeback.trying || this.tell('resumed', {}),
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
    return { ...this.crowd.merge(snapshot), streams: [...this.own.list(), ...(this.rtc ? this.rtc.list() : [])] }
  }

  private rtcEvents(): RtcEvents {
    return {
      entered: () => this.entered(),
      failed: (error) => this.trouble(error),
      // 0 and none: the tag was stopped, as with each change of the camera.
      exited: (reason, cause) => void (reason && this.trouble(exitError(reason, cause))),
      reenter: (cause) => this.again(LiveError.of('network', 'trtc: the network changed', { cause })),
      joined: (userId) => this.crowd.joined(userId),
      gone: (userId) => this.crowd.gone(userId),
      added: (stream) => this.tell('streamAdded', stream),
      updated: (stream) => this.tell('streamUpdated', stream),
      removed: (streamId) => this.tell('streamRemoved', { streamId }),
      flows: () => this.own.flows(),
      error: (error) => this.tell('error', error),
    }
  }

  private entered(): void {
    if (this.state === 'joining') return this.settle()
    if (this.comeback.back()) this.tell('resumed', {})
  }

  private trouble(error: LiveError): void {
    if (this.state === 'joining') this.settle(error)
    else this.again(error)
  }

  private again(cause: LiveError): void {
    if (this.state !== 'joined') return
    if (cause.recoverable) this.comeback.begin(cause)
    else this.out({ reason: leaveReason(cause), cause })
  }

  private lost(attempt: number, cause: LiveError): void {
    this.tell('reconnecting', { attempt, cause })
    // A tag starts anew only where its url changed.
    if (!this.own.id) this.tell('carrier', { url: '', attributes: {} })
  }

  private async restart(): Promise<void> {
    const { url, attributes } = await this.address()
    const streamId = this.own.id
    this.tell('carrier', { url, attributes })
    if (streamId) this.tell('pushTarget', { streamId, url, mode: 'RTC', attributes })
  }

  private out(left: ProviderEvents['left']): void {
    this.tell('left', left)
    void this.end()
  }

  private async end(): Promise<void> {
    if (this.state === 'over') return
    this.state = 'over'
    this.comeback.stop()
    const { rtc } = this
    this.rtc = undefined
    this.own.clear()
    if (rtc) rtc.exit()
    this.events.clear()
    this.companion.events.clear()
    await this.companion.leave()
  }
}
