/**
 * A server that loses things as servers do: it restarts, its log gets another epoch, is rolled back or emptied, its ring moves
 * on, tokens run out, wires are cut inside frames, fall silent or are slow. What it knows of a room is on a page, so that
 * what it promises can be checked by eye.
 */
import { gateway } from '../../../src/provider/gateway'
import type { ClientFrame, Cursor, LogEvent, ServerFrame } from '../../../src/provider/gateway/wire'
import type { RoomProvider } from '../../../src/provider/types'
import { BOB, EMPTY, FakeSocket, RIGHTS } from './bench'

/** Commands remembered of one sender. */
const REMEMBERED = 64
/** Messages a newcomer gets. */
const HISTORY = 6

/** A logged message and what stood before it where it was written: the chain by which receivers are checked. */
export interface Logged {
  text: string
  before: Logged | undefined
}

class Wire extends FakeSocket {
  readonly up: string[] = []
  readonly down: Array<ServerFrame | 'open'> = ['open']
  pk = ''
  tok = ''
  cursor: number | undefined
  gate: number | undefined
  last: ServerFrame | undefined
  /** Nothing comes through any more, and neither side is told. */
  silent = false

  override send(text: string): void {
    if (this.closed) throw new Error('sent on a closed socket')
    if (!this.silent) this.up.push(text)
  }
}

export class EpochServer {
  readonly log: Array<{ event: LogEvent; logged: Logged }> = []
  /** By text: what became of each message; the last writing counts. */
  readonly logged = new Map<string, Logged>()
  /** Something was lost, or fell off the ring, or a cursor may have been judged worthless. */
  harmed = false
  private clients = 0
  private epoch = 1
  /** Where each epoch's successor began. */
  private readonly chain = new Map<string, number>()
  private tail = 1
  private readonly senders = new Map<string, Map<number, number>>()
  private readonly wires = new Map<string, Wire>()
  private readonly limited = new Set<string>()
  private readonly accepted = new Set<string>()
  private readonly tokens = new Map<string, number>()

  client(user: string): RoomProvider {
    this.clients++
    const connect = () => {
      const wire = new Wire('')
      this.wires.set(user, wire)
      return wire
    }
    return gateway({ connect, graceMs: 2000 })({ url: 'ws://model' })
  }

  /** What the customer's backend gives out. */
  token(user: string): string {
    return `${user}.${this.tokens.get(user) ?? 0}`
  }

  limit(user: string): void {
    this.limited.add(user)
  }

  /**
   * The token runs out now: said to the connection, or found out by the next. One that has brought nobody in lasts: a fresh one
   * that is refused is the end, by design.
   */
  expire(user: string, told: boolean): void {
    if (!this.accepted.delete(this.token(user))) return
    this.tokens.set(user, (this.tokens.get(user) ?? 0) + 1)
    const wire = this.wires.get(user)
    if (!told || !wire || wire.cursor === undefined) return
    wire.down.push({ t: 'bye', c: 'token-expired', why: 'over', retry: 0 })
    wire.cursor = undefined
  }

  /** @param inside the next frame comes as far as its middle */
  cut(user: string, inside = false): void {
    const wire = this.wires.get(user)
    this.wires.delete(user)
    if (!wire || wire.closed) return
    const [next] = wire.down
    if (inside && next && next !== 'open') wire.raw(JSON.stringify(next).slice(0, -2))
    if (!wire.closed) wire.drop()
  }

  /** Neither side hears of it: the phone has to find out by itself. */
  mute(user: string): void {
    const wire = this.wires.get(user)
    if (wire) wire.silent = true
    this.wires.delete(user)
  }

  /** The process ends and another begins: all wires are cut. `back`: writes that are gone; all of them: nothing was stored. */
  restart(back: number, epoch: 'kept' | 'changed'): void {
    for (const user of [...this.wires.keys()]) this.cut(user)
    if (back || epoch === 'changed') this.turn(back)
  }

  /** The engine came back behind the same process: who is connected stays so, and is told. */
  turnLive(back: number): void {
    this.turn(back)
    for (const [user, wire] of this.wires) {
      if (wire.cursor === undefined) continue
      if (wire.cursor <= this.log.length) {
        wire.down.push({ t: 'res', r: 'room', e: this.name, s: this.log.length, rights: RIGHTS })
        this.pump(wire)
      } else this.snapshot(user, wire, true)
    }
  }

  /** Old events are given up. */
  trim(keep: number): void {
    const tail = Math.max(this.tail, this.log.length - keep + 1)
    if (tail !== this.tail) this.harmed = true
    this.tail = tail
  }

  receive(user: string, count = Infinity): void {
    const wire = this.wires.get(user)
    for (let i = 0; wire && i < count && wire.up.length > 0; i++)
      this.handle(user, wire, JSON.parse(wire.up.shift() as string) as ClientFrame)
  }

  /** What a frame has set going has come to rest before the next one. */
  async deliver(user: string, count = Infinity): Promise<void> {
    const wire = this.wires.get(user)
    for (let i = 0; wire && !wire.closed && i < count; i++) {
      const frame = wire.down.shift()
      if (frame === undefined) return
      if (frame === 'open') wire.open()
      else wire.say((wire.last = frame))
      if (wire.last?.t === 'snap' || wire.last?.t === 'res') this.accepted.add(wire.tok)
      for (let turn = 0; turn < 12; turn++) await Promise.resolve()
    }
  }

  /** The last events once more. */
  repeat(user: string): void {
    const wire = this.wires.get(user)
    if (wire && !wire.closed && (wire.last?.t === 'e' || wire.last?.t === 'ok')) wire.say(wire.last)
  }

  /** Of one tick: events go out together, after the answers of their senders. */
  tick(): void {
    this.wires.forEach((wire) => this.pump(wire))
  }

  /** Nothing is on its way, and everybody is connected and has been sent everything. */
  get quiet(): boolean {
    const rests = ({ closed, up, down, cursor }: Wire) =>
      !closed && !up.length && !down.length && cursor === this.log.length
    return this.wires.size === this.clients && [...this.wires.values()].every(rests)
  }

  private get name(): string {
    return `E${this.epoch}`
  }

  private turn(back: number): void {
    const head = Math.max(0, this.log.length - back)
    if (back) this.harmed = true
    this.chain.set(this.name, head)
    this.epoch++
    for (const { event } of this.log.splice(head)) {
      const { m } = event.d as { m: string }
      const [pk = '', n] = m.split(':')
      this.senders.get(pk)?.delete(Number(n))
    }
    this.tail = Math.min(this.tail, head + 1)
  }

  /** As {@link RoomLog.resumes}: no event up to the cursor was rolled back, none after it is lost. */
  private resumes([epoch, seq]: Cursor): boolean {
    let least = this.log.length
    for (let at = Number(epoch.slice(1)); at < this.epoch; at++) least = Math.min(least, this.chain.get(`E${at}`) ?? 0)
    return seq <= least && seq >= this.tail - 1
  }

  private handle(user: string, wire: Wire, frame: ClientFrame): void {
    if (frame.t === 'ping') wire.down.push({ t: 'pong', T: 0 })
    if (frame.t === 'hi') this.hello(user, wire, frame)
    if (frame.t === 'join') this.snapshot(user, wire, false)
    if (frame.t === 'do' && frame.k === 'chat' && wire.cursor !== undefined)
      this.command(user, wire, frame.n, frame.d.text)
  }

  private hello(user: string, wire: Wire, { tok, pk, res }: Extract<ClientFrame, { t: 'hi' }>): void {
    if (tok !== this.token(user)) {
      wire.down.push({ t: 'bye', c: 'token-expired', why: 'over', retry: 0 })
      return
    }
    Object.assign(wire, { pk, tok })
    wire.down.push({ t: 'yo', T: 0, hb: 3000, u: user })
    const cursor = res?.['room']
    if (!cursor) return
    if (!this.resumes(cursor)) return this.snapshot(user, wire, true)
    wire.cursor = cursor[1]
    wire.down.push({ t: 'res', r: 'room', e: this.name, s: this.log.length, rights: RIGHTS })
    this.pump(wire)
  }

  private snapshot(user: string, wire: Wire, gap: boolean): void {
    const s = (wire.cursor = this.log.length)
    const st = { ...EMPTY, log: this.log.slice(-HISTORY).map(({ event }) => event) }
    const me = { ...BOB, id: user }
    const told = { r: 'room', e: this.name, s, st, me, rights: RIGHTS, online: 2, likes: 0 }
    wire.down.push({ t: 'snap', ...told, ...(gap && { gap: 1 as const }) })
  }

  private command(user: string, wire: Wire, n: number, text: string): void {
    if (wire.gate !== undefined && n > wire.gate) return this.refuse(wire, n)
    if (this.limited.delete(user)) return this.refuse(wire, (wire.gate = n))
    wire.gate = undefined
    const known = this.senders.get(wire.pk) ?? new Map<number, number>()
    this.senders.set(wire.pk, known)
    const dup = known.has(n)
    if (!dup) this.write(user, wire.pk, n, text, known)
    const s = known.get(n) as number
    wire.down.push({ t: 'ok', n, s, at: s, e: this.name, ...(dup && { dup: 1 as const }) })
  }

  private write(user: string, pk: string, n: number, text: string, known: Map<number, number>): void {
    const s = this.log.length + 1
    const logged: Logged = { text, before: this.log[s - 2]?.logged }
    const event: LogEvent = { s, at: s, u: user, k: 'chat', d: { text, name: user, m: `${pk}:${n}` } }
    this.log.push({ event, logged })
    this.logged.set(text, logged)
    known.set(n, s)
    for (const old of known.keys()) if (known.size > REMEMBERED) known.delete(old)
  }

  private refuse(wire: Wire, n: number): void {
    wire.down.push({ t: 'no', n, c: 'rate-limited', why: '', wait: 50 })
  }

  private pump(wire: Wire): void {
    if (wire.cursor === undefined || wire.cursor >= this.log.length) return
    if (wire.cursor < this.tail - 1) {
      const [user] = [...this.wires].find(([, one]) => one === wire) as [string, Wire]
      this.snapshot(user, wire, true)
      return
    }
    const ev = this.log.slice(wire.cursor).map(({ event }) => event)
    wire.down.push({ t: 'e', r: 'room', s: this.log.length, ev })
    wire.cursor = this.log.length
  }
}
