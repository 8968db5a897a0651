// One person with our wire, as a client has to be: comes back by itself and resumes, sends what was not acknowledged again, and
// complains about every hole and every surprise.
import { RawSocket, textFrame } from './websocket.mjs'

/** As the kit's client waits: 0.3 to 0.6 s three times, then doubled up to 10 s, with full jitter above the floor. */
const FLOOR = 300
const CEILING = 10_000
const PING = textFrame('{"t":"ping"}')
/** The gateway asks for a ping every ten seconds. */
export const HEARTBEAT = 8_000

export class Person {
  seq = 0
  epoch = ''
  inside = false
  gone = false
  /** Commands without an answer, by number. */
  outbox = new Map()
  numbers = 0
  attempts = 0

  /** @param on `inside(person, resumed)`, `event(person, event)`, `acknowledged(person, n, s)`, `wrong(text)` */
  constructor({ port, room, user, token, pk }, on) {
    Object.assign(this, { port, room, user, token, pk, on })
  }

  connect() {
    this.socket = new RawSocket({ port: this.port }, this)
  }

  /** The network goes; the person tries to come back unless `gone`. */
  cut() {
    this.socket.cut()
  }

  /** Says goodbye and never comes back. */
  leave() {
    this.gone = true
    this.inside = false
    this.send({ t: 'leave', r: this.room })
    this.socket.socket.end()
  }

  ping() {
    if (this.inside) this.socket.write(PING)
  }

  /** A durable command. @returns its number */
  do(body) {
    const n = ++this.numbers
    const frame = textFrame(JSON.stringify({ t: 'do', n, r: this.room, ...body }))
    this.outbox.set(n, frame)
    if (this.inside) this.socket.write(frame)
    return n
  }

  send(frame) {
    this.socket.write(textFrame(JSON.stringify(frame)))
  }

  opened() {
    const resume = this.epoch === '' ? {} : { res: { [this.room]: [this.epoch, this.seq] } }
    this.send({ t: 'hi', v: 1, tok: this.token, pk: this.pk, ...resume })
  }

  closed() {
    this.inside = false
    if (this.gone) return
    const span = Math.min(CEILING, FLOOR * 2 ** Math.max(1, ++this.attempts - 2)) - FLOOR
    setTimeout(() => this.gone || this.connect(), FLOOR + Math.random() * span)
  }

  payload(data, start, end) {
    if (this.gone) return
    // A snapshot may be long; what is wanted of it stands in its head.
    if (data.latin1Slice(start, start + 11) === '{"t":"snap"') return this.enter(headOf(data, start, end))
    this.take(JSON.parse(data.utf8Slice(start, end)))
  }

  take(frame) {
    switch (frame.t) {
      case 'yo':
        if (this.epoch === '') this.send({ t: 'join', r: this.room })
        return
      case 'res':
        return this.enter({ epoch: frame.e, resumed: true })
      case 'e':
        for (const event of frame.ev) this.event(event)
        return
      case 'ok':
        this.outbox.delete(frame.n)
        return this.on.acknowledged?.(this, frame.n, frame.s)
      case 'no':
        return this.refused(frame)
      case 'bye':
        if (frame.c === 'restart') return
      // falls through
      case 'refused':
        return this.on.wrong(`${this.user}: ${JSON.stringify(frame)}`)
    }
  }

  enter({ epoch, s, gap, resumed = false }) {
    if (gap) this.on.wrong(`${this.user}: a gap is announced after ${this.epoch} ${this.seq}`)
    if (!resumed) this.seq = s
    this.epoch = epoch
    this.inside = true
    this.attempts = 0
    for (const frame of this.outbox.values()) this.socket.write(frame)
    this.on.inside?.(this, resumed)
  }

  event(event) {
    if (event.s !== this.seq + 1) this.on.wrong(`${this.user}: seq ${event.s} after ${this.seq}`)
    this.seq = event.s
    this.on.event?.(this, event)
  }

  /** A command that may be repeated is; another was decided against, which the owner may have expected. */
  refused({ n, c, why, wait }) {
    const frame = this.outbox.get(n)
    if (wait === undefined) {
      this.outbox.delete(n)
      this.on.refused?.(this, n, c, why)
    } else {
      setTimeout(() => this.inside && this.outbox.has(n) && this.socket.write(frame), wait)
    }
  }
}

/** @returns a snapshot's epoch, seq and whether it replaces a cursor */
export function headOf(data, start, end) {
  const [head] = data.utf8Slice(start, Math.min(end, start + 2000)).split(',"st":')
  const [, epoch, s] = /"e":"([^"]+)","s":(\d+)/.exec(head)
  return { epoch, s: Number(s), gap: head.includes('"gap":1') }
}
