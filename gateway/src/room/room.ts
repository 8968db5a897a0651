/** One live room: people come and go, commands become events, events reach everybody. */
import type { Cursor, LogEvent, StreamId, User, UserId } from '../wire'
import { Core, type Job, type Outcome } from './core'
import { evolve } from './evolve'
import { Feed } from './feed'
import type { Entry, Follower, LogEngine, Producer, Stored } from './log'
import type { Client, Member } from './member'
import { Members } from './members'
import { Presence } from './presence'
import { Publishing } from './publishing'
import type { Profile, Refusal, RoomCommand } from './rules'
import type { RoomContext } from './settings'
import { emptyState, type Carrier, type State } from './state'
import { dumpState, loadState } from './stored'

export class Room implements Follower {
  readonly publishing: Publishing
  readonly presence: Presence
  private readonly current: { now: State }
  private readonly core: Core
  private readonly feed: Feed
  private readonly members: Members
  private open = false

  private constructor(
    readonly id: string,
    private readonly context: RoomContext,
  ) {
    this.current = { now: emptyState(context.settings.seats) }
    this.core = new Core(id, this.current, context, (user) => this.members.get(user)?.user)
    this.feed = new Feed(id, () => this.core.log, this.current)
    this.members = new Members(this.core, this.feed, ({ user, connection }) => {
      this.presence.giveUp(user.id, connection)
      context.changed(this)
    })
    this.presence = new Presence(this.core, this.members)
    this.publishing = new Publishing(this.core)
  }

  /** Rejects when the engine cannot open the room's log. */
  static async open(id: string, engine: LogEngine, context: RoomContext): Promise<Room> {
    const room = new Room(id, context)
    room.core.log = await engine.open(id, room)
    room.open = true
    room.begin()
    return room
  }

  get state(): State {
    return this.current.now
  }

  get epoch(): string {
    return this.core.log.epoch
  }

  get head(): number {
    return this.core.log.head
  }

  /** People in the room, over all gateways, and their likes. */
  get counts(): { online: number; likes: number } {
    return this.members.counts()
  }

  /** Connections through this gateway. */
  get connected(): number {
    return this.members.size
  }

  /** The connection by which somebody is here, if it is through this gateway. */
  connection(user: UserId): string | undefined {
    return this.members.get(user)?.connection
  }

  /** Nobody is here, on the way back or publishing. */
  get empty(): boolean {
    return this.members.size + this.state.users.size + this.state.streams.size === 0
  }

  /** A moderator's word stands that would be forgotten with the room: a ban, or that it is closed. */
  get remembers(): boolean {
    const now = this.context.now()
    return this.state.closed || Array.from(this.state.bans.values()).some((until) => until > now)
  }

  get busy(): boolean {
    return this.core.busy
  }

  /**
   * Puts a connection into the room and sends it what it needs: the missed events when `cursor` is good, else a snapshot.
   * An older connection of the same user is replaced, on whatever gateway it is.
   */
  attach(client: Client, user: UserId, profile: Profile, cursor?: Cursor): Promise<Member | Refusal> {
    return this.presence.attach(client, user, profile, cursor)
  }

  detach(member: Member, why: 'left' | 'lost'): void {
    this.presence.detach(member, why)
    this.context.changed(this)
  }

  /** Whether this command was decided before; asked before anything that could refuse a resend. */
  known(producer: Producer): boolean {
    return this.core.known(producer) !== undefined
  }

  /**
   * @param options.system the customer's backend: every right, moderates everybody
   * @param options.name what an actor who is not here is called
   */
  async perform(
    actor: UserId,
    command: RoomCommand,
    options: { producer?: Producer; system?: boolean; name?: string } = {},
  ): Promise<Outcome> {
    return this.core.perform({ actor, command, ...options, ...(await this.about(command)) })
  }

  like(count: number): void {
    this.core.log.places.like(count)
  }

  /** Catches a reader up, as far as its socket takes it. */
  pump(member: Member): void {
    this.members.pump(member)
  }

  flush(): void {
    this.members.flush()
  }

  stop(): void {
    this.open = false
    this.core.timers.clear()
  }

  restore(stored: Stored | undefined): void {
    this.current.now = loadState(stored?.state, this.context.settings.seats)
    this.core.version++
    this.feed.clear()
    this.core.timers.clear()
  }

  entries(entries: readonly Entry[], own: boolean): void {
    this.core.version++
    for (const { events } of entries) for (const event of events) this.take(event)
    if (!this.open) return
    if (own) {
      this.context.meter.written += entries.reduce((sum, { events }) => sum + events.length, 0)
      this.context.wrote(this, entries)
    }
    if (entries.some(({ events }) => events.length > 0)) this.context.tick.touch(this)
    this.context.changed(this)
  }

  turned(): void {
    if (!this.open) return
    this.begin()
    this.members.turned()
    this.presence.heal()
    this.context.tick.touch(this)
  }

  moved(user: UserId, connection: string): void {
    this.presence.moved(user, connection)
  }

  counted(): void {
    if (this.open) this.members.armDigest()
  }

  dump(): Stored {
    return { s: this.core.log.head, state: dumpState(this.state) }
  }

  /** Timers are the state's: whoever opens the room has them. */
  private begin(): void {
    for (const request of this.state.requests.values()) this.expireLater(request)
    this.presence.watchOrphans()
    this.members.armDigest()
  }

  private take(event: LogEvent): void {
    const cut = this.carriersOf(event)
    const leaver = event.k === 'userLeft' ? this.state.users.get(event.d.userId) : undefined
    evolve(this.state, event)
    if (!this.open) return
    if (leaver) this.left(leaver)
    for (const [id, carrier] of cut) this.context.cut(this.id, id, carrier)
    this.members.concern(event)
    this.follow(event)
  }

  /** What carries, before this event, the streams that it ends or hands to another connection. */
  private carriersOf(event: LogEvent): [StreamId, Carrier | undefined][] {
    const { streams, carriers } = this.state
    if (event.k === 'closed') return Array.from(streams.keys(), (id) => [id, carriers.get(id)])
    if (event.k === 'streamRemoved') return [[event.d.streamId, carriers.get(event.d.streamId)]]
    const carrier = event.k === 'carried' ? carriers.get(event.d.id) : undefined
    return event.k === 'carried' && carrier ? [[event.d.id, carrier]] : []
  }

  private follow(event: LogEvent): void {
    switch (event.k) {
      case 'linkRequested':
        return this.expireLater(event.d)
      case 'linkSettled':
        return this.core.timers.cancel(`request ${event.d.requestId}`)
      case 'streamAdded':
        return this.context.started(this.id, event.d)
      case 'userJoined':
      case 'userLeft':
        return this.members.armDigest()
      default:
        return undefined
    }
  }

  private left(user: User): void {
    this.presence.remember(user)
    // Another gateway had not heard that they came back, here. Whom a moderator sent away is expelled in this very turn.
    this.context.tick.after(() => {
      const member = this.members.get(user.id)
      if (this.open && member && !this.state.users.has(user.id)) this.presence.enterAgain(member)
    })
  }

  /** Somebody a moderator means who is here, and not listed. */
  private async about(command: RoomCommand): Promise<Pick<Job, 'someone'>> {
    const id = 'd' in command && 'user' in command.d ? command.d.user : undefined
    if (typeof id !== 'string' || this.state.users.has(id)) return {}
    const profile = await this.core.log.places.find(id).catch(() => undefined)
    return profile ? { someone: this.presence.person(id, profile) } : {}
  }

  private expireLater({ id, userId, expiresAt }: { id: string; userId: UserId; expiresAt: number }): void {
    const command = { k: 'expire', d: { id } } as const
    this.core.timers.set(`request ${id}`, expiresAt - this.context.now(), () =>
      this.core.background(`expire ${id}`, () => this.core.perform({ actor: userId, command })),
    )
  }
}
