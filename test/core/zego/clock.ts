/**
 * The time of a scripted room, for real SDKs and providers alike: it stands still while words are on their way, and goes on to the
 * next timer whenever everybody waits. Minutes of retries take milliseconds, and nothing keeps running afterwards.
 */
import type { LinkClock } from '../../../src/provider/link'

interface Timer {
  at: number
  run: () => void
  every: number | undefined
  whose: string
}

/** What a script finds under these names. */
export interface Realm {
  setTimeout(run: () => void, ms?: number): number
  clearTimeout(timer: unknown): void
  setInterval(run: () => void, ms?: number): number
  clearInterval(timer: unknown): void
  Date: DateConstructor
}

export class RoomClock {
  /** What timers threw. */
  readonly thrown: unknown[] = []
  private time = 1_700_000_000_000
  private made = 0
  private readonly timers = new Map<unknown, Timer>()
  private stirred = false
  private turning: NodeJS.Immediate | undefined = setImmediate(() => this.turn())

  readonly now = (): number => this.time

  /** Somebody said something: time waits until it was heard. */
  stir(): void {
    this.stirred = true
  }

  /** For one of the kit's own. */
  of(whose: string): LinkClock {
    return {
      setTimeout: (run, ms) => this.set(whose, run, ms, false),
      clearTimeout: (timer) => void this.timers.delete(timer),
      now: this.now,
    }
  }

  /** For a script that knows of no clock but the world's. */
  realm(whose: string): Realm {
    const { now } = this
    const clear = (timer: unknown) => void this.timers.delete(timer)
    class RealmDate extends Date {
      constructor(...given: [] | [number]) {
        super(...((given.length ? given : [now()]) as [number]))
      }
      static override now = now
    }
    return {
      setTimeout: (run, ms) => this.set(whose, run, ms, false),
      clearTimeout: clear,
      setInterval: (run, ms) => this.set(whose, run, ms, true),
      clearInterval: clear,
      Date: RealmDate as unknown as DateConstructor,
    }
  }

  /** How many timers somebody has left running. */
  pending(whose: string): number {
    return [...this.timers.values()].filter((timer) => timer.whose === whose).length
  }

  /** Resolves when so much time has gone by. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.set('test', resolve, ms, false))
  }

  /** Time ends. */
  stop(): void {
    if (this.turning) clearImmediate(this.turning)
    this.turning = undefined
    this.timers.clear()
  }

  private set(whose: string, run: () => void, ms = 0, repeat: boolean): number {
    const wait = ms > 0 ? ms : 0
    const every = Math.max(1, wait)
    // What is set after the end, by an engine that is being destroyed, runs no more.
    if (this.turning)
      this.timers.set((this.made += 1), { at: this.time + wait, run, every: repeat ? every : undefined, whose })
    return this.made
  }

  private turn(): void {
    this.turning = setImmediate(() => this.turn())
    const quiet = !this.stirred
    this.stirred = false
    if (quiet) this.next()
  }

  /** The first of those that are due the soonest. */
  private next(): void {
    const [first, ...others] = this.timers
    if (!first) return
    const [id, timer] = others.reduce((soonest, other) => (other[1].at < soonest[1].at ? other : soonest), first)
    this.time = Math.max(this.time, timer.at)
    if (timer.every === undefined) this.timers.delete(id)
    else timer.at = this.time + timer.every
    try {
      timer.run()
    } catch (thrown) {
      // As in WeChat, where a timer's error reaches the app and ends nothing; close() looks at them.
      this.thrown.push(thrown)
    }
  }
}
