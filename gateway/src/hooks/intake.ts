/**
 * What follows from a hook. Every gateway can answer every hook: all it needs is in the signed address and in the room's log.
 *
 *   publish    right as it is now, the newest address, nobody else's connection in the way -> live, carried by this client
 *   publishing the same for a hook that was lost; and a right that is gone ends it, where the server asks again and again
 *   unpublish  after the grace, unless the server still has it or another client carries the stream by then -> over
 */
import { parseMediaName, type MediaName } from '../auth/media-url'
import type { Hub } from '../hub'
import { carrierOf, parseCarrier, sameClient, type CarrierName } from '../media-servers/carrier'
import { nameProblem, type Judge } from '../media-servers/judge'
import { APP } from '../media-servers/options'
import type { MediaServers } from '../media-servers/servers'
import type { MediaServer } from '../media-servers/types'
import type { MediaRefusal, MediaVerdict } from '../media/types'
import type { Report } from '../report'
import type { Room } from '../room/room'
import type { HookEvent, PlayEvent, PublishEvent, UnpublishEvent } from './event'
import { contest, evict, IN_USE } from './rival'

export interface IntakeOptions {
  hub: () => Hub
  servers: MediaServers
  judge: Judge
  report: Report
  /** How long a stream waits for its publisher to come back, ms. */
  grace: number
}

const YES: MediaVerdict = { ok: true }
const busy = (why: string): MediaRefusal => ({ ok: false, code: 'busy', why })

export class HookIntake {
  private readonly leaving = new Map<string, NodeJS.Timeout>()

  constructor(private readonly options: IntakeOptions) {}

  async take(server: MediaServer, event: HookEvent): Promise<MediaVerdict> {
    if (event.on === 'other') return YES
    const name = event.app === APP ? parseMediaName(event.name) : undefined
    if (!name) return event.on === 'unpublish' ? YES : nameProblem()
    switch (event.on) {
      case 'publish':
      case 'publishing':
        return this.publish(server, event, name)
      case 'play':
      case 'playing':
        return this.play(server, event, name)
      case 'unpublish':
        return this.unpublish(server, event, name)
    }
  }

  close(): void {
    for (const timer of this.leaving.values()) clearTimeout(timer)
    this.leaving.clear()
  }

  private async publish(server: MediaServer, event: PublishEvent, name: MediaName): Promise<MediaVerdict> {
    try {
      const room = await this.options.hub().open(name.room)
      const before = parseCarrier(room.state.carriers.get(name.streamId)?.by)
      const again = sameClient(before, { server: server.id, client: event.client })
      const verdict = await this.right(server, event, name, again ? before?.turn : undefined)
      if (!verdict.ok) return verdict
      const by = { server: server.id, client: event.client, turn: verdict.turn ?? 0 }
      return await this.enter(room, name, event.name, by, again ? undefined : before)
    } catch (error) {
      this.options.report('error', 'hook.failed', { server: server.id, name: event.name, error: String(error) })
      return busy('the room or the media server cannot be asked right now; try again')
    }
  }

  /**
   * @param carried turn of the address that this very connection carries the stream by: expiry and newer addresses guard
   *   connecting, and it is connected
   */
  private async right(
    server: MediaServer,
    event: PublishEvent,
    name: MediaName,
    carried?: number,
  ): Promise<MediaVerdict> {
    const { judge } = this.options
    // The CDN's edge has checked an address of its own; which one it was it does not say.
    if (server.kind === 'cdn') return judge.mayPublish(name, undefined)
    const ask = { action: 'publish', app: event.app, name: event.name, query: event.query } as const
    if (carried === undefined && event.on === 'publish') return judge.judge(ask)
    const signature = judge.signature(ask)
    if (signature && signature.code !== 'token-expired') return signature
    const verdict = await judge.mayPublish(name, undefined)
    return verdict.ok && carried !== undefined ? { ok: true, turn: carried } : verdict
  }

  /** The newcomer carries the stream before its rival is ended: what the rival's end tells us is then no news. */
  private async enter(
    room: Room,
    name: MediaName,
    full: string,
    by: CarrierName,
    rival: CarrierName | undefined,
  ): Promise<MediaVerdict> {
    const server = rival && this.options.servers.get(rival.server)
    const outcome = server ? await contest(server, full, rival, by, name.external) : 'mine'
    if (outcome === 'theirs') return IN_USE
    const live = await this.live(room, name, by)
    if (!live.ok || !server || outcome === 'mine') return live
    return (await evict(server, full, rival, by)) ?? live
  }

  private async live(room: Room, name: MediaName, by: CarrierName): Promise<MediaVerdict> {
    const carrier = carrierOf(by)
    clearTimeout(this.leaving.get(carrier))
    this.leaving.delete(carrier)
    const { userId, streamId: id, external } = name
    const outcome = await room.publishing.live({ id, userId, kind: external ? 'external' : 'camera' }, { by: carrier })
    if (!('code' in outcome)) return YES
    const { code, why } = outcome
    return { ok: false, code: code === 'forbidden' || code === 'busy' ? code : 'stream-not-found', why }
  }

  private async play(server: MediaServer, event: PlayEvent, name: MediaName): Promise<MediaVerdict> {
    const { judge } = this.options
    if (server.kind === 'cdn') return judge.mayPlay(name)
    const ask = { action: 'play', app: event.app, name: event.name, query: event.query } as const
    if (event.on === 'play') return judge.judge(ask)
    const signature = judge.signature(ask)
    return signature && signature.code !== 'token-expired' ? signature : judge.mayPlay(name)
  }

  /** Always a yes: nothing the server could do about a no. */
  private async unpublish(server: MediaServer, event: UnpublishEvent, name: MediaName): Promise<MediaVerdict> {
    try {
      const room = await this.options.hub().open(name.room)
      await room.publishing.sync()
      const by = room.state.carriers.get(name.streamId)?.by
      if (by === undefined || !sameClient(parseCarrier(by), { server: server.id, client: event.client })) return YES
      if (this.options.grace === 0) room.publishing.over(name.userId, name.streamId, by)
      else this.leave(server, event, name, by)
    } catch (error) {
      // The list of the server's streams tells what this one could not.
      this.options.report('warn', 'hook.failed', { server: server.id, name: event.name, error: String(error) })
    }
    return YES
  }

  private leave(server: MediaServer, event: UnpublishEvent, name: MediaName, by: string): void {
    clearTimeout(this.leaving.get(by))
    const timer = setTimeout(() => {
      this.leaving.delete(by)
      void this.left(server, event, name, by)
    }, this.options.grace).unref()
    this.leaving.set(by, timer)
  }

  /** The same connection may have begun again, and another gateway may have been told so. */
  private async left(server: MediaServer, event: UnpublishEvent, name: MediaName, by: string): Promise<void> {
    try {
      const there = server.can.list ? await server.list() : []
      if (there.some((one) => one.name === event.name && one.client === event.client)) return
      const room = await this.options.hub().open(name.room)
      room.publishing.over(name.userId, name.streamId, by)
    } catch (error) {
      this.options.report('warn', 'hook.failed', { server: server.id, name: event.name, error: String(error) })
    }
  }
}
