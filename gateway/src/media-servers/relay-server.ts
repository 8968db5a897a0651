/** The relay in this process, as one media server among others. */
import { flvUrl, MEDIA_APP, rtmpUrl, type MediaBase, type UrlSigner } from '../auth/media-url'
import type { MediaRelay } from '../media/types'
import type { Lease, MediaServer, PlayUrls, ServerStream } from './types'

/** Ids of relays begin so; those of servers never do. */
export const RELAY = '@'

export class RelayServer implements MediaServer {
  readonly kind = 'relay'
  readonly id: string
  readonly can = { list: true, kick: true }

  constructor(
    /** This gateway, among all that share a log, and since its start. */
    node: string,
    private readonly relay: () => Pick<MediaRelay, 'streams' | 'kick'>,
    private readonly signer: UrlSigner,
    /** Addresses as this client can reach them. */
    private readonly base: (host: string | undefined) => MediaBase,
  ) {
    this.id = `${RELAY}${node}`
  }

  pushUrl(name: string, { host, expiresAt, turn }: Lease): string {
    return rtmpUrl(this.base(host), name, this.signer.sign('publish', name, expiresAt, turn))
  }

  playUrls(name: string, { host, base = this.base(host), expiresAt }: Lease): PlayUrls {
    const query = this.signer.sign('play', name, expiresAt)
    return { rtmp: rtmpUrl(base, name, query), flv: flvUrl(base, name, query) }
  }

  async list(): Promise<ServerStream[]> {
    return this.relay()
      .streams()
      .map(({ name, id }) => ({ name, client: String(id) }))
  }

  async kick(name: string, client?: string): Promise<boolean> {
    const there = this.relay()
      .streams()
      .find((stream) => stream.name === name)
    if (!there || (client !== undefined && String(there.id) !== client)) return false
    return this.relay().kick(MEDIA_APP, name)
  }
}
