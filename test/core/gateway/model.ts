/** A server small enough to be believed: one log, numbers that are seen once, and wires that a test can cut anywhere. */
import { gateway } from '../../../src/provider/gateway'
import type { ClientFrame, LogEvent, ServerFrame } from '../../../src/provider/gateway/wire'
import type { RoomProvider } from '../../../src/provider/types'
import { FakeSocket, RIGHTS, EMPTY, BOB } from './bench'

/** Both directions of one socket; what is queued when the wire is cut is lost. */
class Wire extends FakeSocket {
  readonly up: ClientFrame[] = []
  readonly down: Array<ServerFrame | 'open'> = ['open']
  pk = ''
  cursor: number | undefined
  gate: number | undefined
  last: ServerFrame | undefined

  override send(text: string): void {
    this.up.push(JSON.parse(text) as ClientFrame)
  }
}

export class ModelServer {
  readonly log: LogEvent[] = []
  private seen = new Map<string, LogEvent>()
  private wires = new Map<string, Wire>()
  /** Users whose next command is refused with a wait. */
  private limited = new Set<string>()

  client(user: string): RoomProvider {
    const connect = () => {
      const wire = new Wire('')
      this.wires.set(user, wire)
      return wire
    }
    return gateway({ connect })({ url: 'ws://model' })
  }

  limit(user: string): void {
    this.limited.add(user)
  }

  cut(user: string): void {
    const wire = this.wires.get(user)
    this.wires.delete(user)
    if (wire && !wire.closed) wire.drop()
  }

  /** Takes at most `count` frames off the client's wire. */
  receive(user: string, count = Infinity): void {
    const wire = this.wires.get(user)
    for (let i = 0; wire && i < count && wire.up.length > 0; i++)
      this.handle(user, wire, wire.up.shift() as ClientFrame)
  }

  /** Puts at most `count` frames through to the client. */
  deliver(user: string, count = Infinity): void {
    const wire = this.wires.get(user)
    for (let i = 0; wire && !wire.closed && i < count; i++) {
      const frame = wire.down.shift()
      if (frame === undefined) return
      if (frame === 'open') wire.open()
      else wire.say((wire.last = frame))
    }
  }

  /** The last frame once more. */
  repeat(user: string): void {
    const wire = this.wires.get(user)
    if (wire && !wire.closed && wire.last && wire.last.t !== 'snap' && wire.last.t !== 'res') wire.say(wire.last)
  }

  private handle(user: string, wire: Wire, frame: ClientFrame): void {
    const head = this.log.length
    if (frame.t === 'ping') wire.down.push({ t: 'pong', T: 0 })
    if (frame.t === 'hi') {
      wire.pk = frame.pk
      wire.down.push({ t: 'yo', T: 0, hb: 10_000, u: user })
      const cursor = frame.res?.['room']
      if (!cursor) return
      wire.cursor = cursor[1]
      wire.down.push({ t: 'res', r: 'room', e: 'E', s: head, rights: RIGHTS })
      this.pump(wire)
    }
    if (frame.t === 'join') {
      wire.cursor = head
      const st = { ...EMPTY, log: this.log.slice() }
      const me = { ...BOB, id: user }
      wire.down.push({ t: 'snap', r: 'room', e: 'E', s: head, st, me, rights: RIGHTS, online: 2, likes: 0 })
    }
    if (frame.t === 'do' && frame.k === 'chat') this.command(user, wire, frame.n, frame.d.text)
  }

  private command(user: string, wire: Wire, n: number, text: string): void {
    if (wire.gate !== undefined && n > wire.gate) return this.refuse(wire, n)
    if (this.limited.delete(user)) {
      wire.gate = n
      return this.refuse(wire, n)
    }
    wire.gate = undefined
    const m = `${wire.pk}:${n}`
    const known = this.seen.get(m)
    const s = this.log.length + 1
    const event = known ?? { s, at: s, u: user, k: 'chat' as const, d: { text, name: user, m } }
    if (!known) {
      this.log.push(event)
      this.seen.set(m, event)
      this.wires.forEach((other) => this.pump(other))
    }
    wire.down.push({ t: 'ok', n, s: event.s, at: event.at, e: 'E', ...(known ? { dup: 1 as const } : {}) })
  }

  private refuse(wire: Wire, n: number): void {
    wire.down.push({ t: 'no', n, c: 'rate-limited', why: '', wait: 50 })
  }

  private pump(wire: Wire): void {
    if (wire.cursor === undefined || wire.cursor >= this.log.length) return
    wire.down.push({ t: 'e', r: 'room', s: this.log.length, ev: this.log.slice(wire.cursor) })
    wire.cursor = this.log.length
  }
}
