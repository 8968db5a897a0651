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
  /** Everything is read and nothing passed on: half-open, and for good where something was swallowed. */
  swallow?: boolean
}

/** One direction of a link: what goes in first comes out first, however the weather changes. */
class Lane {
  private passed: Promise<unknown> = Promise.resolve()
  /** When what was put in last is due, as `performance.now()`. */
  private due = 0
  private waiting = 0

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly proxy: FaultProxy,
  ) {}

  put(chunk: Buffer): void {
    const { delay = 0, pace } = this.proxy.weather
    const now = performance.now()
    // A slow line carries one chunk after the other; a long one many at once.
    const free = pace ? Math.max(now, this.due) + (chunk.length / pace) * 1000 : now
    this.due = Math.max(this.due, free + delay)
    if (this.due <= now && this.waiting === 0) return this.write(chunk)
    this.waiting++
    if (this.waiting > 64) this.from.pause()
    const late = new Promise((resolve) => setTimeout(resolve, this.due - now))
    this.passed = this.passed.then(() => late).then(() => this.release(chunk))
  }

  private release(chunk: Buffer): void {
    this.waiting--
    this.write(chunk)
    if (this.waiting === 0 && !this.proxy.weather.stalled) this.from.resume()
  }

  private write(chunk: Buffer): void {
    if (this.to.destroyed || this.to.write(chunk)) return
    this.from.pause()
    this.to.once('drain', () => {
      if (!this.proxy.weather.stalled) this.from.resume()
    })
  }
}

class Link {
  private passed = 0
  private holed = false
  private readonly limit: number

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
    this.near.destroy()
    this.far.destroy()
  }

  private carry(from: Socket, to: Socket): void {
    from.setNoDelay()
    const lane = new Lane(from, to, this.proxy)
    from.on('data', (chunk: Buffer) => this.pass(chunk, lane, to))
    // Either end of a link is the end of it; why does not matter to a network.
    from.on('error', () => this.proxy.ended(this))
    from.on('close', () => this.proxy.ended(this))
  }

  private pass(chunk: Buffer, lane: Lane, to: Socket): void {
    if (this.proxy.weather.swallow || this.holed) {
      // TCP passes on all or nothing: what was swallowed once stays dead.
      this.holed = true
      return
    }
    const rest = this.limit - this.passed
    this.passed += chunk.length
    if (chunk.length < rest) return lane.put(chunk)
    this.holed = true
    to.write(chunk.subarray(0, rest), () => this.proxy.cut(this))
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
