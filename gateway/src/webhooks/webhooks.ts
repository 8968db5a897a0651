/** Webhooks out: tells the customer's backend what this gateway has written. At least once, per endpoint in order. */
import { systemClock } from '../media/clock'
import type { Report } from '../report'
import type { Entry } from '../room/log'
import { Endpoint, type EndpointCounters, type WebhookWorld } from './endpoint'
import { webhookEvents, type Scene } from './events'
import type { ResolvedWebhooks } from './options'

async function post(url: string, headers: Record<string, string>, body: string, timeout: number): Promise<number> {
  const signal = AbortSignal.timeout(timeout)
  // A redirect would carry what is said here to somebody else.
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
  // What it says beside the status is nobody's business, but an unread body keeps its connection from being used again.
  await response.body?.cancel()
  return response.status
}

/** @param now server time, ms */
export function webhookWorld(now: () => number, report: Report): WebhookWorld {
  const { setTimeout, clearTimeout } = systemClock
  return { now, report, setTimeout, clearTimeout, random: Math.random, post }
}

export class Webhooks {
  private readonly endpoints: readonly Endpoint[]

  constructor(
    private readonly options: ResolvedWebhooks,
    world: WebhookWorld,
  ) {
    this.endpoints = options.endpoints.map((endpoint) => new Endpoint(endpoint, options, world))
  }

  /** This gateway, and no other, has written these; the scene is the room as it is after them. */
  wrote(entries: readonly Entry[], scene: Scene): void {
    if (this.endpoints.length === 0) return
    const events = webhookEvents(entries, scene)
    if (events.length > 0) for (const endpoint of this.endpoints) endpoint.push(events)
  }

  counters(): EndpointCounters[] {
    return this.endpoints.map((endpoint) => endpoint.counters())
  }

  /** Delivers what waits, within the bound that is set. Resolves to the number of events that could not be delivered. */
  async close(): Promise<number> {
    const left = await Promise.all(this.endpoints.map((endpoint) => endpoint.close(this.options.flush)))
    return left.reduce((sum, one) => sum + one, 0)
  }
}
