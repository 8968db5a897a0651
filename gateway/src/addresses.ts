import { MAX_BASE, type MediaBase } from './auth/media-url'
import { hostName } from './http/loopback'
import type { Settings } from './options'

export interface GatewayUrls {
  /** What a client's `url` property takes. */
  ws: string
  http: string
  rtmp: string
  /** Where RTMP is also spoken over TLS. */
  rtmps?: string
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
    private readonly settings: Pick<Settings, 'host' | 'publicUrl' | 'publicRtmpUrl'> & Partial<Pick<Settings, 'tls'>>,
    port: number,
    private readonly rtmpPort: number,
    rtmpsPort?: number,
  ) {
    const own = withPort(this.scheme, urlHost(settings.host), port, this.scheme === 'https' ? 443 : 80)
    const http = settings.publicUrl ?? own
    const rtmp = settings.publicRtmpUrl ?? this.rtmp(new URL(http).hostname)
    const rtmps = rtmpsPort === undefined ? {} : { rtmps: withPort('rtmps', new URL(rtmp).hostname, rtmpsPort, 443) }
    this.urls = { http, ws: http.replace(/^http/, 'ws'), rtmp, ...rtmps }
  }

  /**
   * Media addresses for a client that reached us as `host` (its Host header): what worked for its socket works for its
   * media. A configured public address wins, and so it does over a Host header too long for a short address.
   */
  base(host: string | undefined): MediaBase {
    const { publicUrl, publicRtmpUrl } = this.settings
    const name = hostName(host)
    const http = name === undefined ? this.urls.http : `${this.scheme}://${host}`
    if (publicUrl !== undefined || name === undefined || http.length > MAX_BASE) return this.urls
    return { http, rtmp: publicRtmpUrl ?? this.rtmp(name) }
  }

  /** Of our own port; a proxy in front that does TLS is what `publicUrl` is for. */
  private get scheme(): 'http' | 'https' {
    return this.settings.tls?.cert === undefined ? 'http' : 'https'
  }

  private rtmp(host: string): string {
    return withPort('rtmp', host, this.rtmpPort, 1935)
  }
}
