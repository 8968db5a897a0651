/**
 * Hooks get lost. Every so often each server's own list of streams is laid beside what the rooms believe:
 *
 *   live here, not there   after the grace, and at two looks in a row: over
 *   there, by another      the server knows better: carried by that one
 *   there, not live here   at two looks in a row: adopted if it may be, else ended; whoever may publish comes back
 */
import { mediaName, parseMediaName, type MediaName } from '../auth/media-url'
import type { Hub } from '../hub'
import { carrierOf, parseCarrier } from '../media-servers/carrier'
import type { MediaServers } from '../media-servers/servers'
import type { MediaServer, ServerStream } from '../media-servers/types'
import type { Report } from '../report'
import type { Room } from '../room/room'
import type { Stream } from '../wire'
import { foreignRelays } from './foreign'

export interface ReconcileOptions {
  hub: () => Hub
  servers: MediaServers
  report: Report
  now(): number
  /** Between two looks, ms. */
  every: number
  /** How long a stream waits for its publisher to come back, ms. */
  grace: number
  /** Other gateways share the rooms: streams of rooms that are not open here are theirs to look after. */
  shared: boolean
}

export interface ReconcileCounters {
  ended: number
  adopted: number
  kicked: number
  /** Lists that could not be had. */
  failed: number
}

export class Reconciler {
  readonly counters: ReconcileCounters = { ended: 0, adopted: 0, kicked: 0, failed: 0 }
  /** Streams that are live here and not there: since when. */
  private missing = new Map<string, number>()
  /** Connections that are there and not here, at the last look. */
  private strangers = new Set<string>()
  private timer: NodeJS.Timeout | undefined
  private closed = false
  private readonly relays = foreignRelays()

  constructor(private readonly options: ReconcileOptions) {}

  start(): void {
    if (this.closed) return
    this.timer = setTimeout(() => {
      void this.look().finally(() => this.start())
    }, this.options.every).unref()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  /** One look at every server. Never rejects. */
  async look(): Promise<void> {
    const missing = new Map<string, number>()
    const strangers = new Set<string>()
    const servers = this.options.servers.all().filter((server) => server.can.list)
    await Promise.all(servers.map((server) => this.compare(server, missing, strangers)))
    await this.orphans(missing)
    this.missing = missing
    this.strangers = strangers
  }

  private async compare(server: MediaServer, missing: Map<string, number>, strangers: Set<string>): Promise<void> {
    try {
      const there = await server.list()
      const byName = new Map(there.map((one) => [one.name, one]))
      for (const room of this.options.hub().all()) await this.room(server, room, byName, missing)
      for (const one of there) await this.stranger(server, one, strangers)
    } catch (error) {
      this.counters.failed++
      // What was missing before is neither found nor lost by a list that nobody has.
      for (const [by, since] of this.missing) if (parseCarrier(by)?.server === server.id) missing.set(by, since)
      this.options.report('warn', 'media.list', { server: server.id, error: String(error) })
    }
  }

  private async room(
    server: MediaServer,
    room: Room,
    there: ReadonlyMap<string, ServerStream>,
    missing: Map<string, number>,
  ): Promise<void> {
    for (const stream of Array.from(room.state.streams.values())) {
      const by = room.state.carriers.get(stream.id)?.by
      const carrier = parseCarrier(by)
      if (by === undefined || carrier?.server !== server.id) continue
      const found = there.get(mediaName(room.id, stream.id))
      if (!found) this.lost(room, stream, by, missing)
      else if (found.client !== carrier.client) await this.carried(server, room, stream, found)
    }
  }

  private lost(room: Room, stream: Stream, by: string, missing: Map<string, number>): void {
    const now = this.options.now()
    const since = this.missing.get(by)
    if (since === undefined || now - since < this.options.grace) {
      missing.set(by, since ?? now)
      return
    }
    this.counters.ended++
    this.options.report('warn', 'media.lost', { room: room.id, stream: stream.id })
    room.publishing.over(stream.userId, stream.id, by)
  }

  private async carried(
    server: MediaServer,
    room: Room,
    { id, userId, kind }: Stream,
    found: ServerStream,
  ): Promise<void> {
    const turn = room.state.grants.get(userId)?.turn ?? 0
    const by = carrierOf({ server: server.id, client: found.client, turn })
    await room.publishing.live({ id, userId, kind }, { by })
  }

  private async stranger(server: MediaServer, one: ServerStream, strangers: Set<string>): Promise<void> {
    const name = parseMediaName(one.name)
    if (!name || this.known(server, name)) return
    const key = `${server.id}/${one.client}/${one.name}`
    if (!this.strangers.has(key)) return void strangers.add(key)
    const open = this.options.hub().peek(name.room)
    if (!open && this.options.shared) return void strangers.add(key)
    await this.decide(server, one, name, open ?? (await this.options.hub().open(name.room)))
  }

  private known(server: MediaServer, name: MediaName): boolean {
    const by = this.options.hub().peek(name.room)?.state.carriers.get(name.streamId)?.by
    return parseCarrier(by)?.server === server.id
  }

  /** Whoever pushes to an ingest address has to show it again: a list has no signatures. */
  private async decide(server: MediaServer, one: ServerStream, name: MediaName, room: Room): Promise<void> {
    await room.publishing.sync()
    const { streamId: id, userId } = name
    const by = room.state.carriers.get(id)?.by
    if (parseCarrier(by)?.server === server.id) return
    const elsewhere = by !== undefined
    if (!elsewhere && !name.external && !room.publishing.refusal(userId, id)) {
      const turn = room.state.grants.get(userId)?.turn ?? 0
      const carrier = { by: carrierOf({ server: server.id, client: one.client, turn }) }
      const outcome = await room.publishing.live({ id, userId, kind: 'camera' }, carrier)
      if (!('code' in outcome)) {
        this.counters.adopted++
        return this.options.report('info', 'media.adopted', { room: room.id, stream: id, server: server.id })
      }
      if (outcome.code === 'busy') return
    }
    this.counters.kicked++
    this.options.report('warn', 'media.stranger', { room: room.id, stream: id, server: server.id })
    await server.kick(one.name, one.client)
  }

  /** Streams of servers that are configured no more, and of gateways whose relay is gone. */
  private async orphans(missing: Map<string, number>): Promise<void> {
    for (const room of this.options.hub().all()) {
      for (const stream of Array.from(room.state.streams.values())) {
        const carrier = room.state.carriers.get(stream.id)
        const server = parseCarrier(carrier?.by)?.server
        if (!carrier || server === undefined || this.options.servers.get(server)) continue
        if (await this.relays.alive(server, carrier.base)) continue
        this.lost(room, stream, carrier.by, missing)
      }
    }
  }
}
