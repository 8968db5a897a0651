/**
 * Delivers to one endpoint, one batch at a time, so that its order holds.
 *
 *   idle --event--> collecting --delay--> posting --2xx--> idle | posting the next
 *                                            '--else--> waiting (backoff) --> posting the same
 *
 * After `breaker` failures in a row the endpoint is down: one try every `maxDelay`, until one succeeds.
 */
import type { Report } from '../report'
import type { WebhookEndpoint, WebhookSettings } from './options'
import { SIGNATURE_HEADER, signWebhook } from './sign'
import type { WebhookEvent, WebhookType } from './types'
import { WebhookQueue } from './queue'

/** What an endpoint needs of the world; tests put their own in its place. */
export interface WebhookWorld {
  /** Server time, ms. */
  now(): number
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  /** 0 <= x < 1. */
  random(): number
  /** POSTs; resolves to the status, rejects when there is none. */
  post(url: string, headers: Record<string, string>, body: string, timeout: number): Promise<number>
  report: Report
}

export interface EndpointCounters {
  /** Host of the endpoint; its path may hold secrets. */
  host: string
  queued: number
  delivered: number
  /** POSTs without a 2xx. */
  failures: number
  dropped: number
  down: boolean
}

export class Endpoint {
  private readonly queue: WebhookQueue
  private readonly types: ReadonlySet<WebhookType>
  private readonly host: string
  private timer: unknown
  private busy = false
  private inARow = 0
  private delivered = 0
  private failures = 0
  private closed = false
  private emptied: (() => void) | undefined

  constructor(
    private readonly endpoint: WebhookEndpoint,
    private readonly settings: WebhookSettings,
    private readonly world: WebhookWorld,
  ) {
    this.queue = new WebhookQueue(settings.queue, settings.batch)
    this.types = new Set(endpoint.events)
    this.host = new URL(endpoint.url).host
  }

  wants(type: WebhookType): boolean {
    return this.types.has(type)
  }

  counters(): EndpointCounters {
    const { host, delivered, failures } = this
    return { host, queued: this.queue.size, delivered, failures, dropped: this.queue.dropped, down: this.down }
  }

  push(events: readonly WebhookEvent[]): void {
    const wanted = events.filter(({ type }) => this.types.has(type))
    if (wanted.length === 0 || this.closed) return
    this.gaveUp(this.queue.push(wanted, this.world.now()), 'the queue is full')
    if (!this.busy && this.timer === undefined) this.wake(this.settings.delay)
  }

  /** Delivers what waits, at once, for at most `ms`; then stops. Resolves to the number of events that are left undone. */
  async close(ms: number): Promise<number> {
    this.closed = true
    if (this.queue.size > 0 && ms > 0) {
      const empty = new Promise<void>((resolve) => (this.emptied = resolve))
      const deadline = this.world.setTimeout(() => this.emptied?.(), ms)
      if (!this.busy) this.wake(0)
      await empty
      this.world.clearTimeout(deadline)
    }
    this.world.clearTimeout(this.timer)
    this.timer = undefined
    this.emptied = undefined
    const left = this.queue.size
    if (left > 0) this.world.report('error', 'webhook.undelivered', { host: this.host, events: left })
    return left
  }

  private get down(): boolean {
    return this.inARow >= this.settings.breaker
  }

  private wake(ms: number): void {
    this.world.clearTimeout(this.timer)
    this.timer = this.world.setTimeout(() => {
      this.timer = undefined
      void this.deliver()
    }, ms)
  }

  private async deliver(): Promise<void> {
    this.gaveUp(this.queue.expire(this.settings.giveUp, this.world.now()), 'nobody took them in time')
    const batch = this.queue.next()
    if (!batch) return this.emptied?.()
    this.busy = true
    const problem = await this.post(batch.body)
    this.busy = false
    if (problem !== undefined) return this.failed(problem)
    if (this.down) this.world.report('info', 'webhook.up', { host: this.host })
    this.inARow = 0
    this.delivered += batch.count
    this.queue.taken(batch)
    if (this.queue.size > 0) this.wake(0)
    else this.emptied?.()
  }

  /** @returns why the endpoint does not have it, or undefined */
  private async post(body: string): Promise<string | undefined> {
    const { url, secret } = this.endpoint
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'lianmai-gateway',
      [SIGNATURE_HEADER]: signWebhook(secret, body, this.world.now()),
    }
    try {
      const status = await this.world.post(url, headers, body, this.settings.timeout)
      return status >= 200 && status < 300 ? undefined : `it answered ${status}`
    } catch (error) {
      const { name, message, cause } = error as Error
      return cause instanceof Error ? cause.message : `${name}: ${message}`
    }
  }

  private failed(why: string): void {
    this.queue.back()
    this.failures++
    this.inARow++
    const wait = this.backoff()
    const facts = { host: this.host, why, failures: this.inARow, wait, queued: this.queue.size }
    if (this.inARow === this.settings.breaker) this.world.report('error', 'webhook.down', facts)
    else this.world.report(this.down ? 'debug' : 'warn', 'webhook.failed', facts)
    // Whoever stops does not wait long for an endpoint that is down.
    this.wake(this.closed ? Math.min(wait, this.settings.minDelay) : wait)
  }

  /** Doubles; the upper half is chance, so that several gateways do not come at once. */
  private backoff(): number {
    const { minDelay, maxDelay } = this.settings
    const full = this.down ? maxDelay : Math.min(maxDelay, minDelay * 2 ** (this.inARow - 1))
    return Math.ceil(full / 2 + (full / 2) * this.world.random())
  }

  private gaveUp(events: number, why: string): void {
    if (events > 0) this.world.report('error', 'webhook.dropped', { host: this.host, events, why })
  }
}
