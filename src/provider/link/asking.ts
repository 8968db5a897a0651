/** Deeds that wait for the answer of the host in charge; asked again, under the same number, until it comes. */
import { LiveError, type ErrorReason } from '../../errors'
import type { UserId } from '../types'
import type { Deed } from './state'
import type { LinkClock } from './types'

/** How often what was not answered is said again, and how often in all. */
export const RETRY = { ms: 2000, times: 4 }

/** @param say sends the deed to every host */
export function createAsking(clock: LinkClock, me: UserId, say: (n: string, deed: Deed) => void) {
  const waiting = new Map<string, (reason?: ErrorReason, why?: string) => void>()
  // Numbers of an earlier session of mine have answers already.
  const session = me + clock.now().toString(36)
  let count = 0
  return {
    ask: (deed: Deed) =>
      new Promise<void>((resolve, reject) => {
        const n = `${session}.${(count += 1)}`
        let timer: unknown
        const settle = (reason?: ErrorReason, why: string | undefined = reason) => {
          waiting.delete(n)
          clock.clearTimeout(timer)
          if (reason) reject(LiveError.of(reason, `link.${deed[0]}: ${why}`))
          else resolve()
        }
        const attempt = (times: number): void => {
          if (!times) return settle('timeout', 'no host answered')
          // First: a channel may bring the answer before it returns.
          timer = clock.setTimeout(() => attempt(times - 1), RETRY.ms)
          say(n, deed)
        }
        waiting.set(n, settle)
        attempt(RETRY.times)
      }),
    settle(n: string, reason?: ErrorReason) {
      const settle = waiting.get(n)
      if (settle) settle(reason)
    },
    stop: () => waiting.forEach((settle) => settle('invalid-state', 'the room was left')),
  }
}
