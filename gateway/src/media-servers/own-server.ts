/** What servers have in common that the operator runs: addresses that we sign, and that they ask us about by their hooks. */
import type { UrlSigner } from '../auth/media-url'
import { fill, ownSignature, type Sign } from './addresses'
import { APP, type PlayConfig } from './options'
import { playAddresses } from './play'
import type { Lease, PlayUrls } from './types'

interface OwnConfig {
  id: string
  /** `rtmp://host[:port]` */
  rtmp: string
  /** `http(s)://host[:port]`; absent: the server has no HTTP-FLV. */
  http?: string | undefined
  play?: PlayConfig | undefined
}

export abstract class OwnServer<C extends OwnConfig> {
  readonly id: string
  readonly can = { list: true, kick: true }
  readonly playUrls: (name: string, lease: Lease) => PlayUrls
  private readonly sign: Sign
  private readonly rtmp: string

  constructor(
    protected readonly config: C,
    signer: UrlSigner,
    now: () => number,
  ) {
    this.id = config.id
    this.sign = ownSignature(signer)
    this.rtmp = `${config.rtmp}/${APP}/{name}`
    const flv = config.http === undefined ? {} : { flv: `${config.http}/${APP}/{name}.flv` }
    this.playUrls = playAddresses(config.play, { rtmp: this.rtmp, ...flv }, this.sign, now)
  }

  pushUrl(name: string, lease: Lease): string {
    return this.sign('publish', name, fill(this.rtmp, name), lease)
  }
}
