/** All room sockets of one HTTP server. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { Connection } from './net/connection'
import type { SessionContext } from './net/session'
import type { ConnectionSettings } from './net/settings'
import { PoliteSocket } from './net/socket'
import type { Report } from './report'
import { MAX_FRAME_BYTES } from './wire'

const FULL_RETRY = 5_000
const RESTART_RETRY = 500

export class Sockets {
  private readonly connections = new Set<Connection>()
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    WebSocket: PoliteSocket,
  })
  private readonly sweep: NodeJS.Timeout
  private readonly context: SessionContext
  private emptied: (() => void) | undefined

  constructor(
    private readonly settings: ConnectionSettings,
    context: Omit<SessionContext, 'closed'>,
    private readonly report: Report,
  ) {
    this.context = { ...context, closed: (connection) => this.closed(connection) }
    const every = Math.max(10, Math.min(settings.heartbeat, settings.loginTimeout) / 4)
    this.sweep = setInterval(() => this.check(), every).unref()
  }

  get size(): number {
    return this.connections.size
  }

  /** Takes an upgrade request; ws answers malformed ones itself. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, stream, head, (socket) => {
      if (this.connections.size >= this.settings.maxConnections) {
        socket.on('error', (error) => this.report('debug', 'socket.error', { error: error.message }))
        return socket.bye('full', 'the gateway has as many connections as it takes', FULL_RETRY)
      }
      const { host } = request.headers
      this.connections.add(new Connection(socket, stream, this.settings, this.report, this.context, host))
    })
  }

  /** Says goodbye to everybody; resolves when all sockets are closed. */
  async close(): Promise<void> {
    clearInterval(this.sweep)
    const empty = new Promise<void>((resolve) => (this.emptied = resolve))
    for (const connection of this.connections) connection.bye('restart', 'the gateway is restarting', RESTART_RETRY)
    if (this.connections.size > 0) await empty
  }

  private check(): void {
    const now = this.context.now()
    for (const connection of this.connections) connection.check(now)
  }

  private closed(connection: Connection): void {
    this.connections.delete(connection)
    if (this.connections.size === 0) this.emptied?.()
  }
}
