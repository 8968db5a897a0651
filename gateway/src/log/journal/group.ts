import type { LogEvent } from '../../wire'
import type { Append, Entry, Producer, RoomLog, Seen, Step, Written } from '../../room/log'
import { Senders } from '../../room/senders'
import { packEntry } from './packing'
import { encode } from './records'

export type Answer = Awaited<ReturnType<RoomLog['append']>>

/** Appends that are written at once: each is decided on those before it, none counts until all are on the disk. */
export class Group {
  readonly entries: Entry[] = []
  /** What they add to the senders' memory. */
  private readonly fresh = new Senders()
  private readonly from: number
  private json = ''

  /**
   * @param senders of what is written
   * @param head seq of the last event
   * @param control seq of the last control event
   */
  constructor(
    private readonly senders: Senders,
    private head: number,
    public control: number,
  ) {
    this.from = head + 1
  }

  take({ steps, at, basis }: Append): Answer {
    if (basis !== undefined && basis !== this.control) return 'conflict'
    return steps.map((step) => this.step(step, at, basis !== undefined))
  }

  encode(): Buffer {
    return encode('group', `{"from":${this.from},"control":${this.control},"entries":[${this.json}]}`)
  }

  private step({ events, producer }: Step, at: number, control: boolean): Written | 'past' {
    const seen = producer && this.seen(producer)
    if (seen) return seen === 'past' ? seen : { ...seen, dup: true }
    const numbered = events.map(({ u, k, d }) => ({ s: ++this.head, at, u, k, d }) as LogEvent)
    if (control && numbered.length > 0) this.control = this.head
    const { head } = this
    if (producer) this.fresh.remember(producer, { s: head, at })
    this.add(producer ? { at, events: numbered, producer } : { at, events: numbered })
    return { s: head, at, dup: false }
  }

  private seen(producer: Producer): Seen {
    // What is written comes first: of it this group knows only that later numbers are in.
    return this.senders.seen(producer) ?? this.fresh.seen(producer)
  }

  private add(entry: Entry): void {
    const json = JSON.stringify(packEntry(entry))
    this.json = this.entries.length === 0 ? json : `${this.json},${json}`
    this.entries.push(entry)
  }
}
