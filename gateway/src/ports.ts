/** What the gateway listens on: rooms and media over HTTP(S), RTMP, and RTMP over TLS. */
import type { AddressInfo } from 'node:net'
import { createHttpServer, type HttpHandlers, type HttpServer } from './http-server'
import type { MediaRelay } from './media/types'
import type { Settings } from './options'
import { Rtmps } from './rtmps'

export interface OpenPorts {
  http: number
  rtmp: number
  rtmps: number | undefined
}

export class Ports {
  private readonly http: HttpServer
  private readonly rtmps: Rtmps

  constructor(
    private readonly settings: Settings,
    handlers: HttpHandlers,
    private readonly relay: Pick<MediaRelay, 'listenRtmp' | 'accept'>,
    failed: (error: unknown) => void,
  ) {
    this.http = createHttpServer(settings, handlers)
    this.rtmps = new Rtmps(settings, (socket) => relay.accept(socket), failed)
  }

  /** Rejects with the system's error when a port cannot be had. */
  async listen(): Promise<OpenPorts> {
    const { host, port, rtmpPort } = this.settings
    const { server } = this.http
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve()))
    const rtmp = await this.relay.listenRtmp(rtmpPort, host)
    return { http: (server.address() as AddressInfo).port, rtmp, rtmps: await this.rtmps.listen() }
  }

  /** @throws Error of the TLS library when the pair is no good; the old one stays then */
  renew(tls: Settings['tls']): void {
    this.http.renew(tls)
    this.rtmps.renew(tls)
  }

  /** Nobody new. What is open goes on until {@link close}; the relay closes its own port. */
  stop(): void {
    this.http.server.close()
    this.rtmps.close()
  }

  /** Cuts what is left; resolves when all of it is closed. */
  async close(): Promise<void> {
    const { server } = this.http
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
}
