/** A log without sockets, for the checker's own tests: it writes the records that an honest gateway and client would leave. */
import type { Acknowledgement, Fact, Position, ReceiverRecord, Said, Truth } from './record'

export type Move =
  | { do: 'say'; who: number }
  /** Something that is no message takes a place in the log. */
  | { do: 'control' }
  | { do: 'away' | 'back'; who: number }
  /** The gateway restarts and loses nothing; the log has another name from now on. */
  | { do: 'turn' }
  /** The log is set back by so many places. */
  | { do: 'restore'; by: number }

const HISTORY = 5
export const RING = 20

interface Listener {
  facts: Fact[]
  /** Undefined before the first snapshot. */
  cursor: Position | undefined
  here: boolean
}

export class Model {
  readonly acknowledgements: Acknowledgement[] = []
  readonly restores: Position[] = []
  private readonly listeners: Listener[]
  private readonly numbers = new Map<number, number>()
  private entries: (Said | undefined)[] = []
  private epochs = 1

  constructor(listeners: number) {
    this.listeners = Array.from({ length: listeners }, () => ({ facts: [], cursor: undefined, here: false }))
    this.finish()
  }

  get truth(): Truth {
    return { restores: this.restores, epochs: Array.from({ length: this.epochs }, (_, i) => `e${i + 1}`), ring: RING }
  }

  get records(): ReceiverRecord[] {
    return this.listeners.map(({ facts }, index) => ({ receiver: `r${index}`, room: 'room', facts }))
  }

  /** Whether this message is in the log, now that all is over. */
  stands(fact: Fact): boolean {
    if (fact.t !== 'message') return false
    const there = this.entries[fact.s - 1]
    return there?.from === fact.from && there.number === fact.number
  }

  move(move: Move): void {
    switch (move.do) {
      case 'say':
        return this.say(move.who)
      case 'control':
        return this.write(undefined)
      case 'away':
        return this.leave(this.listeners[move.who % this.listeners.length])
      case 'back':
        return this.enter(this.listeners[move.who % this.listeners.length])
      case 'turn':
        return this.turn()
      case 'restore':
        return this.restore(move.by)
    }
  }

  /** Everybody comes back and catches up. */
  finish(): void {
    for (const listener of this.listeners) this.enter(listener)
  }

  private get epoch(): string {
    return `e${this.epochs}`
  }

  private say(who: number): void {
    const number = (this.numbers.get(who) ?? 0) + 1
    this.numbers.set(who, number)
    const said = { from: `s${who}`, number, epoch: this.epoch, s: this.entries.length + 1 }
    this.write(said)
    this.acknowledgements.push({ ...said, room: 'room', dup: false })
  }

  private write(entry: Said | undefined): void {
    this.entries.push(entry)
    for (const listener of this.listeners) if (listener.here) this.deliver(listener)
  }

  private deliver({ facts, cursor }: Listener): void {
    if (!cursor || cursor.s === this.entries.length) return
    const [first, last] = [cursor.s + 1, this.entries.length]
    facts.push({ t: 'events', first, last, count: last - first + 1 })
    for (const entry of this.entries.slice(first - 1)) {
      if (entry) facts.push({ ...entry, t: 'message', epoch: cursor.epoch })
    }
    cursor.s = last
  }

  private leave(listener: Listener | undefined): void {
    if (listener) listener.here = false
  }

  private enter(listener: Listener | undefined): void {
    if (!listener || listener.here) return
    listener.here = true
    const { cursor, facts } = listener
    const s = this.entries.length
    if (cursor && this.resumes(cursor)) {
      facts.push({ t: 'resumed', epoch: this.epoch, s })
      cursor.epoch = this.epoch
      return this.deliver(listener)
    }
    const messages = this.entries.filter((entry) => entry !== undefined).slice(-HISTORY)
    facts.push({
      ...{ t: 'snapshot', epoch: this.epoch, s, gap: cursor !== undefined },
      messages: messages.map((message) => ({ ...message, epoch: this.epoch })),
    })
    listener.cursor = { epoch: this.epoch, s }
  }

  private resumes({ epoch, s }: Position): boolean {
    // Set back since then, perhaps more than once: the deepest of those restores counts.
    const since = this.restores.filter((restore) => Number(restore.epoch.slice(1)) >= Number(epoch.slice(1)))
    return since.every((restore) => s <= restore.s) && this.entries.length - s < RING
  }

  private turn(): void {
    for (const listener of this.listeners) listener.here = false
    this.epochs++
  }

  private restore(by: number): void {
    const s = Math.max(0, this.entries.length - by)
    this.restores.push({ epoch: this.epoch, s })
    this.entries.length = s
    this.turn()
  }
}
