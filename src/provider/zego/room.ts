/** One stay in one room: what the engine tells, as the contract's events. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { peerLink, type LinkClock, type PeerLink } from '../link'
import type { JoinRequest, LeaveReason, ProviderEvents, Rights, RoomSnapshot, User, UserId } from '../types'
import type { ZegoEvents, ZegoRoomState, ZegoUser } from './engine'
import { leaveReason, zegoError } from './errors'
import { Messages } from './messages'
import type { ZegoOptions } from './options'
import { rightsOf, userNameOf, userOf } from './people'
import { Streams } from './streams'

/** How long joining waits for ZEGO to say how many people there are, and who. */
const LIST_MS = 3000

export class ZegoRoom {
  readonly messages: Messages
  readonly streams: Streams
  readonly link: PeerLink
  readonly users = new Map<UserId, User>()
  get roomId(): string {
    return this.request.roomId
  }
  /** Rejects when the stay is over. */
  readonly over: Promise<never>
  private end!: (error: LiveError) => void
  private readonly undo: Array<() => void> = []
  /** Events before join() has resolved are in its snapshot. */
  private readonly quiet = new Emitter<ProviderEvents>()
  /** 0 until ZEGO has said it. */
  private online = 0
  private attempt = 0
  private told = ''
  private listed: () => void = () => undefined
  private listTimer: unknown

  constructor(
    readonly me: User,
    private readonly request: JoinRequest,
    private readonly options: ZegoOptions,
    private readonly clock: LinkClock,
    private readonly events: Emitter<ProviderEvents>,
    private readonly left: (reason: LeaveReason, cause?: LiveError) => void,
  ) {
    const { engine, source = 'BGP', seats = 4 } = options
    this.over = new Promise((_, reject) => (this.end = reject))
    this.over.catch(() => undefined)
    const room = { me, name: (id: UserId) => this.name(id), others: () => this.others, counted: () => this.counted() }
    this.messages = new Messages(engine, request.roomId, room, this.quiet, clock)
    this.streams = new Streams(engine, request.roomId, me.id, this.quiet, clock, source)
    const people = {
      role: (id: UserId) => (id === me.id ? me.role : this.users.get(id)?.role),
      name: (id: UserId) => this.name(id),
      hosts: () => [...this.users.values(), me].filter(({ role }) => role === 'anchor').map(({ id }) => id),
    }
    const changed = () => this.righted()
    this.link = peerLink({ me: me.id, channel: this.messages, people, events: this.quiet, seats, changed, clock })
    this.told = JSON.stringify(this.rights)
    this.listen()
  }

  get rights(): Rights {
    return rightsOf(this.me, this.link.seated(this.me.id), !!this.options.moderation)
  }

  async enter(token: string): Promise<RoomSnapshot> {
    const { engine } = this.options
    const { me, request } = this
    const user = { userID: me.id, userName: userNameOf(me) }
    const login = engine.loginRoom(request.roomId, token, user, { userUpdate: true })
    await Promise.race([login, this.over]).catch((thrown: unknown) => {
      throw zegoError('join', thrown, 'network')
    })
    if (!this.complete) await Promise.race([this.list(), this.over])
    // From now on what happens is told.
    this.forward()
    this.link.start()
    return this.snapshot()
  }

  snapshot(): RoomSnapshot {
    const { me, users, streams, messages, rights, online, request } = this
    return {
      roomId: request.roomId,
      me: { ...me },
      rights,
      users: [...users.values(), me].map((user) => ({ ...user })),
      streams: Array.from(streams.all.values(), (stream) => ({ ...stream })),
      messages: messages.kept.slice(),
      link: this.link.snapshot(),
      online: Math.max(online, users.size + 1),
      likes: messages.likes,
      allSilenced: false,
    }
  }

  async renew(token?: string): Promise<void> {
    const { token: given, roomId } = this.request
    if (token === undefined && typeof given === 'string')
      throw LiveError.of(
        'token-expired',
        'zego: the token expires in 30 s; give a function as token, or call renewToken()',
      )
    const fresh = token ?? (typeof given === 'function' ? await given() : '')
    if (!this.options.engine.renewToken(fresh, roomId))
      throw LiveError.of('token-invalid', 'zego.renewToken: ZEGO did not take the token', { subject: 'token' })
  }

  stop(): void {
    this.undo.splice(0).forEach((undo) => undo())
    this.link.stop()
    this.messages.stop()
    this.streams.stop()
    this.clock.clearTimeout(this.listTimer)
    this.quiet.clear()
    this.end(LiveError.of('invalid-state', 'zego: the room was left'))
  }

  private get complete(): boolean {
    return this.online > 0 && this.users.size + 1 >= this.online
  }

  private get others(): UserId[] {
    return Array.from(this.users.keys())
  }

  private name(userId: UserId): string {
    return userId === this.me.id ? this.me.name : (this.users.get(userId)?.name ?? userId)
  }

  private listen(): void {
    const { streams, messages } = this
    this.on('roomStateChanged', (_, state, code, words) => this.state(state, code, words))
    this.on('roomUserUpdate', (_, type, list) => (type === 'ADD' ? this.came(list) : this.went(list)))
    this.on('roomOnlineUserCountUpdate', (_, count) => this.count(count))
    this.on('roomStreamUpdate', (_, type, list) => (type === 'ADD' ? streams.added(list) : streams.removed(list)))
    this.on('streamExtraInfoUpdate', (_, list) => streams.updated(list))
    this.on('IMRecvBroadcastMessage', (_, list) => messages.broadcast(list))
    this.on('IMRecvBarrageMessage', (_, list) => messages.barrage(list))
    this.on('IMRecvCustomCommand', (_, from, command) => messages.command(from.userID, command))
    this.on('roomExtraInfoUpdate', (_, infos) => messages.noted(infos))
    this.on('tokenWillExpire', () => void this.renew().catch((thrown: unknown) => this.unrenewed(thrown)))
    const { engine } = this.options
    const published = (state: Parameters<ZegoEvents['publisherStateUpdate']>[0]) => streams.published(state)
    engine.on('publisherStateUpdate', published as never)
    this.undo.push(() => void engine.off('publisherStateUpdate', published as never))
  }

  /** Of my room alone: the engine could be in others. */
  private on<K extends Exclude<keyof ZegoEvents, 'publisherStateUpdate'>>(event: K, listener: ZegoEvents[K]): void {
    const { engine } = this.options
    const mine = ((roomId: string, ...rest: unknown[]) => {
      if (roomId === this.request.roomId) (listener as (...all: unknown[]) => void)(roomId, ...rest)
    }) as ZegoEvents[K]
    engine.on(event, mine as never)
    this.undo.push(() => void engine.off(event, mine as never))
  }

  private forward(): void {
    const pass = <K extends keyof ProviderEvents>(event: K) =>
      this.undo.push(this.quiet.on(event, (payload) => this.events.emit(event, payload)))
    const NAMES = [
      ...(['reconnecting', 'snapshot', 'rights', 'userJoined', 'userLeft', 'streamAdded', 'streamUpdated'] as const),
      ...(['streamRemoved', 'message', 'counts', 'linkRequested', 'linkSettled', 'linkStarted', 'linkEnded'] as const),
      ...(['seats', 'error'] as const),
    ]
    NAMES.forEach((name) => pass(name))
  }

  private state(state: ZegoRoomState, code: number, words: string): void {
    const cause = () => zegoError(state.toLowerCase(), { code, msg: words }, 'network')
    if (state === 'RECONNECTING') {
      this.attempt += 1
      this.quiet.emit('reconnecting', { attempt: this.attempt, cause: cause() })
    } else if (state === 'RECONNECTED') {
      this.attempt = 0
      // ZEGO keeps no messages: who was away may have missed some.
      this.quiet.emit('snapshot', this.snapshot())
      this.link.start()
    } else if (state === 'KICKOUT' || state === 'RECONNECT_FAILED') this.left(leaveReason(code), cause())
    else if (state === 'LOGOUT') this.left('left')
  }

  private came(list: ZegoUser[]): void {
    for (const zego of list) {
      if (zego.userID === this.me.id || this.users.has(zego.userID)) continue
      const user = userOf(zego, this.clock.now(), this.options.roleOf)
      this.users.set(user.id, user)
      this.quiet.emit('userJoined', { ...user })
      this.link.came(user.id)
    }
    // A list longer than the count corrects it, and never begins it: ZEGO says the count first.
    if (this.online) this.count(Math.max(this.online, this.users.size + 1))
    if (this.complete) this.listed()
  }

  private went(list: ZegoUser[]): void {
    for (const { userID } of list) {
      if (!this.users.delete(userID)) continue
      this.link.went(userID)
      this.quiet.emit('userLeft', { userId: userID })
      this.count(this.online - 1)
    }
  }

  private count(online: number): void {
    if (online === this.online) return
    this.online = Math.max(1, online)
    this.counted()
    if (this.complete) this.listed()
  }

  private counted(): void {
    this.quiet.emit('counts', { online: this.online, likes: this.messages.likes })
  }

  private righted(): void {
    const { rights } = this
    const now = JSON.stringify(rights)
    if (now === this.told) return
    this.told = now
    this.quiet.emit('rights', rights)
    if (!rights.publish && this.streams.own !== undefined) this.streams.unpublish(this.streams.own)
  }

  private unrenewed(thrown: unknown): void {
    const error = LiveError.from(thrown, 'token-invalid', 'zego: no fresh token could be had')
    if (error.recoverable || error.reason === 'token-expired' || !(thrown instanceof LiveError))
      this.quiet.emit('error', error)
    else this.left('token-expired', error)
  }

  private list(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.listed = resolve
      this.listTimer = this.clock.setTimeout(() => resolve(), LIST_MS)
    }).then(() => this.clock.clearTimeout(this.listTimer))
  }
}
