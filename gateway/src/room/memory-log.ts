import { randomBytes } from 'node:crypto'
import type { LogEvent } from '../wire'
import { REMEMBERED, type LogEngine, type Producer, type Receipt, type RoomLog, type Seen } from './log'
import type { NewEvent } from './state'

/** Senders remembered per room, least recently heard first out. A sender is one app launch of one user. */
const SENDERS = 4096

/** The last commands of one sender, in the order of their numbers. */
type Memory = { n: number; receipt: Receipt }[]

class MemoryLog implements RoomLog {
  readonly epoch = randomBytes(6).toString('base64url')
  head = 0
  private readonly ring: LogEvent[] = []
  private readonly senders = new Map<string, Memory>()

  constructor(private readonly size: number) {}

  get tail(): number {
    return Math.max(1, this.head - this.size + 1)
  }

  append(
    events: readonly NewEvent[],
    at: number,
    producer?: Producer,
  ): Promise<{ written: LogEvent[]; receipt: Receipt }> {
    const written = events.map((event, index): LogEvent => ({ s: this.head + index + 1, at, ...event }))
    for (const event of written) this.ring[(event.s - 1) % this.size] = event
    this.head += written.length
    const receipt = { s: this.head, at }
    if (producer) this.remember(producer, receipt)
    return Promise.resolve({ written, receipt })
  }

  seen({ user, pk, n }: Producer): Seen {
    const memory = this.senders.get(`${user} ${pk}`)
    const last = memory?.at(-1)
    if (!memory || !last || n > last.n) return undefined
    return memory.find((entry) => entry.n === n)?.receipt ?? 'past'
  }

  read(after: number, limit: number): LogEvent[] {
    const count = Math.max(0, Math.min(this.head - after, limit))
    return Array.from({ length: count }, (_, index) => this.ring[(after + index) % this.size] as LogEvent)
  }

  private remember({ user, pk, n }: Producer, receipt: Receipt): void {
    const key = `${user} ${pk}`
    const memory = this.senders.get(key) ?? []
    memory.push({ n, receipt })
    if (memory.length > REMEMBERED) memory.shift()
    this.senders.delete(key)
    this.senders.set(key, memory)
    for (const oldest of this.senders.keys()) {
      if (this.senders.size <= SENDERS) break
      this.senders.delete(oldest)
    }
  }
}

/**
 * Logs in this process's memory: lost with it, and the new epoch says so to every client.
 * @param ring events kept per room for clients that come back
 */
export function memoryEngine(ring: number): LogEngine {
  const logs = new Map<string, MemoryLog>()
  return {
    async open(room) {
      const log = logs.get(room) ?? new MemoryLog(ring)
      logs.set(room, log)
      return log
    },
    async evict(room) {
      logs.delete(room)
    },
    async close() {
      logs.clear()
    },
  }
}
