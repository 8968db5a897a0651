/** A network that misbehaves: a TCP proxy that cuts, delays, holds up, swallows or slows what passes. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Later } from './scope'

export interface Weather {
  /** Every link is cut after so many bytes, both ways counted; asked once a link. The rest of the chunk is not passed on. */
  cutAfter?(): number
  /** Every chunk is late by this, ms. */
  delay?: number
  /** Bytes a second, each way. */
  pace?: number
  /** Nothing is read from either side any more. */
  stalled?: boolean
  /** Everything is read and nothing passed on: half-open. */
  swallow?: boolean
}

class Link {
  private passed = 0
  private readonly limit: number
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    private readonly proxy: FaultProxy,
  ) {
    this.limit = proxy.weather.cutAfter?.() ?? Infinity
    this.carry(near, far)
    this.carry(far, near)
    this.breathe()
  }

  /** Reads or does not, as the weather is. */
  breathe(): void {
    for (const socket of [this.near, this.far]) {
      if (this.proxy.weather.stalled) socket.pause()
      else socket.resume()
    }
  }

  cut(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.near.destroy()
    this.far.destroy()
  }

  private carry(from: Socket, to: Socket): void {
    from.setNoDelay()
    from.on('data', (chunk: Buffer) => this.pass(chunk, from, to))
    // Either end of a link is the end of it; why does not matter to a network.
    from.on('error', () => this.proxy.ended(this))
    from.on('close', () => this.proxy.ended(this))
  }

  private pass(chunk: Buffer, from: Socket, to: Socket): void {
    const { swallow, delay, pace } = this.proxy.weather
    if (swallow) return
    const rest = this.limit - this.passed
    this.passed += chunk.length
    if (chunk.length >= rest) {
      to.write(chunk.subarray(0, rest), () => this.proxy.cut(this))
      return
    }
    const late = (delay ?? 0) + (pace ? (chunk.length / pace) * 1000 : 0)
    if (late > 0) return this.passLater(chunk, from, to, late, pace !== undefined)
    this.write(chunk, from, to)
  }

  /** A slow line carries one chunk after the other; a long one carries many at once. */
  private passLater(chunk: Buffer, from: Socket, to: Socket, late: number, slow: boolean): void {
    if (slow) from.pause()
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      this.write(chunk, from, to)
      if (slow && !this.proxy.weather.stalled) from.resume()
    }, late)
    this.timers.add(timer)
  }

  private write(chunk: Buffer, from: Socket, to: Socket): void {
    if (to.destroyed || to.write(chunk)) return
    from.pause()
    to.once('drain', () => {
      if (!this.proxy.weather.stalled) from.resume()
    })
  }
}

export class FaultProxy {
  /** Links cut by {@link Weather.cutAfter}. */
  cuts = 0
  private readonly links = new Set<Link>()
  private readonly watchers = new Set<() => void>()
  private current: Weather = {}

  private constructor(
    private readonly target: () => { host: string; port: number },
    private readonly server: Server,
  ) {}

  /** @param target asked for every connection */
  static async start(target: () => { host: string; port: number }, later: Later): Promise<FaultProxy> {
    const server = createServer({ pauseOnConnect: true })
    const proxy = new FaultProxy(target, server)
    later(() => proxy.close())
    server.on('connection', (near) => proxy.join(near))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  get weather(): Weather {
    return this.current
  }

  /** From now on, for links that stand as well; `cutAfter` is for new ones. */
  set(weather: Weather): void {
    this.current = weather
    for (const link of this.links) link.breathe()
  }

  cutAll(): void {
    for (const link of [...this.links]) this.end(link)
  }

  cut(link: Link): void {
    if (!this.links.has(link)) return
    this.cuts++
    this.end(link)
    for (const wake of [...this.watchers]) wake()
  }

  ended(link: Link): void {
    this.end(link)
  }

  /** Resolves when so many links have been cut, all in all. */
  async cutsReach(count: number): Promise<void> {
    if (this.cuts >= count) return
    await new Promise<void>((resolve) => {
      const wake = () => {
        if (this.cuts < count) return
        this.watchers.delete(wake)
        resolve()
      }
      this.watchers.add(wake)
    })
  }

  private async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.cutAll()
    await closed
  }

  private join(near: Socket): void {
    const far = connect(this.target())
    this.links.add(new Link(near, far, this))
  }

  private end(link: Link): void {
    this.links.delete(link)
    link.cut()
  }
}
