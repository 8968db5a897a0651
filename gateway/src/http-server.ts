/** The main port: HTTP or HTTPS, with bounds on who connects and never says anything. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure, type Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Settings } from './options'

/** Sockets beyond the room connections: media over HTTP, health checks, the API. */
const OTHERS = 8_192

export interface HttpHandlers {
  request: RequestListener
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void
}

export interface HttpServer {
  readonly server: Server | SecureServer
  /** Takes a renewed certificate for new connections. @throws Error of the TLS library when the pair is no good */
  renew(tls: Settings['tls']): void
}

/** @throws Error of the TLS library when certificate and key are no good */
export function createHttpServer(
  { tls, connections }: Pick<Settings, 'tls' | 'connections'>,
  handlers: HttpHandlers,
): HttpServer {
  const { handshakeTimeout, maxConnections } = connections
  // Publishing over HTTP-FLV is one request that lasts for hours; slow headers are still cut.
  const options = {
    requestTimeout: 0,
    headersTimeout: handshakeTimeout,
    connectionsCheckingInterval: Math.min(1_000, handshakeTimeout),
  }
  const secure = tls.cert !== undefined && tls.key !== undefined
  const server = secure
    ? createSecure({ ...options, handshakeTimeout, cert: tls.cert, key: tls.key }, handlers.request)
    : createServer(options, handlers.request)
  server.maxConnections = maxConnections + OTHERS
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) =>
    handlers.upgrade(request, stream, head),
  )
  return {
    server,
    renew({ cert, key }) {
      if ('setSecureContext' in server && cert !== undefined && key !== undefined)
        server.setSecureContext({ cert, key })
    },
  }
}
