/** Events that wait for one endpoint: oldest first, bounded, and whoever is left out is counted. */
import type { WebhookBatch, WebhookEvent } from './types'

/** A body beyond this is sent in parts, characters. */
const MAX_BODY = 256 * 1024

interface Waiting {
  event: WebhookEvent
  text: string
  since: number
}

export class WebhookQueue {
  private waiting: Waiting[] = []
  /** Given up since the endpoint was last told. */
  private untold = 0
  /** Of the batch that is on its way; they stay in the queue until somebody has them. */
  private flying = 0
  /** Given up since the start. */
  dropped = 0

  constructor(
    private readonly limit: number,
    private readonly perBatch: number,
  ) {}

  get size(): number {
    return this.waiting.length
  }

  /** @returns how many older ones had to go */
  push(events: readonly WebhookEvent[], now: number): number {
    for (const event of events) this.waiting.push({ event, text: JSON.stringify(event), since: now })
    return this.drop(Math.max(0, this.waiting.length - this.limit))
  }

  /** Gives up what has waited longer than `ms`. @returns how many */
  expire(ms: number, now: number): number {
    const young = this.waiting.findIndex(({ since }) => now - since < ms)
    return this.drop(young < 0 ? this.waiting.length : young)
  }

  /** The next batch is on its way, until {@link taken} or {@link back}. */
  next(): { body: string; count: number; told: number } | undefined {
    if (this.waiting.length === 0) return undefined
    const texts: string[] = []
    let size = 0
    for (const { text } of this.waiting.slice(0, this.perBatch)) {
      size += text.length
      if (texts.length > 0 && size > MAX_BODY) break
      texts.push(text)
    }
    this.flying = texts.length
    const told = this.untold
    const dropped: Pick<WebhookBatch, 'dropped'> = told > 0 ? { dropped: told } : {}
    const rest = JSON.stringify(dropped).slice(1, -1)
    return { body: `{"events":[${texts.join(',')}]${rest && `,${rest}`}}`, count: texts.length, told }
  }

  /** The endpoint has this batch. */
  taken({ count, told }: { count: number; told: number }): void {
    this.flying = 0
    this.waiting.splice(0, count)
    this.untold -= told
  }

  /** Nobody has taken the batch. */
  back(): void {
    this.flying = 0
  }

  private drop(wish: number): number {
    const count = this.waiting.splice(this.flying, wish).length
    this.untold += count
    this.dropped += count
    return count
  }
}
