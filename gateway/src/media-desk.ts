/** Where rooms and media meet: hands out signed addresses, and answers the relay when somebody comes with one. */
import { mediaName, parseMediaName, streamIdOf, type MediaName } from './auth/media-url'
import type { Hub } from './hub'
import { carrierOf, parseCarrier } from './media-servers/carrier'
import type { Judge } from './media-servers/judge'
import type { MediaServers } from './media-servers/servers'
import type { MediaServer, PlayUrls } from './media-servers/types'
import type { MediaHooks, MediaRequest, MediaStream, MediaVerdict } from './media/types'
import type { Report } from './report'
import type { Room } from './room/room'
import { refuse, type Refusal } from './room/rules'
import type { Carrier } from './room/state'
import type { Answers, Question, Stream, StreamId, UserId } from './wire'

export interface DeskOptions {
  hub: () => Hub
  servers: MediaServers
  judge: Judge
  report: Report
  now(): number
  /** How long an address handed to a client may be used to connect, ms. */
  urlTtl: number
  /** Where other gateways' clients reach this one's relay. */
  base(): { http: string; rtmp: string }
}

/** Times that a media server is asked to end a connection, and the wait between them, ms. */
const KICKS = 5
const KICK_AGAIN = 2_000

export class MediaDesk implements MediaHooks {
  /** Which media connection of our relay carries each name now; an older one that ends late must not end the newer. */
  private readonly carriers = new Map<string, MediaStream>()
  private readonly kicking = new Set<NodeJS.Timeout>()

  constructor(private readonly options: DeskOptions) {}

  /** Answers a client's question; `host` is how the client reached us. */
  async answer(room: Room, user: UserId, question: Question, host?: string): Promise<Answers[keyof Answers] | Refusal> {
    switch (question.k) {
      case 'push':
        return this.push(room, user, question.d, host)
      case 'unpush':
        return this.unpush(room, user, question.d.id)
      case 'play':
        if (room.state.streams.has(question.d.id)) return this.playUrls(room, question.d.id, this.options.urlTtl, host)
        return refuse('stream-not-found', 'the stream is not live')
    }
  }

  async push(
    room: Room,
    user: UserId,
    flags: { audio: boolean; video: boolean },
    host?: string,
    ttl = this.options.urlTtl,
  ): Promise<Answers['push'] | Refusal> {
    const grant = await room.publishing.issue(user, flags)
    if ('code' in grant) return grant
    const server = this.options.servers.forRoom(room.id)
    const lease = { expiresAt: this.options.now() + ttl, turn: grant.turn, host }
    return { id: grant.id, url: server.pushUrl(mediaName(room.id, grant.id), lease) }
  }

  playUrls(room: Room, id: StreamId, ttl: number, host?: string): PlayUrls {
    const carrier = room.state.carriers.get(id)
    const { servers, now } = this.options
    const server = servers.forCarrier(carrier, room.id)
    // Our own relay is reached as whoever asks reached us; another's as it said itself.
    const foreign = parseCarrier(carrier?.by)?.server !== server.id
    const base = foreign ? carrier?.base : undefined
    return server.playUrls(mediaName(room.id, id), { expiresAt: now() + ttl, host, base })
  }

  /** A push address for something that is not in the room as a person: OBS, a camera, ffmpeg. */
  ingestUrl(room: string, user: UserId, ttl: number, host?: string): string {
    return this.ingest(this.options.servers.forRoom(room), room, user, ttl, host)
  }

  /** As {@link ingestUrl}, at the relay in this process whatever other servers there are. */
  relayUrl(room: string, user: UserId, ttl: number): string {
    return this.ingest(this.options.servers.relay, room, user, ttl)
  }

  /**
   * A stream is over, or carried by another connection from now on: ends the connection that carried it, and no other of that
   * name. Another gateway's relay is its own affair.
   */
  cut(room: string, id: StreamId, carrier: Carrier | undefined): void {
    const { servers } = this.options
    const name = mediaName(room, id)
    const by = parseCarrier(carrier?.by)
    const server = by ? servers.get(by.server) : servers.forRoom(room)
    if (server) void this.kick(server, name, by?.client, server.kind === 'relay' ? 1 : KICKS)
  }

  close(): void {
    for (const timer of this.kicking) clearTimeout(timer)
    this.kicking.clear()
  }

  async authorize(request: MediaRequest): Promise<MediaVerdict> {
    const verdict = await this.options.judge.judge(request)
    if (!verdict.ok) {
      const { action, protocol, name, ip } = request
      this.options.report('info', 'media.refused', { action, protocol, name, ip, code: verdict.code })
    }
    return verdict
  }

  published(stream: MediaStream): void {
    const name = parseMediaName(stream.name)
    if (!name) return
    this.carriers.set(stream.name, stream)
    void this.goLive(name, stream)
  }

  unpublished(stream: MediaStream): void {
    const name = parseMediaName(stream.name)
    if (!name || this.carriers.get(stream.name) !== stream) return
    this.carriers.delete(stream.name)
    this.options.hub().peek(name.room)?.publishing.over(name.userId, name.streamId, this.carrier(stream).by)
  }

  private ingest(server: MediaServer, room: string, user: UserId, ttl: number, host?: string): string {
    return server.pushUrl(mediaName(room, streamIdOf(user)), { expiresAt: this.options.now() + ttl, host })
  }

  private carrier(stream: MediaStream): Carrier {
    const { servers, base } = this.options
    const by = carrierOf({ server: servers.relay.id, client: String(stream.id), turn: 0 })
    return { by, base: { http: base().http, rtmp: base().rtmp } }
  }

  private async unpush(room: Room, user: UserId, id: StreamId): Promise<Answers['unpush'] | Refusal> {
    if (!id.startsWith(`${user}~`)) return refuse('forbidden', 'not your stream')
    const outcome = await room.publishing.revoke(user, id)
    return 'code' in outcome ? outcome : {}
  }

  private async goLive(name: MediaName, stream: MediaStream): Promise<void> {
    const { userId, streamId: id } = name
    const kind: Stream['kind'] = name.external ? 'external' : 'camera'
    try {
      const room = await this.options.hub().open(name.room)
      if (this.carriers.get(stream.name) !== stream) return
      const outcome = await room.publishing.live({ id, userId, kind }, this.carrier(stream))
      if (!('code' in outcome)) return
      this.options.report('info', 'media.refused', { action: 'publish', name: stream.name, code: outcome.code })
    } catch (error) {
      this.options.report('error', 'media.live', { name: stream.name, error: String(error) })
    }
    void this.kick(this.options.servers.relay, stream.name, undefined, 1)
  }

  /** A server that does not answer is asked again for a while; the list of its streams is compared afterwards as well. */
  private async kick(server: MediaServer, name: string, client: string | undefined, tries: number): Promise<void> {
    try {
      await server.kick(name, client)
    } catch (error) {
      const level = tries > 1 ? 'warn' : 'error'
      this.options.report(level, 'media.kick', { server: server.id, name, error: String(error) })
      if (tries <= 1) return
      const timer = setTimeout(() => {
        this.kicking.delete(timer)
        void this.kick(server, name, client, tries - 1)
      }, KICK_AGAIN).unref()
      this.kicking.add(timer)
    }
  }
}
