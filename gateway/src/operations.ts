/** What operators see of a gateway: readiness and metrics, on the main port and on one of their own. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'
import { listenPages, servePages, type Pages } from './metrics/pages'
import { registryOf, type Sources } from './metrics/registry'
import type { Settings } from './options'
import { Readiness } from './readiness'
import type { LogEngine } from './room/log'

export class Operations {
  readonly readiness: Readiness
  private readonly pages: Pages
  private registry: Registry | undefined
  private server: Server | undefined

  constructor(
    private readonly settings: Pick<Settings, 'metrics' | 'report'>,
    engine: Pick<LogEngine, 'health'>,
    sources: Omit<Sources, 'ready'>,
    failed: (error: unknown) => void,
  ) {
    const { port, token } = settings.metrics
    this.readiness = new Readiness(engine)
    if (port !== undefined || token !== undefined) {
      this.registry = registryOf({ ...sources, ready: async () => (await this.readiness.look()).ok })
    }
    this.pages = {
      metrics: async () => {
        sources.refresh()
        return { type: this.registry?.contentType ?? '', text: (await this.registry?.metrics()) ?? '' }
      },
      ready: () => this.readiness.look(),
      ...{ token, failed },
    }
  }

  /**
   * A request on the main port, which everybody reaches: figures tell about a business, so they are there only behind a token.
   * @returns false when it is for somebody else
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const paths = this.settings.metrics.token === undefined ? ['/readyz'] : ['/readyz', '/metrics']
    return servePages(this.pages, paths, request, response)
  }

  async listen(): Promise<void> {
    const { port, host } = this.settings.metrics
    if (port === undefined) return
    this.server = await listenPages(this.pages, port, host)
    const address = this.server.address()
    const open = typeof address === 'object' && address ? address.port : port
    this.settings.report('info', 'metrics', { url: `http://${host}:${open}/metrics` })
  }

  close(): void {
    this.registry?.clear()
    this.server?.close()
    this.server?.closeAllConnections()
  }
}
