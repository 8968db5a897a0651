/** The media side of a gateway: the relay, the servers beside it, and what keeps rooms and servers of one mind. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { MEDIA_APP, UrlSigner, type MediaBase, type UrlSecrets } from '../auth/media-url'
import { HookIntake } from '../hooks/intake'
import { Reconciler } from '../hooks/reconcile'
import { HookRoutes } from '../hooks/routes'
import type { Hub } from '../hub'
import { MediaDesk } from '../media-desk'
import { createRelay } from '../media/relay'
import type { MediaRelay } from '../media/types'
import type { Tally } from '../metrics/counters'
import type { Report } from '../report'
import { Judge } from './judge'
import type { MediaServerConfig } from './options'
import { RelayServer } from './relay-server'
import { MediaServers } from './servers'

export interface MediaSideOptions {
  hub: () => Hub
  keys: UrlSecrets
  servers: readonly MediaServerConfig[]
  /** Between two comparisons with the servers' own lists, ms. */
  reconcileEvery: number
  /** How long an address handed to a client may be used to connect, ms. */
  urlTtl: number
  /** How long a stream waits for its publisher to come back, ms. */
  publishGrace: number
  /** Other gateways have the same rooms. */
  shared: boolean
  /** Addresses of our relay as a client with this Host header can reach it; without one: as it says itself. */
  base(host: string | undefined): MediaBase
  report: Report
  now(): number
  failed(error: unknown): void
  /** `<event> <ok or code>` of hooks. */
  hooks: Tally<string>
}

export class MediaSide {
  /** This process among all that share rooms. */
  readonly node = randomBytes(6).toString('base64url')
  readonly servers: MediaServers
  readonly desk: MediaDesk
  readonly relay: MediaRelay
  readonly reconciler: Reconciler
  private readonly intake: HookIntake
  private readonly routes: HookRoutes

  /** @throws TypeError on a server's `allow` that is none */
  constructor(options: MediaSideOptions) {
    const { hub, now, report, base, urlTtl, publishGrace: grace } = options
    const signer = new UrlSigner(options.keys)
    const own = new RelayServer(this.node, () => this.relay, signer, base)
    const servers = new MediaServers(own, options.servers, signer, now)
    const judge = new Judge({ hub, signer, now })
    this.servers = servers
    this.desk = new MediaDesk({ hub, servers, judge, report, now, urlTtl, base: () => base(undefined) })
    this.relay = createRelay({ hooks: this.desk, app: MEDIA_APP, graceMs: grace, onError: options.failed })
    this.intake = new HookIntake({ hub, servers, judge, report, grace })
    const { servers: configs, hooks: tally } = options
    this.routes = new HookRoutes({ configs, servers, intake: this.intake, report, now, tally })
    const { reconcileEvery: every, shared } = options
    this.reconciler = new Reconciler({ hub, servers, report, now, every, grace, shared })
  }

  /** Begins to compare. */
  start(): void {
    this.reconciler.start()
  }

  /** A request under {@link HOOKS_PATH}. Never rejects. */
  hook(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.routes.handle(request, response)
  }

  /** Ends every stream of the relay; what is on other servers goes on. */
  async close(): Promise<void> {
    this.reconciler.close()
    this.intake.close()
    await this.relay.close()
    this.desk.close()
  }
}
