/** Time and chance, injected so that tests own both. */
export interface Clock {
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  /** 0 <= x < 1 */
  random(): number
}

/** The real ones. */
export const systemClock: Clock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
}

/** One timer at a time: starting another ends the one before. */
export class Timer {
  private pending: { id: unknown; ended: () => void } | undefined

  constructor(private readonly clock: Clock) {}

  /** @param ended called instead of `due` when the timer is cleared or replaced */
  start(ms: number, due: () => void, ended: () => void = () => undefined): void {
    this.clear()
    const id = this.clock.setTimeout(() => {
      this.pending = undefined
      due()
    }, ms)
    this.pending = { id, ended }
  }

  clear(): void {
    const pending = this.pending
    if (!pending) return
    this.pending = undefined
    this.clock.clearTimeout(pending.id)
    pending.ended()
  }

  /** Resolves when due, when `early` settles, or when the timer is cleared or replaced: whoever waits looks round again. */
  wait(ms: number, early?: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.start(ms, resolve, resolve)
      const mine = this.pending
      void early?.then(() => {
        if (this.pending === mine) this.clear()
      })
    })
  }
}
