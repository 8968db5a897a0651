/** All media servers of this gateway, and which of them carries what. */
import { createHash } from 'node:crypto'
import type { UrlSigner } from '../auth/media-url'
import type { Carrier } from '../room/state'
import { parseCarrier } from './carrier'
import { CdnServer } from './cdn'
import { NginxRtmpServer } from './nginx-rtmp'
import type { MediaServerConfig } from './options'
import type { RelayServer } from './relay-server'
import { SrsServer } from './srs'
import type { MediaServer } from './types'

function create(config: MediaServerConfig, signer: UrlSigner, now: () => number): MediaServer {
  switch (config.kind) {
    case 'srs':
      return new SrsServer(config, signer, now)
    case 'nginx-rtmp':
      return new NginxRtmpServer(config, signer, now)
    case 'cdn':
      return new CdnServer(config, now)
  }
}

function weight(room: string, server: string): string {
  return createHash('sha256').update(`${room} ${server}`).digest('hex')
}

export class MediaServers {
  private readonly byId: ReadonlyMap<string, MediaServer>
  private readonly configured: readonly MediaServer[]

  constructor(
    /** This process's own; it carries people's streams where no server is configured, and feeds always. */
    readonly relay: RelayServer,
    configs: readonly MediaServerConfig[],
    signer: UrlSigner,
    now: () => number,
  ) {
    this.configured = configs.map((config) => create(config, signer, now))
    this.byId = new Map([relay, ...this.configured].map((server) => [server.id, server]))
  }

  all(): MediaServer[] {
    return Array.from(this.byId.values())
  }

  get(id: string): MediaServer | undefined {
    return this.byId.get(id)
  }

  /** Where a room's streams are pushed to: the same on every gateway, and for few rooms another when a server comes or goes. */
  forRoom(room: string): MediaServer {
    const ranked = this.configured.map((server) => ({ server, rank: weight(room, server.id) }))
    const best = ranked.reduce<(typeof ranked)[number] | undefined>((a, b) => (a && a.rank > b.rank ? a : b), undefined)
    return best?.server ?? this.relay
  }

  /** Where a live stream plays from; another gateway's relay is as good as ours, by its own base. */
  forCarrier(carrier: Carrier | undefined, room: string): MediaServer {
    const id = parseCarrier(carrier?.by)?.server
    if (id === undefined) return this.forRoom(room)
    return this.byId.get(id) ?? (carrier?.base ? this.relay : this.forRoom(room))
  }
}
