import type { LogEvent } from '../../wire'
import type { Entry, Stored } from '../../room/log'
import type { Memory } from '../../room/senders'
import { unpackEntry, unpackEvents } from './packing'
import { decode, FORMAT, type Chain, type Parsed, type Records, type Rest } from './records'

/** What a file says, as far as it can be believed. */
export interface Replayed {
  epoch: string
  chain: Chain
  stored: Stored | undefined
  senders: [string, Memory][]
  ring: LogEvent[]
  /** What came after the stored state. */
  entries: Entry[]
  /** Seq of the last control event. */
  control: number
  /** Seq of the last event. */
  head: number
  /** Bytes of the header. */
  headed: number
  /** Bytes of the header and the stored state. */
  base: number
  /** Bytes that can be believed. */
  good: number
  rest: Rest
}

/** @throws Error when the file is another room's, or of a later version: it is then left as it is */
function checkHeader(room: string, { format, room: named }: Records['header']): void {
  if (format > FORMAT) {
    throw new Error(`the journal of room ${room} was written by a later version (format ${format}): run that version`)
  }
  if (named !== room) throw new Error(`the journal of room ${room} is room ${named}'s: was its file renamed?`)
}

class Reader {
  header: Records['header'] | undefined
  chain: Chain = []
  epoch = ''
  state: Records['state'] | undefined
  control = 0
  head = 0
  headed = 0
  base = 0
  readonly senders: [string, Memory][] = []
  readonly ring: LogEvent[] = []
  readonly entries: Entry[] = []

  constructor(private readonly room: string) {}

  /** @returns whether the record can follow those before it */
  take(record: Parsed, end: number): boolean {
    if (record.kind === 'header') return this.begin(record.value, end)
    if (!this.header) return false
    if (record.kind === 'group') return this.whole && this.group(record.value)
    if (record.kind === 'turn') this.turn(record.value)
    else if (!this.before(record)) return false
    else this.base = end
    return true
  }

  /** What was stored when the file began. */
  private before({ kind, value }: Exclude<Parsed, { kind: 'header' | 'turn' | 'group' }>): boolean {
    if (kind === 'senders') this.senders.push(...value)
    else if (kind === 'ring') this.ring.push(...unpackEvents(value.events, value.from))
    else if (value.stored.s !== this.header?.since) return false
    else {
      this.state = value
      this.control = value.control
    }
    return true
  }

  private begin(header: Records['header'], end: number): boolean {
    if (this.header) return false
    checkHeader(this.room, header)
    this.header = header
    this.headed = this.base = end
    this.head = header.since
    this.turn(header)
    return true
  }

  /** The stored state is there, if there was one. */
  get whole(): boolean {
    return this.header?.since === 0 || this.state !== undefined
  }

  private turn({ epoch, chain }: Records['turn']): void {
    this.epoch = epoch
    this.chain = chain
  }

  private group({ from, control, entries }: Records['group']): boolean {
    if (from !== this.head + 1) return false
    for (const packed of entries) {
      const entry = unpackEntry(packed, this.head + 1)
      this.head += entry.events.length
      this.entries.push(entry)
    }
    this.control = control
    return true
  }
}

/** Nothing can be known of the room, because its header or its stored state is not there. */
export interface Lost {
  lost: true
  rest: Rest
}

/** @throws Error when the file is not for this room and version to read */
export function replay(room: string, data: Buffer): Replayed | Lost {
  const reader = new Reader(room)
  const { good, rest } = decode(data, (record, end) => reader.take(record, end))
  if (!reader.header) return { lost: true, rest }
  // A stored state is on the disk before its file has its name: this is no torn write.
  if (!reader.whole) return { lost: true, rest: 'damaged' }
  const { epoch, chain, state, senders, ring, entries, control, head, headed, base } = reader
  return { epoch, chain, stored: state?.stored, senders, ring, entries, control, head, headed, base, good, rest }
}
