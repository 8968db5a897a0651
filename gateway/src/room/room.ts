/** One live room: commands in, events out. Decides by {@link decide}, remembers by its log, speaks through its feed. */
import { randomBytes } from 'node:crypto'
import type { LogEvent, Stream, StreamId, User, UserId } from '../wire'
import { decide } from './decide'
import { Feed } from './feed'
import { Grants, type Grant } from './grants'
import type { Producer, Receipt, RoomLog, Seen } from './log'
import { Members } from './members'
import type { Client, Member } from './member'
import { rightsOf } from './rights'
import { refuse, type Profile, type Refusal, type RoomCommand } from './rules'
import { Serial } from './serial'
import type { RoomContext } from './settings'
import { emptyState, streamsOf, type NewEvent, type State } from './state'
import { Timers } from './timers'

/** A command that was carried out, now or (`dup`) before. */
export interface Done {
  receipt: Receipt
  dup: boolean
}

/** `wait`: ms after which the same command may succeed. */
export type Outcome = Done | (Refusal & { wait?: number })

/** How long a sender waits when the log cannot be written, ms. */
const BUSY_WAIT = 500

export class Room {
  readonly state: State
  private readonly serial = new Serial()
  private readonly grants = new Grants()
  private readonly timers = new Timers()
  private readonly members: Members

  constructor(
    readonly id: string,
    private readonly log: RoomLog,
    private readonly context: RoomContext,
  ) {
    this.state = emptyState(context.settings.seats)
    const feed = new Feed(id, log, this.state)
    this.members = new Members(id, log, feed, this.state, this.timers, context, (user) => this.lapse(user))
  }

  get epoch(): string {
    return this.log.epoch
  }

  /** Nobody is here, on the way back or publishing. */
  get empty(): boolean {
    return this.members.size + this.state.users.size + this.state.streams.size === 0
  }

  /** Steps are running or waiting. */
  get busy(): boolean {
    return this.serial.pending > 0
  }

  /** The name and role somebody last had here, for a connection that resumes and does not say them again. */
  lastProfile(user: UserId): Profile | undefined {
    return this.state.users.get(user) ?? this.members.departed(user)
  }

  /**
   * Puts a connection into the room and sends it what it needs: the missed events when `cursor` is good, else a snapshot.
   * An older connection of the same user is replaced.
   */
  attach(
    client: Client,
    user: UserId,
    profile: Profile,
    cursor?: [epoch: string, seq: number],
  ): Promise<Member | Refusal> {
    return this.serial.run(async () => {
      if (this.members.full(user)) return refuse('room-full', 'the room is full; try again later')
      const entered = await this.step(user, { k: 'enter', d: profile })
      return 'code' in entered ? entered : this.members.attach(client, this.state.users.get(user) as User, cursor)
    })
  }

  /** `left`: on purpose, shown at once. `lost`: the person has a moment to come back before the room is told. */
  async detach(member: Member, why: 'left' | 'lost'): Promise<void> {
    if (!this.members.remove(member, why)) return
    if (why === 'left') await this.perform(member.user, { k: 'exit', d: { why } })
  }

  /** Whether this command is in the log already; asked before anything that could refuse a resend. */
  seen(producer: Producer): Seen {
    return this.log.seen(producer)
  }

  perform(actor: UserId, command: RoomCommand, producer?: Producer): Promise<Outcome> {
    return this.serial.run(() => this.step(actor, command, producer))
  }

  /** Issues a stream to somebody with the right to publish; what the person published before ends. */
  async issue(user: UserId, flags: { audio: boolean; video: boolean }): Promise<Grant | Refusal> {
    return this.serial.run(async () => {
      const me = this.state.users.get(user)
      if (!me) return refuse('not-joined', 'join the room first')
      if (!rightsOf(this.state, me).publish) return refuse('forbidden', 'no right to publish: ask for a mic-link first')
      for (const stream of streamsOf(this.state, user))
        await this.step(user, { k: 'dark', d: { id: stream.id } }, undefined, true)
      return this.grants.issue(user, flags)
    })
  }

  /** The person's stream is over, live or not. */
  revoke(user: UserId, id: StreamId): Promise<Outcome> {
    return this.serial.run(async () => {
      if (this.grants.holds(user, id)) this.grants.revoke(user)
      return this.step(user, { k: 'dark', d: { id } }, undefined, true)
    })
  }

  /** Whether an address of this stream may be used now. */
  mayPublish(user: UserId, id: StreamId): Refusal | undefined {
    const me = this.state.users.get(user)
    if (!me || !this.grants.holds(user, id)) return refuse('stream-not-found', 'the stream was not issued, or is over')
    return rightsOf(this.state, me).publish ? undefined : refuse('forbidden', 'no right to publish any more')
  }

  /** Live, or issued and about to be. */
  playable(user: UserId, id: StreamId): boolean {
    return this.state.streams.has(id) || this.grants.holds(user, id)
  }

  /** Media of an issued or external stream flows. @returns why it must not. */
  live(stream: Pick<Stream, 'id' | 'userId' | 'kind'>): Promise<Outcome> {
    return this.serial.run(async () => {
      const { userId, id } = stream
      const refused = stream.kind === 'external' ? undefined : this.mayPublish(userId, id)
      const { audio = true, video = true } = this.grants.holds(userId, id) ? (this.grants.of(userId) as Grant) : {}
      const full: Stream = { ...stream, audio, video, startedAt: this.context.now() }
      return refused ?? this.step(userId, { k: 'live', d: full })
    })
  }

  /** The media connection of a stream has ended by itself. */
  over(userId: UserId, id: StreamId): void {
    this.background(`dark ${id}`, () => this.perform(userId, { k: 'dark', d: { id } }))
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
    this.timers.clear()
  }

  private async step(actor: UserId, command: RoomCommand, producer?: Producer, cut = false): Promise<Outcome> {
    const seen = producer && this.log.seen(producer)
    if (seen === 'past') return refuse('malformed', 'a later command was carried out already; numbers only go up')
    if (seen) return { receipt: seen, dup: true }
    const now = this.context.now()
    const decision = this.flagsOfIssued(actor, command)
      ? []
      : decide(this.state, actor, command, {
          now,
          id: randomBytes(6).toString('base64url'),
          mark: producer ? `${producer.pk}:${producer.n}` : '',
          requestTtl: this.context.settings.requestTtl,
        })
    if (!Array.isArray(decision)) return decision
    return this.commit(decision, now, producer, command.k === 'dark' && !cut)
  }

  /** Microphone and camera flags before the media flows: kept with the grant, told with `pub+`. */
  private flagsOfIssued(actor: UserId, command: RoomCommand): boolean {
    if (command.k !== 'stream' || this.state.streams.has(command.d.id)) return false
    const grant = this.grants.of(actor)
    if (grant?.id !== command.d.id) return false
    Object.assign(grant, { audio: command.d.audio, video: command.d.video })
    return true
  }

  private async commit(
    events: NewEvent[],
    now: number,
    producer: Producer | undefined,
    over: boolean,
  ): Promise<Outcome> {
    if (events.length === 0 && !producer) return this.unchanged()
    try {
      const { written, receipt } = await this.log.append(events, now, producer)
      for (const event of written) this.take(event, over)
      if (written.length > 0) this.context.tick.touch(this)
      this.context.changed(this)
      return { receipt, dup: false }
    } catch (error) {
      this.context.report('error', 'log.append', { room: this.id, error: String(error) })
      return { ...refuse('busy', 'the room cannot be written right now'), wait: BUSY_WAIT }
    }
  }

  private unchanged(): Done {
    return { receipt: { s: this.log.head, at: this.context.now() }, dup: false }
  }

  /** @param over the media connection ended by itself and needs no cutting */
  private take(event: LogEvent, over: boolean): void {
    const before = event.k === 'out' ? this.state.users.get(event.u) : undefined
    this.members.apply(event)
    switch (event.k) {
      case 'mic.req':
      case 'mic.inv':
        this.timers.set(`request ${event.d.id}`, event.d.expiresAt - this.context.now(), () => {
          const { id, userId } = event.d
          this.background(`expire ${id}`, () => this.perform(userId, { k: 'expire', d: { id } }))
        })
        break
      case 'mic.set':
        this.timers.cancel(`request ${event.d.id}`)
        break
      case 'mic.off':
        this.grants.revoke(event.d.user)
        break
      case 'out':
        this.grants.revoke(event.u)
        if (before) this.members.remember(before)
        break
      case 'pub+':
        this.context.started(this.id, event.d)
        break
      case 'pub-':
        if (!over) this.context.cut(this.id, event.d.id)
        break
    }
  }

  /** Nobody came back in time; unless somebody did while this waited for its turn. */
  private lapse(user: UserId): void {
    const exit = { k: 'exit', d: { why: 'lost' } } as const
    this.background(`exit ${user}`, () =>
      this.serial.run(async () => (this.members.has(user) ? this.unchanged() : this.step(user, exit))),
    )
  }

  /** A step of the room itself. When the log is busy there is nobody to send it again, so the room does. */
  private background(name: string, attempt: () => Promise<Outcome>): void {
    void attempt().then((outcome) => {
      if (!('wait' in outcome) || outcome.wait === undefined) return
      this.timers.set(`retry ${name}`, outcome.wait, () => this.background(name, attempt))
    })
  }
}
