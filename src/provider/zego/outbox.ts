/**
 * What waits to be sent. The SDK takes one broadcast a second of each phone (it counts in whole seconds) and refuses the rest; so
 * what is said meanwhile waits and goes out together, in order.
 */
import { LiveError } from '../../errors'
import type { LinkClock } from '../link'
import { BROADCAST_MS, codeOf } from './errors'

/** Most that wait; then it is said to be too much. */
const MOST_WAITING = 20

/** The SDK: too early, by its clock. */
const TOO_EARLY = 1109001

interface Waiting<T> {
  item: T
  resolve: (id: string) => void
  reject: (error: unknown) => void
}

/** One kind of packets. */
export interface Outbox<T> {
  /**
   * Queues.
   * @returns its id, once it is sent
   * @throws LiveError `rate-limited`
   */
  add(item: T): Promise<string>
  /** Rejects what waits. */
  stop(error: LiveError): void
}

/** Of one message among all that went out together: the same at the sender and at who hears it. */
export const idOf = (messageId: unknown, index: number): string => `${messageId}${index ? `.${index}` : ''}`

/**
 * @param fitting how many of the first fit one packet
 * @param send sends a packet of them
 */
export function createOutbox<T>(
  clock: LinkClock,
  fitting: (items: T[]) => number,
  send: (items: T[]) => Promise<object>,
): Outbox<T> {
  /** Those on their way stand in front until they are through. */
  const waiting: Waiting<T>[] = []
  let timer: unknown
  let next = 0
  let sending = false

  const plan = () => {
    clock.clearTimeout(timer)
    if (!sending && waiting.length) timer = clock.setTimeout(() => void flush(), Math.max(0, next - clock.now()))
  }

  const flush = async () => {
    const batch = waiting.slice(0, fitting(waiting.map(({ item }) => item)))
    const done = () => waiting.splice(0, batch.length)
    sending = true
    next = clock.now() + BROADCAST_MS
    try {
      const { messageID } = (await send(batch.map(({ item }) => item))) as { messageID?: unknown }
      done().forEach(({ resolve }, index) => resolve(idOf(messageID, index)))
    } catch (error) {
      // Too early: once more, later.
      if (codeOf(error) !== TOO_EARLY) done().forEach(({ reject }) => reject(error))
    }
    sending = false
    plan()
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= MOST_WAITING)
          throw LiveError.of('rate-limited', 'zego.send: too many wait', { waitMs: BROADCAST_MS })
        waiting.push({ item, resolve, reject })
        plan()
      }),
    stop(error) {
      waiting.splice(0).forEach(({ reject }) => reject(error))
      plan()
    },
  }
}
