import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Addresses, type GatewayUrls } from './addresses'
import { MEDIA_APP, mediaName, UrlSigner } from './auth/media-url'
import type { Feed, FeedOptions } from './feeds/feed'
import { Feeds } from './feeds/feeds'
import { routes } from './http/routes'
import { Hub } from './hub'
import { MediaDesk } from './media-desk'
import { systemClock } from './media/clock'
import type { Ingest, SourceEnd } from './media/ingest'
import { createRelay } from './media/relay'
import type { MediaRefusal, MediaRelay } from './media/types'
import { resolveOptions, type GatewayOptions, type Settings } from './options'
import { memoryEngine } from './room/memory-log'
import { Meter } from './room/meter'
import { Sockets } from './sockets'
import { Tick } from './tick'
import { ID_PATTERN, type Stream } from './wire'

/** A stream that went live, with addresses to play it from. */
export interface StreamInfo {
  room: string
  streamId: string
  userId: string
  rtmp: string
  flv: string
}

export interface GatewayEvents {
  stream: StreamInfo
}

export interface Health {
  ok: true
  rooms: number
  connections: number
  streams: number
  /** Seconds. */
  uptime: number
}

export interface Gateway {
  readonly urls: GatewayUrls
  /** @returns undo */
  on<K extends keyof GatewayEvents>(event: K, listener: (payload: GatewayEvents[K]) => void): () => void
  /**
   * A signed RTMP push address for something that is not in the room as a person (OBS, ffmpeg, a camera). Its stream is
   * of kind `external` and shows up when media arrives.
   * @param options.ttl ms for which the address may be used to connect; default a day
   * @throws TypeError on ids that are none
   */
  ingestUrl(room: string, user: string, options?: { ttl?: number }): string
  /**
   * Pushes a file in a loop, as a camera (`room/stream`) or as the picture of somebody who was given a push address.
   * @throws TypeError on a bad option or a file that cannot be fed; Error when the relay says no
   */
  feed(options: FeedOptions): Promise<Feed>
  health(): Health
  /** Says goodbye to every client, ends every stream, frees the ports. */
  close(): Promise<void>
}

/** Life of addresses that are printed rather than asked for, ms. */
const DAY = 24 * 60 * 60 * 1000

class LiveGateway implements Gateway {
  private readonly listeners = new Set<(info: StreamInfo) => void>()
  private readonly meter = new Meter()
  private readonly tick: Tick
  private readonly hub: Hub
  private readonly desk: MediaDesk
  private readonly relay: MediaRelay
  private readonly feeds: Feeds
  private readonly sockets: Sockets
  private readonly server: Server
  private readonly startedAt: number
  private addresses: Addresses
  private closing: Promise<void> | undefined

  constructor(private readonly settings: Settings) {
    const { now, report, keys, rooms, connections, urlTtl } = settings
    this.startedAt = now()
    this.addresses = new Addresses(settings, settings.port, settings.rtmpPort)
    this.tick = new Tick((error) => this.failed(error))
    this.desk = new MediaDesk({
      hub: () => this.hub,
      signer: new UrlSigner(keys),
      base: (host) => this.addresses.base(host),
      kick: (name) => this.relay.kick(MEDIA_APP, name),
      ...{ now, report, urlTtl },
    })
    this.relay = createRelay({
      hooks: this.desk,
      app: MEDIA_APP,
      graceMs: settings.publishGrace,
      onError: (error) => this.failed(error),
    })
    this.hub = new Hub(settings.engine ?? memoryEngine(rooms.ring), {
      settings: rooms,
      tick: this.tick,
      started: (room, stream) => this.started(room, stream),
      cut: (room, id) => this.relay.kick(MEDIA_APP, mediaName(room, id)),
      meter: this.meter,
      wrote: () => undefined,
      ...{ now, report },
    })
    this.feeds = new Feeds(
      (to, close) => this.publish(to, close),
      systemClock,
      (error) => this.failed(error),
    )
    const { hub, tick, desk } = this
    this.sockets = new Sockets(connections, { keys, hub, tick, desk, heartbeat: connections.heartbeat, now }, report)
    this.server = this.createServer()
  }

  get urls(): GatewayUrls {
    return this.addresses.urls
  }

  async listen(): Promise<void> {
    const { host, port, rtmpPort, feeds } = this.settings
    try {
      await Promise.all(feeds.map((options) => this.feeds.load(options)))
      await this.hub.adopt()
      await new Promise<void>((resolve, reject) => {
        this.server.once('error', reject).listen(port, host, () => resolve())
      })
      const rtmp = await this.relay.listenRtmp(rtmpPort, host)
      this.addresses = new Addresses(this.settings, (this.server.address() as AddressInfo).port, rtmp)
      await Promise.all(feeds.map((options) => this.feeds.add(options)))
    } catch (error) {
      await this.close()
      throw error
    }
    this.settings.report('info', 'listening', { ...this.urls })
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
    return this.desk.ingestUrl(room, user, ttl)
  }

  feed(options: FeedOptions): Promise<Feed> {
    return this.feeds.add(options)
  }

  health(): Health {
    return {
      ok: true,
      rooms: this.hub.all().length,
      connections: this.sockets.size,
      streams: this.relay.streams().length,
      uptime: Math.round((this.settings.now() - this.startedAt) / 1000),
    }
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown()
    return this.closing
  }

  private async shutDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.feeds.close()
    await this.sockets.close()
    await this.relay.close()
    await this.hub.close()
    this.server.closeAllConnections()
    await closed
  }

  /** A feed comes to the relay as everybody does: by an address that is signed. */
  private publish(to: string, close: (why: SourceEnd) => void): Promise<Ingest | MediaRefusal> {
    const [room = '', user = ''] = to.split('/')
    const url = new URL(to.startsWith('rtmp:') ? to : this.ingestUrl(room, user))
    return this.relay.publish(url.pathname.slice(MEDIA_APP.length + 2), url.searchParams, { close })
  }

  private createServer(): Server {
    const { dev, keys, now } = this.settings
    const server = createServer(
      // Publishing over HTTP-FLV is one request that lasts for hours; slow headers are still cut.
      { requestTimeout: 0, headersTimeout: 10_000 },
      routes({
        media: (request, response) => this.relay.handleHttp(request, response),
        health: () => this.health(),
        ...(dev ? { devKey: keys.primary } : {}),
        now,
        failed: (error) => this.failed(error),
      }),
    )
    server.on('upgrade', (request, stream, head) => {
      if (!this.relay.handleUpgrade(request, stream, head)) this.sockets.upgrade(request, stream, head)
    })
    return server
  }

  private started(room: string, { id: streamId, userId }: Stream): void {
    this.settings.report('info', 'stream.live', { room, stream: streamId })
    const info = { room, streamId, userId, ...this.desk.playUrls(room, streamId, DAY) }
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
  const gateway = new LiveGateway(resolveOptions(options))
  await gateway.listen()
  return gateway
}
