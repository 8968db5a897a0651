import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Stands between a client and a server, and makes the network worse. */
export class TcpProxy {
  /** How long everything takes on its way, each way, ms. */
  delay = 0
  /** Connections that say something now are taken, and dead from then on. */
  swallowing = false
  private dead = 0
  private onDead: () => void = () => undefined
  private readonly sockets = new Set<Socket>()
  private held: (() => void)[] | undefined

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (socket: Socket) => this.join(socket))
  }

  static async to(target: number): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new TcpProxy(server, target)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Nothing gets through and nobody is told, until {@link thaw}: connections stay open and are made. */
  freeze(): void {
    this.held ??= []
  }

  thaw(): void {
    const held = this.held ?? []
    this.held = undefined
    for (const pass of held) pass()
  }

  /** Resolves when so many connections have died by {@link swallowing}. */
  async swallowed(count: number): Promise<void> {
    while (this.dead < count) await new Promise<void>((resolve) => (this.onDead = resolve))
  }

  /** All connections break. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.held = undefined
    this.server.close()
    this.cut()
    await once(this.server, 'close')
  }

  private join(client: Socket): void {
    const upstream = createConnection(this.target, '127.0.0.1')
    let dead = false
    const alive = (): boolean => {
      if (!this.swallowing || dead) return !dead
      dead = true
      this.dead++
      this.onDead()
      return false
    }
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk) => alive() && this.pass(() => to.write(chunk)))
      from.on('error', () => from.destroy())
      from.on('close', () => {
        this.sockets.delete(from)
        this.pass(() => to.destroy())
      })
    }
  }

  private pass(action: () => void): void {
    const later = (): void => void (this.held ? this.held.push(action) : action())
    if (this.delay > 0) setTimeout(later, this.delay)
    else later()
  }
}
