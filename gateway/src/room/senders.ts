import { REMEMBERED, SENDERS, type Producer, type Receipt, type Seen } from './log'

/** The last commands of one sender, in the order of their numbers. */
export type Memory = { n: number; receipt: Receipt }[]

/** What the senders of a room have had written, the last {@link REMEMBERED} commands of each. */
export class Senders {
  private readonly all = new Map<string, Memory>()

  seen({ user, pk, n }: Producer): Seen {
    const memory = this.all.get(`${user} ${pk}`)
    const last = memory?.at(-1)
    if (!memory || !last || n > last.n) return undefined
    return memory.find((entry) => entry.n === n)?.receipt ?? 'past'
  }

  remember({ user, pk, n }: Producer, receipt: Receipt): void {
    const key = `${user} ${pk}`
    const memory = this.all.get(key) ?? []
    memory.push({ n, receipt })
    if (memory.length > REMEMBERED) memory.shift()
    this.all.delete(key)
    this.all.set(key, memory)
    for (const oldest of this.all.keys()) {
      if (this.all.size <= SENDERS) break
      this.all.delete(oldest)
    }
  }

  clear(): void {
    this.all.clear()
  }

  /** As JSON, least recently heard first. */
  dump(): [sender: string, memory: Memory][] {
    return Array.from(this.all)
  }

  restore(dumped: readonly [string, Memory][]): void {
    this.all.clear()
    for (const [sender, memory] of dumped) this.all.set(sender, memory)
  }
}
