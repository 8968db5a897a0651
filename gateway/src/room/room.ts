/** One live room: people come and go, commands become events, events reach everybody. */
import type { Cursor, LogEvent, User, UserId } from '../wire'
import { Core, type Outcome } from './core'
import { Feed } from './feed'
import type { Producer, RoomLog } from './log'
import type { Client, Member } from './member'
import { Members } from './members'
import { Publishing } from './publishing'
import { rightsOf } from './rights'
import { refuse, type Profile, type Refusal, type RoomCommand } from './rules'
import type { RoomContext } from './settings'
import { emptyState, type State } from './state'

export class Room {
  readonly publishing: Publishing
  readonly state: State
  private readonly core: Core
  private readonly members: Members

  constructor(
    readonly id: string,
    private readonly log: RoomLog,
    private readonly context: RoomContext,
  ) {
    this.state = emptyState(context.settings.seats)
    const effects = {
      take: (event: LogEvent, over: boolean) => this.take(event, over),
      taken: (events: readonly LogEvent[]) => this.taken(events),
    }
    this.core = new Core(id, log, this.state, context, effects)
    this.members = new Members(this.core, new Feed(id, log, this.state), (user) => this.lapse(user))
    this.publishing = new Publishing(this.core)
  }

  get epoch(): string {
    return this.log.epoch
  }

  /** Nobody is here, on the way back or publishing. */
  get empty(): boolean {
    return this.members.size + this.state.users.size + this.state.streams.size === 0
  }

  get busy(): boolean {
    return this.core.busy
  }

  /** The name and role somebody last had here, for a connection that resumes and does not say them again. */
  lastProfile(user: UserId): Profile | undefined {
    return this.state.users.get(user) ?? this.members.departed(user)
  }

  /**
   * Puts a connection into the room and sends it what it needs: the missed events when `cursor` is good, else a snapshot.
   * An older connection of the same user is replaced.
   */
  attach(client: Client, user: UserId, profile: Profile, cursor?: Cursor): Promise<Member | Refusal> {
    return this.core.alone(async () => {
      if (this.members.full(user)) return refuse('room-full', 'the room is full; try again later')
      const entered = await this.core.step(user, { k: 'enter', d: profile })
      return 'code' in entered ? entered : this.members.attach(client, this.state.users.get(user) as User, cursor)
    })
  }

  /** `left`: on purpose, shown at once. `lost`: the person has a moment to come back before the room is told. */
  detach(member: Member, why: 'left' | 'lost'): void {
    if (!this.members.remove(member)) return
    if (why === 'lost') this.members.awaitReturn(member.user)
    else this.core.background(`exit ${member.user}`, () => this.core.perform(member.user, { k: 'exit', d: { why } }))
  }

  /** Whether this command was decided before; asked before anything that could refuse a resend. */
  known(producer: Producer): boolean {
    return this.core.known(producer) !== undefined
  }

  perform(actor: UserId, command: RoomCommand, producer: Producer): Promise<Outcome> {
    const early = command.k === 'stream' ? this.publishing.flags(actor, command.d, producer) : undefined
    return early ?? this.core.perform(actor, command, producer)
  }

  like(count: number): void {
    this.members.like(count)
  }

  /** Catches a reader up, as far as its socket takes it. */
  pump(member: Member): void {
    this.members.pump(member)
  }

  flush(): void {
    this.members.flush()
  }

  stop(): void {
    this.core.timers.clear()
  }

  private take(event: LogEvent, over: boolean): void {
    this.members.apply(event)
    switch (event.k) {
      case 'linkRequested':
        return this.expireLater(event.d)
      case 'linkSettled':
        return this.core.timers.cancel(`request ${event.d.requestId}`)
      case 'linkEnded':
      case 'userLeft':
        return this.withdrawIfLost(event.d.userId)
      case 'userUpdated':
        return this.withdrawIfLost(event.d.id)
      case 'streamAdded':
        return this.context.started(this.id, event.d)
      case 'streamRemoved':
        return over ? undefined : this.context.cut(this.id, event.d.streamId)
      default:
        return undefined
    }
  }

  private taken(events: readonly LogEvent[]): void {
    if (events.length > 0) this.context.tick.touch(this)
    this.context.changed(this)
  }

  /** A seat, a role or the person is gone, and with it perhaps the right to publish. */
  private withdrawIfLost(id: UserId): void {
    const user = this.state.users.get(id)
    if (!user || !rightsOf(this.state, user).publish) this.publishing.withdraw(id)
  }

  private expireLater({ id, userId, expiresAt }: { id: string; userId: UserId; expiresAt: number }): void {
    this.core.timers.set(`request ${id}`, expiresAt - this.context.now(), () => {
      this.core.background(`expire ${id}`, () => this.core.perform(userId, { k: 'expire', d: { id } }))
    })
  }

  /** Nobody came back in time; unless somebody did while this waited for its turn. */
  private lapse(user: UserId): void {
    const exit = { k: 'exit', d: { why: 'lost' } } as const
    this.core.background(`exit ${user}`, () =>
      this.core.alone(async () => (this.members.has(user) ? this.core.unchanged() : this.core.step(user, exit))),
    )
  }
}
