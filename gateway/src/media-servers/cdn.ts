/** A vendor's live CDN: addresses by template, signed its way; it tells us by callback, and there is nothing we can ask it. */
import type { z } from 'zod'
import { cdnSignature, fill, unsigned } from './addresses'
import type { cdnServer } from './options'
import { playAddresses } from './play'
import type { Lease, MediaServer, PlayUrls, ServerStream } from './types'

export class CdnServer implements MediaServer {
  readonly kind = 'cdn'
  readonly id: string
  readonly can = { list: false, kick: false }
  private readonly sign
  private readonly played

  constructor(
    private readonly config: z.output<typeof cdnServer>,
    now: () => number,
  ) {
    this.id = config.id
    this.sign = config.push.sign ? cdnSignature(config.push.sign, now) : unsigned
    this.played = playAddresses(config.play, config.play, unsigned, now)
  }

  pushUrl(name: string, lease: Lease): string {
    return this.sign('publish', name, fill(this.config.push.rtmp, name), lease)
  }

  playUrls(name: string, lease: Lease): PlayUrls {
    return this.played(name, lease)
  }

  async list(): Promise<ServerStream[]> {
    return []
  }

  async kick(): Promise<boolean> {
    return false
  }
}
