/** Time and chance, injected so that tests own both. */
export interface Clock {
  /** @returns what clearTimeout takes */
  setTimeout(run: () => void, ms: number): unknown
  /** Clearing one that is over does nothing. */
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
export interface Timer {
  /**
   * @param ended called instead of `due` when the timer is cleared or replaced
   * @returns ends this timer, unless it is over already
   */
  start(ms: number, due: () => void, ended?: () => void): () => void
  /** Ends the pending one, if there is one. */
  clear(): void
}

const nothing = () => undefined

/** @returns a timer on that clock */
export function createTimer(clock: Clock): Timer {
  let cancel: () => void = nothing
  const clear = () => cancel()
  return {
    clear,
    start(ms, due, ended = nothing) {
      clear()
      const mine = (cancel = () => {
        if (cancel !== mine) return
        cancel = nothing
        clock.clearTimeout(timer)
        ended()
      })
      const timer = clock.setTimeout(() => {
        cancel = nothing
        due()
      }, ms)
      return mine
    },
  }
}
