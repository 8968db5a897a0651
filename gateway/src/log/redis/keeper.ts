import type { Origin, Placed } from './entry'
import type { RedisSettings } from './options'

/**
 * Sees to it that Redis has a state that is not too old: the log is trimmed up to it. Who writes is the first to do so; the
 * others take their turn later, should that gateway be gone.
 */
export class Keeper {
  private seq = 0
  /** Entries since, also those without events. */
  private since = 0
  private head = 0
  private due = false

  constructor(
    /** Keeps the state at the head. @returns the seq of the state that is kept then */
    private readonly keep: () => Promise<number>,
    private readonly settings: Pick<RedisSettings, 'ring' | 'report'>,
  ) {}

  /** Seq of the state that is kept. */
  set stored(seq: number) {
    if (seq > this.seq) this.since = 0
    this.seq = seq
  }

  told(head: number, entries: readonly Placed[], me: Origin): void {
    this.head = head
    this.since += entries.length
    if (this.due) return
    const { ring } = this.settings
    const limit = entries.some(({ origin }) => origin === me) ? ring / 4 : ring / 2
    if (head - this.seq <= limit && this.since <= 4 * limit) return
    this.due = true
    // The state is taken when the follower has heard the end of this turn's entries.
    setImmediate(() => void this.write())
  }

  private async write(): Promise<void> {
    try {
      this.stored = await this.keep()
      this.since = 0
    } catch (error) {
      this.settings.report('warn', 'redis.state', { error: String(error) })
      // Not again before more was written: a state is a large thing to send in vain.
      this.seq = Math.max(this.seq, this.head - Math.floor(this.settings.ring / 8))
    } finally {
      this.due = false
    }
  }
}
