import { BackendSide } from './api/side'
import { Addresses, type GatewayUrls } from './addresses'
import { MEDIA_APP } from './auth/media-url'
import type { Feed, FeedOptions } from './feeds/feed'
import { Feeds } from './feeds/feeds'
import { openEngine } from './engine'
import type { Gateway, GatewayEvents, Health, Renewal, StreamInfo } from './gateway-types'
import { routes } from './http/routes'
import { logRequest } from './http-log'
import type { HttpHandlers } from './http-server'
import { Hub } from './hub'
import { systemClock } from './media/clock'
import type { Ingest, SourceEnd } from './media/ingest'
import type { MediaRefusal } from './media/types'
import { MediaSide } from './media-servers/side'
import { Counters } from './metrics/counters'
import { sourcesOf } from './metrics/sources'
import { Operations } from './operations'
import { resolveOptions, type GatewayOptions, type Settings } from './options'
import type { Ready } from './readiness'
import type { LogEngine } from './room/log'
import { Meter } from './room/meter'
import { Ports } from './ports'
import { Sockets } from './sockets'
import { Tick } from './tick'
import { ID_PATTERN, type Stream } from './wire'

export type { Gateway, GatewayEvents, Health, Renewal, StreamInfo } from './gateway-types'

/** Life of addresses that are printed rather than asked for, ms. */
const DAY = 24 * 60 * 60 * 1000

class LiveGateway implements Gateway {
  private readonly listeners = new Set<(info: StreamInfo) => void>()
  private readonly meter = new Meter()
  private readonly counters = new Counters()
  private readonly tick: Tick
  private readonly hub: Hub
  private readonly media: MediaSide
  private readonly backend: BackendSide
  private readonly feeds: Feeds
  private readonly sockets: Sockets
  private readonly operations: Operations
  private readonly ports: Ports
  private readonly startedAt: number
  private addresses: Addresses
  private closing: Promise<void> | undefined

  constructor(
    private readonly settings: Settings,
    engine: LogEngine,
  ) {
    const { now, report, keys, rooms, connections, urlTtl } = settings
    this.startedAt = now()
    this.addresses = new Addresses(settings, settings.port, settings.rtmpPort)
    this.tick = new Tick((error) => this.failed(error))
    this.media = new MediaSide({
      hub: () => this.hub,
      servers: settings.mediaServers,
      base: (host) => this.addresses.base(host),
      failed: (error) => this.failed(error),
      hooks: this.counters.hooks,
      shared: settings.log.kind === 'redis',
      ...{ keys, now, report, urlTtl },
      ...{ publishGrace: settings.publishGrace, reconcileEvery: settings.reconcileEvery },
    })
    this.backend = new BackendSide({
      ...{ api: settings.api, webhooks: settings.webhooks, keys, report, now, tally: this.counters.api },
      ...{ hub: () => this.hub, desk: this.media.desk },
      health: async () => ({ ...this.health(), ...(await engine.health()) }),
    })
    this.hub = new Hub(engine, {
      settings: rooms,
      tick: this.tick,
      started: (room, stream) => this.started(room, stream),
      cut: (room, id, carrier) => this.media.desk.cut(room, id, carrier),
      meter: this.meter,
      wrote: (room, entries) => this.backend.wrote(room, entries),
      ...{ now, report },
    })
    this.feeds = new Feeds(
      (to, close) => this.publish(to, close),
      systemClock,
      (error) => this.failed(error),
    )
    const { hub, tick, counters } = this
    const { desk } = this.media
    const { trustedProxies } = settings
    const world = { keys, hub, tick, desk, counters, heartbeat: connections.heartbeat, now }
    this.sockets = new Sockets({ ...connections, trustedProxies }, world, report)
    const { meter, sockets } = this
    const { relay } = this.media
    const sources = sourcesOf({ counters, meter, sockets, hub, relay, webhooks: () => this.backend.counters() })
    this.operations = new Operations(settings, engine, sources, (error) => this.failed(error))
    this.ports = new Ports(settings, this.handlers(), this.media.relay, (error) => this.failed(error))
  }

  get urls(): GatewayUrls {
    return this.addresses.urls
  }

  async listen(): Promise<void> {
    const { feeds } = this.settings
    try {
      await Promise.all(feeds.map((options) => this.feeds.load(options)))
      await this.hub.adopt()
      const { http, rtmp, rtmps } = await this.ports.listen()
      this.addresses = new Addresses(this.settings, http, rtmp, rtmps)
      await this.operations.listen()
      await Promise.all(feeds.map((options) => this.feeds.add(options)))
      this.media.start()
    } catch (error) {
      await this.close({ now: true })
      throw error
    }
    this.operations.readiness.started()
    const { report, log, engine } = this.settings
    report('info', 'listening', { ...this.urls, log: engine ? 'own' : log.kind, ...('dir' in log && { dir: log.dir }) })
  }

  on<K extends keyof GatewayEvents>(_event: K, listener: (payload: GatewayEvents[K]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  ingestUrl(room: string, user: string, { ttl = DAY }: { ttl?: number } = {}): string {
    for (const [what, id] of Object.entries({ room, user })) {
      if (!ID_PATTERN.test(id))
        throw new TypeError(`ingestUrl: ${what} must be 1-48 letters, digits, "_" or "-", not "${id}"`)
    }
    return this.media.desk.ingestUrl(room, user, ttl)
  }

  feed(options: FeedOptions): Promise<Feed> {
    return this.feeds.add(options)
  }

  health(): Health {
    return {
      ok: true,
      rooms: this.hub.all().length,
      connections: this.sockets.size,
      streams: this.media.relay.streams().length,
      uptime: Math.round((this.settings.now() - this.startedAt) / 1000),
    }
  }

  ready(): Promise<Ready> {
    return this.operations.readiness.look()
  }

  reload({ keys, tls }: Renewal): void {
    const { report, dev } = this.settings
    if (tls) this.ports.renew({ cert: tls.cert, key: tls.key })
    // Without keys of its own a developer's gateway keeps the one it made up.
    if (keys && !(dev && keys.length === 0)) this.settings.keys.replace(keys)
    report('info', 'reloaded', { kids: this.settings.keys.kids.join(' ') })
  }

  close({ now = false } = {}): Promise<void> {
    this.closing ??= this.shutDown(now)
    return this.closing
  }

  private async shutDown(now: boolean): Promise<void> {
    const { drainDelay, drainSpread } = this.settings.shutdown
    this.operations.readiness.drain()
    this.sockets.drain()
    if (!now && drainDelay > 0) await new Promise((resolve) => setTimeout(resolve, drainDelay))
    this.ports.stop()
    this.feeds.close()
    await this.sockets.close(drainSpread)
    await this.media.close()
    await this.backend.close()
    await this.hub.close()
    await this.ports.close()
    this.operations.close()
  }

  /** A feed comes to the relay as everybody does: by an address that is signed. */
  private publish(to: string, close: (why: SourceEnd) => void): Promise<Ingest | MediaRefusal> {
    const [room = '', user = ''] = to.split('/')
    const url = new URL(to.startsWith('rtmp:') ? to : this.media.desk.relayUrl(room, user, DAY))
    return this.media.relay.publish(url.pathname.slice(MEDIA_APP.length + 2), url.searchParams, { close })
  }

  private handlers(): HttpHandlers {
    const { dev, keys, now } = this.settings
    const route = routes({
      media: (request, response) => this.media.relay.handleHttp(request, response),
      hook: (request, response) => this.media.hook(request, response),
      api: (request, response) => this.backend.handle(request, response),
      node: this.media.node,
      health: () => this.health(),
      ...(dev ? { devKey: () => keys.primary } : {}),
      now,
      failed: (error) => this.failed(error),
    })
    return {
      request: (request, response) => {
        logRequest(request, response, this.settings)
        if (!this.operations.handle(request, response)) route(request, response)
      },
      upgrade: (request, stream, head) => {
        if (!this.media.relay.handleUpgrade(request, stream, head)) this.sockets.upgrade(request, stream, head)
      },
    }
  }

  private started(room: string, stream: Stream): void {
    this.settings.report('info', 'stream.live', { room, stream: stream.id })
    // What carries it, and so where it plays from, is the next event of the same entry.
    queueMicrotask(() => this.tell(room, stream))
  }

  private tell(id: string, { id: streamId, userId }: Stream): void {
    const room = this.hub.peek(id)
    if (!room) return
    const info = { room: id, streamId, userId, ...this.media.desk.playUrls(room, streamId, DAY) }
    for (const listener of this.listeners) {
      try {
        listener(info)
      } catch (error) {
        this.failed(error)
      }
    }
  }

  private failed(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.settings.report('error', 'internal', { error: text })
  }
}

/**
 * Starts a gateway: rooms and media on `port` (HTTP, WebSocket), media on `rtmpPort`.
 * @throws TypeError on a bad option; the system's error (`EADDRINUSE`, `EACCES` ...) when a port cannot be had
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const settings = resolveOptions(options)
  const { log, rooms, report } = settings
  const gateway = new LiveGateway(settings, settings.engine ?? (await openEngine(log, rooms.ring, report)))
  await gateway.listen()
  return gateway
}
