import { randomBytes } from 'node:crypto'
import type { Cursor, LogEvent } from '../wire'
import { LocalPlaces } from './local-places'
import type { Append, Entry, Follower, LogEngine, Places, Producer, RoomLog, Seen, Step, Written } from './log'
import { Ring } from './ring'
import { Senders } from './senders'

class MemoryLog implements RoomLog {
  readonly epoch = randomBytes(6).toString('base64url')
  readonly places: Places
  private readonly ring: Ring
  private readonly senders = new Senders()
  /** Seq of the last control event. */
  private control = 0

  constructor(
    size: number,
    private readonly follower: Follower,
  ) {
    this.ring = new Ring(size)
    this.places = new LocalPlaces(follower)
  }

  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  async append({ steps, at, basis }: Append): Promise<readonly (Written | 'past')[] | 'conflict'> {
    if (basis !== undefined && basis !== this.control) return 'conflict'
    return steps.map((step) => this.write(step, at, basis !== undefined))
  }

  seen(producer: Producer): Seen {
    return this.senders.seen(producer)
  }

  async sync(): Promise<void> {}

  read(after: number, limit: number): LogEvent[] {
    return this.ring.read(after, limit)
  }

  resumes([epoch, seq]: Cursor): boolean {
    return epoch === this.epoch && seq <= this.head && seq >= this.tail - 1
  }

  private write({ events, producer }: Step, at: number, control: boolean): Written | 'past' {
    const seen = producer && this.senders.seen(producer)
    if (seen) return seen === 'past' ? seen : { ...seen, dup: true }
    const numbered = events.map((event, index): LogEvent => ({ s: this.head + index + 1, at, ...event }))
    for (const event of numbered) this.ring.push(event)
    if (control && numbered.length > 0) this.control = this.head
    const receipt = { s: this.head, at }
    if (producer) this.senders.remember(producer, receipt)
    const entry: Entry = { at, events: numbered, ...(producer && { producer }) }
    this.follower.entries([entry], true)
    return { ...receipt, dup: false }
  }
}

/**
 * Logs in this process's memory: lost with it, and the new epoch says so to every client.
 * @param ring events kept per room for clients that come back
 */
export function memoryEngine(ring: number): LogEngine {
  return {
    async open(_room, follower) {
      follower.restore(undefined)
      return new MemoryLog(ring, follower)
    },
    abandoned: async () => [],
    evict: async () => undefined,
    health: async () => ({ ok: true }),
    close: async () => undefined,
  }
}
