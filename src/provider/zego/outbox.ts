/**
 * What waits to be broadcast. The SDK takes one broadcast a second of each phone (it counts in whole seconds) and refuses the rest;
 * so what is said meanwhile waits and goes out together, in order.
 */
import { LiveError } from '../../errors'
import type { LinkClock } from '../link'
import type { MessageBody } from '../types'
import { BROADCAST_MS, codeOf } from './errors'
import { bytesOf, MOST_BYTES, spell } from './words'

/** Most that wait; then it is said to be too much. */
const MOST_WAITING = 20

/** What ZEGO makes of a broadcast. */
export interface Sent {
  /** Of this message among all. */
  id: string
}

interface Waiting {
  body: MessageBody
  resolve: (sent: Sent) => void
  reject: (error: unknown) => void
}

export class Outbox {
  private waiting: Waiting[] = []
  private timer: unknown
  private next = 0
  private sending = false

  constructor(
    private readonly clock: LinkClock,
    private readonly broadcast: (text: string) => Promise<unknown>,
  ) {}

  /** @throws LiveError `too-large`, `rate-limited` */
  say(body: MessageBody): Promise<Sent> {
    spell({ m: [body] })
    if (this.waiting.length >= MOST_WAITING) {
      throw LiveError.of(
        'rate-limited',
        'zego.send: messages wait already; a phone sends one packet of them a second',
        {
          waitMs: BROADCAST_MS,
        },
      )
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ body, resolve, reject })
      this.plan()
    })
  }

  stop(error: LiveError): void {
    this.clock.clearTimeout(this.timer)
    this.waiting.splice(0).forEach(({ reject }) => reject(error))
  }

  private plan(): void {
    if (this.sending || !this.waiting.length) return
    const wait = this.next - this.clock.now()
    this.clock.clearTimeout(this.timer)
    if (wait <= 0) void this.flush()
    else this.timer = this.clock.setTimeout(() => void this.flush(), wait)
  }

  private async flush(): Promise<void> {
    const batch = this.take()
    this.sending = true
    this.next = this.clock.now() + BROADCAST_MS
    try {
      const answer = (await this.broadcast(spell({ m: batch.map(({ body }) => body) }))) as { messageID?: unknown }
      batch.forEach(({ resolve }, index) => resolve({ id: idOf(answer.messageID, index) }))
    } catch (error) {
      // Too early by ZEGO's clock: once more, later.
      if (codeOf(error) === 1109001) this.waiting.unshift(...batch)
      else batch.forEach(({ reject }) => reject(error))
    }
    this.sending = false
    this.plan()
  }

  /** As many of the first as fit one message. */
  private take(): Waiting[] {
    const bodies = this.waiting.map(({ body }) => body)
    let count = 1
    while (count < bodies.length && bytesOf(JSON.stringify(bodies.slice(0, count + 1))) + 20 <= MOST_BYTES) count += 1
    return this.waiting.splice(0, count)
  }
}

/** The same at the sender and at who hears it. */
export const idOf = (messageId: unknown, index: number): string => (index ? `${messageId}.${index}` : `${messageId}`)
