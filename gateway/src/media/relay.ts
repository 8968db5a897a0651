import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { BAD_NAME, IN_USE, isStreamName, RelayContext, resolveOptions } from './context'
import { HttpFlv } from './http-flv'
import { Hub } from './hub'
import { refuse } from './refusal'
import { RtmpConnection } from './rtmp-connection'
import type { MediaRelay, MediaRequest, RelayOptions } from './types'
import { WsFlv } from './ws-flv'

/**
 * A live media relay in this process: RTMP in and out, HTTP-FLV and WebSocket-FLV in both directions. It transcodes
 * nothing, writes nothing to disk, and asks `hooks.authorize` before it says yes to anybody.
 */
export function createRelay(options: RelayOptions): MediaRelay {
  const context = new RelayContext(resolveOptions(options))
  const hub = new Hub(context)
  const http = new HttpFlv(context, hub)
  const ws = new WsFlv(context, hub)
  const servers = new Set<Server>()

  const accept = (socket: Socket): void => {
    const release = context.admit(() => socket.destroy())
    if (release) new RtmpConnection(socket, context, hub, release)
    else {
      // RTMP has no word for this before its handshake.
      context.counters.refused++
      socket.on('error', () => undefined).destroy()
    }
  }

  return {
    async listenRtmp(port, host) {
      const server = createServer(accept)
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
      servers.add(server)
      server.removeAllListeners('error').on('error', (error) => context.options.onError(error, 'RTMP port'))
      return (server.address() as AddressInfo).port
    },
    accept,
    handleHttp: (request, response) => http.handle(request, response),
    handleUpgrade: (request, socket, head) => ws.handle(request, socket, head),
    async publish(name, query, source) {
      const { app } = context.options
      const request: MediaRequest = { action: 'publish', protocol: 'feed', app, name, query, ip: '' }
      const verdict = isStreamName(name) ? await context.ask(request) : BAD_NAME
      if (!verdict.ok) return verdict
      if (context.closing) return refuse('busy', 'the server is shutting down')
      return hub.publish(request, source, verdict.turn) ?? IN_USE
    },
    kick: (app, name) => hub.kick(app, name),
    streams: () => hub.streams(),
    counters() {
      const counters = { ...context.counters }
      // Those of streams that are over are in already.
      for (const { bytesIn, bytesOut } of hub.streams()) {
        counters.bytesIn += bytesIn
        counters.bytesOut += bytesOut
      }
      return counters
    },
    async close() {
      const closed = [...servers].map((server) => new Promise((resolve) => server.close(resolve)))
      servers.clear()
      hub.close()
      // What was sent last gets one turn of the event loop to leave.
      await new Promise((resolve) => setImmediate(resolve))
      context.killAll()
      await Promise.all(closed)
    },
  }
}
