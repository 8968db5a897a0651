import type { Append, Follower, Producer, RoomLog, Seen, Written } from '../../room/log'
import type { Cursor, LogEvent } from '../../wire'
import { holds, keptOf } from './chain'
import { Coalesced } from './coalesced'
import { BadEntry, compareIds, decodeAll, type EntryId, type Origin } from './entry'
import { RedisFailure, RedisTimeout } from './failure'
import { Keeper } from './keeper'
import type { Nodes } from './nodes'
import type { RedisSettings } from './options'
import { Outbox } from './outbox'
import { RedisPlaces } from './places'
import { Replica } from './replica'
import type { Appended, Looked, RoomStore } from './store'
import { Waiters } from './waiters'

/** How long entries may wait for what comes before them until it is asked for: it comes by another connection, ms. */
const PATIENCE = 20
/** Attempts to read a log that is thrown away meanwhile. */
const ATTEMPTS = 3
/** Refreshes that may go without being heard. */
const PATIENT_REFRESHES = 2

/** A room that this gateway has open. */
export class RedisLog implements RoomLog {
  readonly places: RedisPlaces
  private readonly replica: Replica
  private readonly keeper: Keeper
  private readonly outbox: Outbox
  private readonly catchingUp = new Coalesced(() => this.catchUp())
  private readonly waiters = new Waiters()
  private mending: NodeJS.Timeout | undefined
  private refreshing: NodeJS.Timeout | undefined
  /** Whether the next look is to be heard by everybody, this gateway included. */
  private echo = false
  /** Since when an echo is waited for. */
  private silentSince: number | undefined
  private closed = false

  constructor(
    private readonly store: RoomStore,
    private readonly settings: RedisSettings,
    follower: Follower,
    nodes: Nodes,
    origin: Origin,
    /** The connection is up and nothing comes by it. */
    private readonly dead: (why: string) => void,
  ) {
    this.keeper = new Keeper(() => store.store(this.epoch, follower.dump()), settings)
    this.replica = new Replica(settings.ring, follower, origin, (entries) => {
      this.keeper.told(this.head, entries, origin)
      this.waiters.reached(this.last)
    })
    this.outbox = new Outbox(async (steps, basis) => {
      const appended = await store.append(steps, basis, this, origin)
      await this.reach(appended)
      return appended.results
    })
    this.places = new RedisPlaces(store, settings, follower, nodes, () => this.sync())
  }

  get epoch(): string {
    return this.replica.epoch
  }

  get head(): number {
    return this.replica.ring.head
  }

  get tail(): number {
    return this.replica.ring.tail
  }

  get last(): EntryId {
    return this.replica.last
  }

  append(append: Append): Promise<readonly (Written | 'past')[] | 'conflict'> {
    return this.outbox.append(append)
  }

  seen(producer: Producer): Seen {
    return this.replica.senders.seen(producer)
  }

  sync(): Promise<void> {
    return this.closed ? Promise.reject(new RedisFailure('the room is closed')) : this.catchingUp.run()
  }

  /** Compares the replica, and after {@link RedisPlaces.doubt} the places, with Redis; from then on every few seconds. */
  async refresh(): Promise<void> {
    clearTimeout(this.refreshing)
    if (this.closed) return
    const now = performance.now()
    this.silentSince ??= now
    if (now - this.silentSince > PATIENT_REFRESHES * this.settings.refresh) this.dead('a subscription is silent')
    this.echo = true
    try {
      await this.sync()
      await this.places.settle()
    } catch (error) {
      // While Redis is away nothing can be heard.
      if (!(error instanceof RedisTimeout)) this.silentSince = undefined
      this.settings.report('debug', 'redis.refresh', { error: String(error) })
    } finally {
      this.refreshLater()
    }
  }

  /** The first comparison after the opening. */
  refreshLater(): void {
    clearTimeout(this.refreshing)
    if (this.closed) return
    // Not all rooms at once.
    const wait = this.settings.refresh * (0.75 + Math.random() / 2)
    this.refreshing = setTimeout(() => void this.refresh(), wait)
  }

  read(after: number, limit: number): LogEvent[] {
    return this.replica.ring.read(after, limit)
  }

  resumes(cursor: Cursor): boolean {
    return cursor[1] >= this.tail - 1 && holds(this.replica.chain, this, cursor)
  }

  /** @param message what the room's channel says: `e epoch before last\n[entries]`, `s stored`, or what concerns places */
  hear(message: string): void {
    if (this.closed) return
    this.silentSince = undefined
    if (message.startsWith('e ')) this.hearEntries(message)
    else if (message.startsWith('s ')) this.keeper.stored = Number(message.slice(2))
    else this.places.hear(message)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.mending)
    clearTimeout(this.refreshing)
    this.places.close()
    this.waiters.giveUp(new RedisFailure('the room is closed'))
  }

  private hearEntries(message: string): void {
    const end = message.indexOf('\n')
    const [, epoch = '', before = '', last = ''] = message.slice(0, end).split(' ')
    if (epoch !== this.epoch) return this.mend(0)
    try {
      this.replica.offer({ before, last, entries: () => decodeAll(message.slice(end + 1)) })
    } catch (error) {
      if (!(error instanceof BadEntry)) throw error
      this.settings.report('error', 'redis.message', { room: this.store.channel, error: error.message })
      return this.mend(0)
    }
    if (this.replica.torn) this.mend(PATIENCE)
  }

  /** Resolves when the follower has been told what was written, and all that comes before it. */
  private async reach({ epoch, before, last, stored, entries }: Appended): Promise<void> {
    if (epoch !== this.epoch) return this.sync()
    this.keeper.stored = stored
    if (entries.length > 0) this.replica.offer({ before, last, entries: () => entries })
    if (compareIds(this.last, last) >= 0) return
    this.mend(PATIENCE)
    return this.waiters.wait(last)
  }

  private mend(wait: number): void {
    if (this.closed) return
    this.mending ??= setTimeout(() => {
      this.mending = undefined
      const waiting = this.waiters.all()
      this.sync().then(
        () => this.waiters.giveUp(new RedisFailure('Redis has lost what it had just taken'), waiting),
        // Whoever waits sends again; the rest is read when Redis is back.
        (error: unknown) => this.waiters.giveUp(error),
      )
    }, wait)
  }

  private async catchUp(): Promise<void> {
    if (this.epoch === '') return this.reload()
    const { echo } = this
    this.echo = false
    const looked = await this.places.look((likes) => this.store.look(this, likes, echo || likes > 0))
    this.keeper.stored = looked.stored
    const turned = looked.epoch !== this.epoch
    if (turned) this.places.doubt()
    this.replica.hold(turned)
    try {
      if (this.isAhead(looked) || !(await this.fetch(looked))) return await this.reload()
      if (turned) this.replica.turn(looked.epoch, looked.chain)
    } finally {
      this.replica.hold(false)
    }
  }

  /** Redis has lost something that the follower was told. */
  private isAhead({ epoch, chain }: Looked): boolean {
    if (epoch === this.epoch) return false
    const kept = keptOf(chain, this.epoch)
    return kept === undefined || compareIds(this.last, kept) > 0
  }

  /** @returns false when what comes next is not kept any more */
  private async fetch({ last }: Looked): Promise<boolean> {
    const before = this.last
    if (compareIds(before, last) >= 0) return true
    const entries = await this.store.range(before, last)
    if (!entries) return compareIds(this.last, last) >= 0
    this.replica.add({ before, last: entries.at(-1)?.id ?? before, entries: () => entries })
    return true
  }

  private async reload(): Promise<void> {
    this.replica.hold(true)
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { epoch } = this
        const loaded = await this.store.load(this)
        if (this.closed) return
        if (this.replica.load(loaded)) {
          this.keeper.stored = loaded.stored
          this.places.doubt()
          this.places.count(loaded.counts)
          if (epoch !== loaded.epoch) this.waiters.giveUp(new RedisFailure('Redis has lost its newest writes'))
          return this.waiters.reached(this.last)
        }
        this.settings.report('error', 'redis.damaged', { room: this.store.channel })
        await this.store.discard(loaded.epoch, loaded.last)
      }
      throw new RedisFailure(`${this.store.channel} cannot be read: another program writes to its keys`)
    } finally {
      this.replica.hold(false)
    }
  }
}
