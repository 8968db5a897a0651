/** What faces the customer's backend: the API that it calls, and the webhooks that call it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { TokenKeys } from '../auth/token'
import type { Hub } from '../hub'
import type { MediaDesk } from '../media-desk'
import type { Tally } from '../metrics/counters'
import type { Report } from '../report'
import type { Entry } from '../room/log'
import type { Room } from '../room/room'
import type { EndpointCounters } from '../webhooks/endpoint'
import type { ResolvedWebhooks } from '../webhooks/options'
import { Webhooks, webhookWorld } from '../webhooks/webhooks'
import type { healthAnswer } from './health'
import type { ApiOptions } from './options'
import { ApiRouter } from './router'

export interface BackendSideOptions {
  api: ApiOptions
  webhooks: ResolvedWebhooks
  keys: TokenKeys
  hub: () => Hub
  desk: MediaDesk
  health(): Promise<Omit<z.output<typeof healthAnswer>, 'webhooks'>>
  report: Report
  now(): number
  /** `<operation> <status class>` of the API. */
  tally: Tally<string>
}

export class BackendSide {
  private readonly webhooks: Webhooks
  private readonly api: ApiRouter

  constructor({ api, webhooks, keys, hub, desk, health, report, now, tally }: BackendSideOptions) {
    this.webhooks = new Webhooks(webhooks, webhookWorld(now, report))
    const told = async () => ({ ...(await health()), webhooks: this.webhooks.counters() })
    this.api = new ApiRouter({ options: api, keys, world: { hub, desk, now, health: told }, report, now, tally })
  }

  /** A request under /api/v1. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.api.handle(request, response)
  }

  /** This gateway, and no other, has written these to the room's log. */
  wrote({ id, epoch, state }: Room, entries: readonly Entry[]): void {
    this.webhooks.wrote(entries, { room: id, epoch, state })
  }

  counters(): EndpointCounters[] {
    return this.webhooks.counters()
  }

  /** Delivers what waits, within its bound. */
  async close(): Promise<void> {
    await this.webhooks.close()
  }
}
