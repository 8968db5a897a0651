import { compareIds, type EntryId } from './entry'

interface Waiter {
  last: EntryId
  resolve(): void
  reject(error: unknown): void
}

/** Appends that Redis has taken and whose forerunners have not come yet. */
export class Waiters {
  private waiting = new Set<Waiter>()

  wait(last: EntryId): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.add({ last, resolve, reject }))
  }

  all(): Waiter[] {
    return Array.from(this.waiting)
  }

  reached(last: EntryId): void {
    for (const waiter of this.waiting) {
      if (compareIds(waiter.last, last) > 0) continue
      this.waiting.delete(waiter)
      waiter.resolve()
    }
  }

  /** @param which those that still wait of these; without: all */
  giveUp(error: unknown, which: Iterable<Waiter> = this.all()): void {
    for (const waiter of which) if (this.waiting.delete(waiter)) waiter.reject(error)
  }
}
