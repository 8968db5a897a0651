import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Report } from '../../report'
import { LocalPlaces } from '../../room/local-places'
import type { Append, Entry, Follower, Places, Producer, RoomLog, Seen } from '../../room/log'
import { Ring } from '../../room/ring'
import { Senders } from '../../room/senders'
import type { Cursor, LogEvent } from '../../wire'
import type { JournalFile, Store } from './file'
import { Group, type Answer } from './group'
import type { Chain } from './records'
import type { Recovered } from './recover'
import { Rotation } from './rotation'
import { header, snapshot } from './snapshot'

/** Appends that wait at most, a room; a disk that hangs costs no more memory than these. */
const WAITING = 4_096
/** Appends written at once at most. */
const GROUP = 512
/** Entries told at once when a room comes back. */
const CHUNK = 1_024

export interface LogSettings {
  store: Store
  report: Report
  ring: number
  rotateBytes: number
  /** The room could be written, or not, with this error. */
  outcome(room: string, error?: unknown): void
}

interface Waiting {
  append: Append
  resolve(answer: Answer): void
  reject(error: unknown): void
}

export class JournalLog implements RoomLog {
  readonly epoch: string
  readonly places: Places
  private readonly chain: Chain
  private readonly file: JournalFile
  private readonly ring: Ring
  private readonly senders = new Senders()
  private control = 0
  private readonly queue: Waiting[] = []
  private writing: Promise<void> | undefined
  private readonly rotation: Rotation
  private over: string | undefined

  constructor(
    private readonly room: string,
    { file, epoch, chain, found }: Recovered,
    private readonly follower: Follower,
    private readonly settings: LogSettings,
  ) {
    this.epoch = epoch
    this.chain = chain
    this.file = file
    this.ring = new Ring(settings.ring)
    this.places = new LocalPlaces(follower)
    const { store, report, rotateBytes } = settings
    const rotateEntries = 2 * settings.ring
    const rotating = { room, store, report, rotateBytes, rotateEntries, snapshot: () => this.snapshot() }
    this.rotation = new Rotation(file, rotating, found?.entries.length ?? 0, found?.base ?? 0)
  }

  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  /** Brings the log and its follower to where the file ends. */
  restore(found: Recovered['found']): void {
    this.follower.restore(found?.stored)
    if (!found) return
    this.ring.clear((found.ring[0]?.s ?? (found.stored?.s ?? 0) + 1) - 1)
    for (const event of found.ring) this.ring.push(event)
    this.senders.restore(found.senders)
    for (let start = 0; start < found.entries.length; start += CHUNK) {
      const entries = found.entries.slice(start, start + CHUNK)
      for (const entry of entries) this.keep(entry)
      this.follower.entries(entries, false)
    }
    this.control = found.control
  }

  append(append: Append): Promise<Answer> {
    if (this.over !== undefined) return Promise.reject(new Error(this.over))
    if (this.queue.length >= WAITING) {
      return Promise.reject(
        new Error(`${WAITING} appends wait for the journal of room ${this.room}: its disk is too slow`),
      )
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ append, resolve, reject })
      this.writing ??= this.write()
    })
  }

  seen(producer: Producer): Seen {
    return this.senders.seen(producer)
  }

  async sync(): Promise<void> {}

  read(after: number, limit: number): LogEvent[] {
    return this.ring.read(after, limit)
  }

  resumes([epoch, seq]: Cursor): boolean {
    const upTo = epoch === this.epoch ? this.head : this.chain.find(([known]) => known === epoch)?.[1]
    return upTo !== undefined && seq <= upTo && seq >= this.tail - 1
  }

  /** Takes no more appends. What waits is written if it can be (`finish`), or rejected (`abort`). */
  async close(how: 'finish' | 'abort'): Promise<void> {
    this.over = `the journal of room ${this.room} is closed`
    if (how === 'abort') for (const { reject } of this.queue.splice(0)) reject(new Error(this.over))
    await this.writing
    await this.rotation.cancel()
    await this.settings.store.handles.drop(this.file.path)
  }

  /** What was called in one turn of the event loop, or while the disk was busy, is written at once. */
  private async write(): Promise<void> {
    do {
      await nextTurn()
      const entries = await this.commit(this.queue.splice(0, GROUP))
      await this.rotation.appended(entries)
    } while (this.queue.length > 0)
    this.writing = undefined
  }

  /** @returns how many entries were written */
  private async commit(waiting: readonly Waiting[]): Promise<number> {
    try {
      const group = new Group(this.senders, this.ring.head, this.control)
      const answers = waiting.map(({ append }) => group.take(append))
      if (group.entries.length > 0) await this.store(group)
      waiting.forEach(({ resolve }, index) => resolve(answers[index] as Answer))
      return group.entries.length
    } catch (error) {
      for (const { reject } of waiting) reject(error)
      return 0
    }
  }

  private async store(group: Group): Promise<void> {
    const { room, settings, file } = this
    try {
      if (file.unusable) await this.rotation.renew()
      const data = group.encode()
      await file.append(file.size > 0 ? data : Buffer.concat([header(room, this.epoch, this.chain, 0), data]))
      settings.outcome(room)
    } catch (error) {
      settings.outcome(room, error)
      throw new Error(`the journal of room ${room} cannot be written: ${String(error)}`, { cause: error })
    }
    for (const entry of group.entries) this.keep(entry)
    this.control = group.control
    this.follower.entries(group.entries, true)
  }

  private keep({ at, events, producer }: Entry): void {
    for (const event of events) this.ring.push(event)
    if (producer) this.senders.remember(producer, { s: this.ring.head, at })
  }

  private snapshot(): Iterable<Buffer> {
    const { room, epoch, chain, control, senders, ring } = this
    const stored = this.follower.dump()
    if (stored.s === ring.head) return snapshot({ room, epoch, chain, stored, control, senders, ring })
    throw new Error(`room ${room} gave its state at ${stored.s}, where ${ring.head} was asked for`)
  }
}
