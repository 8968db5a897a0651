/** Counts what a provider leaves running: every timer is known by the file that set it. */

type Timer = ReturnType<typeof setTimeout>

const REAL = { setTimeout, clearTimeout, setInterval, clearInterval }

/** The line of the stack that called the timer function. */
function callerOf(depth: number): string {
  return new Error().stack?.split('\n')[depth] ?? ''
}

export interface Timers {
  /** Where each timer that still runs was set. */
  held(): string[]
  stop(): void
}

/**
 * @param ours of which files, by a part of the path
 */
export function watchTimers(ours: RegExp): Timers {
  const held = new Map<Timer, string>()
  const forget = (timer: unknown) => void held.delete(timer as Timer)
  const set =
    (original: typeof setTimeout, once: boolean) =>
    (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): Timer => {
      const caller = callerOf(3)
      const timer: Timer = original(() => {
        if (once) held.delete(timer)
        run(...args)
      }, ms)
      if (ours.test(caller)) held.set(timer, caller.trim())
      return timer
    }
  Object.assign(globalThis, {
    setTimeout: set(REAL.setTimeout, true),
    setInterval: set(REAL.setInterval as typeof setTimeout, false),
    clearTimeout(timer: unknown) {
      forget(timer)
      REAL.clearTimeout(timer as Timer)
    },
    clearInterval(timer: unknown) {
      forget(timer)
      REAL.clearInterval(timer as Timer)
    },
  })
  return {
    held: () => [...held.values()],
    stop: () => void Object.assign(globalThis, REAL),
  }
}
