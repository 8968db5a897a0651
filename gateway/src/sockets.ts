/** All room sockets of one gateway. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Counters, Unwanted } from './metrics/counters'
import { addressKey, clientAddress, Headcount } from './net/address'
import { Connection } from './net/connection'
import { Load } from './net/load'
import type { SessionContext } from './net/session'
import type { ConnectionSettings } from './net/settings'
import { PoliteSocket } from './net/socket'
import { Users } from './net/users'
import type { Report } from './report'

/** ms */
const FULL_RETRY = 5_000
const RESTART_RETRY = 500
/** Sockets that are being told why they may not stay; more than these are not worth a WebSocket handshake. */
const CROWD = 256
const GRACE = 2_000

const WHY: Record<Exclude<Unwanted, 'crowd'>, string> = {
  full: 'the gateway has as many connections as it takes',
  ip: 'this address has as many connections as one may have',
  overload: 'the gateway has more to send than it can hold',
  draining: 'the gateway is restarting',
}

function socketServer(maxPayload: number) {
  const modest = { clientTracking: false, perMessageDeflate: false }
  return new WebSocketServer({ noServer: true, maxPayload, WebSocket: PoliteSocket, ...modest })
}

/** What sessions share, but for what sockets add. */
export type World = Omit<SessionContext, 'closed' | 'users' | 'load' | 'maxRooms'>

export class Sockets {
  readonly load: Load
  private readonly connections = new Set<Connection>()
  private readonly leaving = new Set<Promise<void>>()
  private readonly addresses: Headcount
  private readonly users: Users
  private readonly server: ReturnType<typeof socketServer>
  private readonly sweep: NodeJS.Timeout
  private readonly context: SessionContext
  private readonly counters: Counters
  private crowd = 0
  private draining = false

  constructor(
    private readonly settings: ConnectionSettings & { trustedProxies: number },
    world: World,
    private readonly report: Report,
  ) {
    this.counters = world.counters
    this.users = new Users(settings)
    this.addresses = new Headcount(settings.maxPerIp ?? settings.maxConnections)
    this.load = new Load(this.connections, settings.totalBuffered, (overloaded, buffered) =>
      report(overloaded ? 'warn' : 'info', overloaded ? 'overload' : 'overload.over', { buffered }),
    )
    const { users, load } = this
    const closed: SessionContext['closed'] = (connection, code, cause) => this.closed(connection, code, cause)
    this.context = { ...world, users, load, maxRooms: settings.maxRooms, closed }
    this.server = socketServer(settings.frameBytes)
    const every = Math.max(10, Math.min(settings.heartbeat, settings.loginTimeout) / 4)
    this.sweep = setInterval(() => this.check(), every).unref()
  }

  get size(): number {
    return this.connections.size
  }

  all(): Iterable<Connection> {
    return this.connections
  }

  /** Takes an upgrade request; ws answers malformed ones itself. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ip = clientAddress(request, this.settings.trustedProxies)
    const unwanted = this.unwanted(addressKey(ip))
    if (unwanted === 'crowd') {
      this.counters.unwanted.add(unwanted)
      stream.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n')
      return
    }
    this.server.handleUpgrade(request, stream, head, (socket) => {
      if (unwanted) return this.turnAway(socket, unwanted, ip)
      const { host } = request.headers
      this.addresses.enter(addressKey(ip))
      this.counters.opened++
      this.connections.add(new Connection(socket, stream, this.settings, this.report, this.context, { host, ip }))
    })
  }

  /** From now on nobody new is let in. */
  drain(): void {
    this.draining = true
  }

  /**
   * Says goodbye to everybody, and when to come back, spread over `spread` ms; resolves when all sockets are closed and
   * what they had asked for is done.
   */
  async close(spread: number): Promise<void> {
    this.draining = true
    clearInterval(this.sweep)
    this.load.stop()
    for (const connection of this.connections) connection.bye('restart', WHY.draining, this.restartRetry(spread))
    await Promise.all([...this.leaving, ...Array.from(this.connections, ({ done }) => done)])
  }

  private unwanted(address: string): Unwanted | undefined {
    const unwanted = this.draining
      ? 'draining'
      : this.connections.size >= this.settings.maxConnections
        ? 'full'
        : this.load.overloaded
          ? 'overload'
          : this.addresses.full(address)
            ? 'ip'
            : undefined
    return unwanted && this.crowd >= CROWD ? 'crowd' : unwanted
  }

  /** Told in words, so that it comes back when there is room, and not at once. */
  private turnAway(socket: PoliteSocket, unwanted: Exclude<Unwanted, 'crowd'>, ip: string): void {
    this.counters.unwanted.add(unwanted)
    this.report('info', 'socket.unwanted', { why: unwanted, ip })
    this.crowd++
    const cut = setTimeout(() => socket.terminate(), GRACE).unref()
    socket.on('error', (error) => this.report('debug', 'socket.error', { error: error.message }))
    socket.on('close', () => {
      this.crowd--
      clearTimeout(cut)
    })
    if (unwanted === 'draining') socket.bye('restart', WHY.draining, this.restartRetry(RESTART_RETRY))
    else socket.bye('full', WHY[unwanted], FULL_RETRY)
  }

  private restartRetry(spread: number): number {
    return Math.round(RESTART_RETRY + Math.random() * spread)
  }

  private check(): void {
    const now = this.context.now()
    for (const connection of this.connections) connection.check(now)
    this.users.sweep(now)
  }

  private closed(connection: Connection, code: number, cause: string): void {
    this.connections.delete(connection)
    this.addresses.leave(addressKey(connection.peer.ip))
    this.counters.closes.add(`${cause === 'gone' ? ordinary(code) : code} ${cause}`)
    const { read, written } = connection.bytes
    this.counters.closedBytes.read += read
    this.counters.closedBytes.written += written
    this.leaving.add(connection.done)
    void connection.done.then(() => this.leaving.delete(connection.done))
  }
}

/** Clients choose their own codes; those that mean something are counted apart. */
function ordinary(code: number): number | 'other' {
  return [1000, 1001, 1005, 1006].includes(code) ? code : 'other'
}
