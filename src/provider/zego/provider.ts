/** RoomProvider over one ZegoExpressEngine. */
import { Emitter } from '../../emitter'
import { demand, LiveError } from '../../errors'
import type { LinkClock } from '../link'
import type {
  JoinRequest,
  LeaveReason,
  LinkSignals,
  MessageReceipt,
  Moderation,
  NativeEvent,
  OutgoingMessage,
  PlayOffer,
  ProviderEvents,
  PushTarget,
  RoomProvider,
  RoomSnapshot,
  StreamId,
  StreamInit,
  User,
} from '../types'
import { capabilitiesOf, MODERATION_CALLS, type ZegoOptions } from './options'
import { ZegoRoom } from './room'

const systemClock: LinkClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => Date.now(),
}

const LINK_CALLS = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move'] as const

export class ZegoProvider implements RoomProvider {
  readonly name = 'zego'
  readonly capabilities
  readonly events = new Emitter<ProviderEvents>()
  readonly link: LinkSignals
  readonly moderate?: Moderation
  private room: ZegoRoom | undefined
  private joined = false
  private used = false

  constructor(private readonly options: ZegoOptions) {
    const { moderation } = options
    this.capabilities = capabilitiesOf(moderation)
    this.link = this.calls<LinkSignals>(LINK_CALLS, (call) => {
      const { link } = this.at(`link.${call}`)
      return link[call] as (...args: unknown[]) => Promise<void>
    })
    if (moderation)
      this.moderate = this.calls<Moderation>(MODERATION_CALLS, (call) => this.moderation(call, moderation))
  }

  async join(request: JoinRequest): Promise<RoomSnapshot> {
    if (this.used) throw LiveError.of('invalid-state', 'zego.join: a provider serves one join, make another')
    this.used = true
    const { roomId, token, role = 'audience', avatar } = request
    demand(roomId && typeof roomId === 'string', 'zego.join', 'roomId', 'a string that is not empty')
    demand(token, 'zego.join', 'token', 'a token04, or a function that gets one')
    const { userId, clock = systemClock } = this.options
    const id = typeof userId === 'function' ? userId() : userId
    const { name = id } = request
    const picture = avatar === undefined ? {} : { avatar }
    const me: User = { id, name, role, ...picture, muted: false, silenced: false, joinedAt: clock.now() }
    const room = new ZegoRoom(me, request, this.options, clock, this.events, (reason, cause) =>
      this.lose(reason, cause),
    )
    this.room = room
    try {
      const text = typeof token === 'string' ? token : await Promise.race([this.ask(token), room.over])
      const snapshot = await room.enter(text)
      this.joined = true
      return snapshot
    } catch (error) {
      this.finish()
      throw error
    }
  }

  async leave(): Promise<void> {
    this.used = true
    this.finish()
  }

  async publish(stream: StreamInit): Promise<PushTarget> {
    const { rights, streams } = this.at('publish')
    if (!rights.publish)
      throw LiveError.of('forbidden', 'zego.publish: no right to; join as anchor or speaker, or link mics')
    return streams.publish(stream)
  }

  async updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void> {
    return this.at('updateStream').streams.update(streamId, change)
  }

  async unpublish(streamId: StreamId): Promise<void> {
    this.at('unpublish').streams.unpublish(streamId)
  }

  async play(streamId: StreamId): Promise<PlayOffer> {
    return this.at('play').streams.play(streamId)
  }

  async stopPlay(streamId: StreamId): Promise<void> {
    this.at('stopPlay').streams.stopPlay(streamId)
  }

  async send(message: OutgoingMessage): Promise<MessageReceipt> {
    return this.at('send').messages.say(message)
  }

  /** The SDK learns from the tags whether its addresses work; what is not as it expects would break it. */
  native({ streamId, type, detail }: NativeEvent): void {
    if (!this.room?.streams.known(streamId)) return
    const { code, info } = (detail ?? {}) as { code?: unknown; info?: unknown }
    const { engine } = this.options
    if (type === 'statechange' && typeof code === 'number') engine.updatePlayerState(streamId, { detail })
    if (type === 'netstatus' && typeof info === 'object' && info !== null)
      engine.updatePlayerNetStatus(streamId, { detail })
  }

  async renewToken(token: string): Promise<void> {
    await this.at('renewToken').renew(token)
  }

  private at(call: string): ZegoRoom {
    if (this.room && this.joined) return this.room
    throw LiveError.of('invalid-state', `zego.${call}: join a room first`)
  }

  /** The token function's own failure, said as what it is. */
  private async ask(token: () => Promise<string>): Promise<string> {
    const text = await token().catch((thrown: unknown) => {
      throw LiveError.from(thrown, 'token-invalid', 'zego.join: the token function failed')
    })
    demand(text && typeof text === 'string', 'zego.join', 'token', 'a token04')
    return text
  }

  private moderation(call: keyof Moderation, moderation: Partial<Moderation>): (...args: unknown[]) => Promise<void> {
    this.at(`moderate.${call}`)
    const act = moderation[call]
    if (act) return act.bind(moderation) as (...args: unknown[]) => Promise<void>
    throw LiveError.of(
      'unsupported',
      `zego.moderate.${call}: give zego({ moderation: { ${call} } }) to do it by your backend`,
    )
  }

  /** Every call by name, looked up when it is made. */
  private calls<T>(
    names: ReadonlyArray<keyof T & string>,
    find: (name: keyof T & string) => (...args: unknown[]) => Promise<void>,
  ): T {
    const entries = names.map((name) => [name, async (...args: unknown[]) => find(name)(...args)] as const)
    return entries.reduce((all, [name, call]) => Object.assign(all, { [name]: call }), {}) as T
  }

  private lose(reason: LeaveReason, cause?: LiveError): void {
    const { joined } = this
    this.finish(() => {
      if (joined) this.events.emit('left', { reason, ...(cause && { cause }) })
    })
  }

  private finish(tell: () => void = () => undefined): void {
    const { room } = this
    if (!room) return
    this.room = undefined
    this.joined = false
    room.stop()
    this.options.engine.logoutRoom(room.roomId)
    tell()
    this.events.clear()
  }
}
