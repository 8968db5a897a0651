import { Emitter } from '../emitter'
import { LiveError } from '../errors'
import { resolveProvider } from '../provider/registry'
import type {
  JoinRequest,
  LeaveReason,
  NativeEvent,
  RoomProvider,
  RoomSnapshot,
  Stream,
  StreamId,
  User,
  UserId,
} from '../provider/types'
import { ListCell } from './cell'
import type { RoomContext } from './context'
import { handlers, type Handlers } from './handlers'
import { Media } from './media'
import { Messages } from './messages'
import { MicLink } from './mic-link'
import { Session } from './session'
import type { PlayerController, PusherController, Room, RoomEvents, RoomOptions } from './types'

const MAX_MESSAGES = 200

/**
 * The whole of one room: holds the parts, owns the provider of the running session and deals its events out.
 * What each part knows is in its own file.
 */
export class LiveRoom implements Room, RoomContext {
  readonly session = new Session()
  readonly users = new ListCell<User>()
  readonly streams = new ListCell<Stream>()
  readonly events = new Emitter<RoomEvents>()
  readonly messages: Messages
  readonly link: MicLink
  readonly media: Media
  private current: RoomProvider | undefined
  private unwire: Array<() => void> = []

  constructor(private options: RoomOptions) {
    this.messages = new Messages(this, options.maxMessages ?? MAX_MESSAGES, (error) => this.report(error))
    this.link = new MicLink(this)
    this.media = new Media(this)
  }

  get pusher(): PusherController {
    return this.media.pusher
  }

  player(streamId: StreamId): PlayerController {
    return this.media.player(streamId)
  }

  /**
   * Enters the room. Every `join` makes a provider of its own, so a room can be joined again after it was left.
   * @throws LiveError `invalid-argument`, `invalid-state` (already inside), or why the server refused.
   */
  async join(request: JoinRequest): Promise<void> {
    checkJoin(request)
    const { state } = this.session
    if (state !== 'idle' && state !== 'left')
      throw LiveError.of(
        'invalid-state',
        `room.join: already ${state} "${this.session.snapshot.roomId}"; leave() first`,
      )
    const provider = this.makeProvider()
    if (request.roomId !== this.session.snapshot.roomId) this.messages.reset()
    this.current = provider
    this.session.begin(request.roomId, provider.capabilities)
    this.wire(provider)
    try {
      const snapshot = await provider.join(request)
      if (this.current !== provider) throw LiveError.of('invalid-state', 'room.join: left before the join was through')
      this.enter(snapshot)
    } catch (thrown) {
      const error = LiveError.from(thrown, 'network', `room.join: could not enter "${request.roomId}"`)
      // A provider that said `left` itself has already been ended with its own reason.
      if (this.current === provider) this.end('refused')
      throw error
    }
  }

  /** Leaves; nothing of the session keeps running. Harmless when not in a room. */
  async leave(): Promise<void> {
    const provider = this.current
    if (!provider) return
    this.end('left')
    await provider.leave()
  }

  async kick(userId: UserId): Promise<void> {
    await this.moderation('room.kick').kick(userId)
  }

  async muteChat(userId: UserId, on: boolean): Promise<void> {
    await this.moderation('room.muteChat').mute(userId, on)
  }

  async renewToken(token: string): Promise<void> {
    const provider = this.provider('room.renewToken')
    if (!provider.renewToken)
      throw LiveError.of(
        'unsupported',
        `room.renewToken: provider "${provider.name}" takes its tokens from join() only`,
      )
    await provider.renewToken(token)
  }

  wake(): void {
    this.current?.wake?.()
    this.media.wake()
  }

  sleep(): void {
    this.media.sleep()
  }

  interrupted(on: boolean): void {
    this.media.interrupted(on)
  }

  /** For the parts: the running session's provider. */
  provider(call: string): RoomProvider {
    if (this.current && this.session.inside) return this.current
    throw LiveError.of('invalid-state', `${call}: join a room first (now ${this.session.state})`)
  }

  /** Native events go to the provider from the first moment: some clouds join by them. */
  native(event: NativeEvent): void {
    this.current?.native(event)
  }

  me(): User | undefined {
    return this.session.snapshot.me
  }

  report(error: LiveError): void {
    this.events.emit('error', error)
  }

  /** A fresh state: on entry, and after a reconnect that could not resume. */
  enter(snapshot: RoomSnapshot): void {
    this.session.entered(snapshot)
    this.users.replace(snapshot.users)
    this.streams.replace(snapshot.streams)
    this.messages.replace(snapshot.messages)
    this.link.replace(snapshot.link)
    this.media.update()
  }

  /** The session is over, from whichever side. */
  end(reason: LeaveReason): void {
    this.unwire.splice(0).forEach((undo) => undo())
    this.current = undefined
    this.session.connection({ state: 'left', reason })
    this.media.stop()
    this.messages.stop()
    this.link.reset()
    this.users.replace([])
    this.streams.replace([])
  }

  private makeProvider(): RoomProvider {
    const { provider = 'gateway', url } = this.options
    if (typeof provider !== 'string') return provider
    return resolveProvider(provider, url === undefined ? {} : { url })
  }

  private wire(provider: RoomProvider): void {
    const table: Handlers = handlers(this)
    this.unwire = (Object.keys(table) as Array<keyof Handlers>).map((event) =>
      provider.events.on(event, table[event] as (payload: unknown) => void),
    )
  }

  private moderation(call: string) {
    const { moderate, name } = this.provider(call)
    if (moderate) return moderate
    throw LiveError.of('unsupported', `${call}: provider "${name}" has no moderation`)
  }
}

function checkJoin(request: JoinRequest): void {
  const missing = !request?.roomId ? 'roomId' : !request.token ? 'token' : undefined
  if (missing)
    throw LiveError.of('invalid-argument', `room.join: ${missing} is missing; pass { roomId, token }`, {
      subject: missing,
    })
}

/**
 * Creates a room that is joined by `room.join({ roomId, token })`. No UI, no MobX.
 *
 * @example
 * const room = createRoom({ url: 'wss://live.example.com' })
 * room.messages.onChange(({ entries }) => draw(entries))
 * await room.join({ roomId: 'class-1', token })
 */
export function createRoom(options: RoomOptions = {}): Room {
  return new LiveRoom(options)
}
