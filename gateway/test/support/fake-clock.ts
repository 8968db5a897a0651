import type { MediaClock } from '../../src/media/types'
import { Log } from './events'

/** Time that moves only when told to. */
export class FakeClock implements MediaClock {
  /** How long each timer was set for, in order: to wait until something begins to wait. */
  readonly set = new Log<number>()
  private time = 1_000_000
  private nextId = 1
  private readonly timers = new Map<number, { at: number; run: () => void }>()

  now(): number {
    return this.time
  }

  setTimeout(run: () => void, ms: number): number {
    this.timers.set(this.nextId, { at: this.time + ms, run })
    this.set.add(ms)
    return this.nextId++
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number)
  }

  /** Moves on, running what falls due, in order. */
  advance(ms: number): void {
    const end = this.time + ms
    for (;;) {
      const due = [...this.timers].filter(([, one]) => one.at <= end).sort((a, b) => a[1].at - b[1].at)[0]
      if (!due) break
      this.timers.delete(due[0])
      this.time = due[1].at
      due[1].run()
    }
    this.time = end
  }
}
