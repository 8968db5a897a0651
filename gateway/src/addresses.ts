import { MAX_BASE, type MediaBase } from './auth/media-url'
import { hostName } from './http/loopback'
import type { Settings } from './options'

export interface GatewayUrls {
  /** What a client's `url` property takes. */
  ws: string
  http: string
  rtmp: string
}

/** An IP as it stands in a URL; "all interfaces" becomes the name this machine knows itself by. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function withPort(scheme: string, host: string, port: number, usual: number): string {
  return port === usual ? `${scheme}://${host}` : `${scheme}://${host}:${port}`
}

/** How the gateway is reached, once its ports are known. */
export class Addresses {
  readonly urls: GatewayUrls

  constructor(
    private readonly settings: Pick<Settings, 'host' | 'publicUrl' | 'publicRtmpUrl'>,
    port: number,
    private readonly rtmpPort: number,
  ) {
    const http = settings.publicUrl ?? withPort('http', urlHost(settings.host), port, 80)
    const rtmp = settings.publicRtmpUrl ?? this.rtmp(new URL(http).hostname)
    this.urls = { http, ws: http.replace(/^http/, 'ws'), rtmp }
  }

  /**
   * Media addresses for a client that reached us as `host` (its Host header): what worked for its socket works for its
   * media. A configured public address wins, and so it does over a Host header too long for a short address.
   */
  base(host: string | undefined): MediaBase {
    const { publicUrl, publicRtmpUrl } = this.settings
    const name = hostName(host)
    const http = name === undefined ? this.urls.http : `http://${host}`
    if (publicUrl !== undefined || name === undefined || http.length > MAX_BASE) return this.urls
    return { http, rtmp: publicRtmpUrl ?? this.rtmp(name) }
  }

  private rtmp(host: string): string {
    return withPort('rtmp', host, this.rtmpPort, 1935)
  }
}
