/** RTMP over TLS, beside the plain port. */
import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server } from 'node:tls'
import type { Settings } from './options'

export class Rtmps {
  private server: Server | undefined

  constructor(
    private readonly settings: Pick<Settings, 'tls' | 'rtmpsPort' | 'host' | 'connections'>,
    private readonly accept: (socket: Socket) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** @returns the port; undefined when none is wanted */
  async listen(): Promise<number | undefined> {
    const { tls, rtmpsPort, host, connections } = this.settings
    if (rtmpsPort === undefined) return undefined
    const { cert, key } = tls
    const server = createServer({ cert, key, handshakeTimeout: connections.handshakeTimeout }, this.accept)
    this.server = server
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(rtmpsPort, host, resolve))
    // Handshakes that fail are the peer's affair: `tlsClientError`, which nobody has to hear.
    server.removeAllListeners('error').on('error', this.failed)
    return (server.address() as AddressInfo).port
  }

  /** @throws Error of the TLS library when the pair is no good */
  renew({ cert, key }: Settings['tls']): void {
    if (cert !== undefined && key !== undefined) this.server?.setSecureContext({ cert, key })
  }

  /** Its connections are the relay's to close. */
  close(): void {
    this.server?.close()
  }
}
