/** From log to sockets: every event is encoded once, every frame once a room, however many people read it. */
import type { LogEvent, Rights, User, UserId } from '../wire'
import type { RoomLog } from './log'
import { isInternal, mayRead, snapshotFor, type State } from './state'

/** Events and bytes after which a catching-up reader's frame is cut, so that its socket can breathe in between. */
const SLICE_EVENTS = 256
const SLICE_BYTES = 16 * 1024

interface Slice {
  events: LogEvent[]
  /** Seq of the last event. */
  to: number
  /** What everybody may read; targeted commands and internal events are `skip` here. */
  shared: Buffer
  targeted: boolean
}

function isTargeted(event: LogEvent): boolean {
  return event.k === 'command' && event.d.to !== undefined
}

export class Feed {
  private readonly texts = new WeakMap<LogEvent, string>()
  private slices = new Map<number, Slice>()
  private slicedAt = -1
  private stateText: { s: number; text: string } | undefined

  constructor(
    private readonly room: string,
    private readonly log: () => RoomLog,
    private readonly state: { now: State },
  ) {}

  /** The next frame for a reader whose last event is `after`. */
  frame(after: number, reader: UserId): { data: Buffer; to: number } {
    const slice = this.slice(after)
    const own = slice.targeted && slice.events.some((event) => isTargeted(event) && mayRead(event, reader))
    return {
      data: own ? this.encode(slice.events, (event) => !isInternal(event.k) && mayRead(event, reader)) : slice.shared,
      to: slice.to,
    }
  }

  snapshot(me: User, rights: Rights, counts: { online: number; likes: number }, gap: boolean): string {
    const head = { t: 'snap', r: this.room, e: this.log().epoch, s: this.log().head, me, rights, ...counts }
    const rest = JSON.stringify(gap ? { ...head, gap: 1 } : head)
    return `${rest.slice(0, -1)},"st":${this.stateFor(me.id)}}`
  }

  /** The log has begun anew. */
  clear(): void {
    this.slices = new Map()
    this.slicedAt = -1
    this.stateText = undefined
  }

  private stateFor(user: UserId): string {
    if (this.state.now.history.some(isTargeted)) return JSON.stringify(snapshotFor(this.state.now, user))
    const s = this.log().head
    if (this.stateText?.s !== s) this.stateText = { s, text: JSON.stringify(snapshotFor(this.state.now, user)) }
    return this.stateText.text
  }

  private slice(after: number): Slice {
    if (this.slicedAt !== this.log().head) {
      this.slices = new Map()
      this.slicedAt = this.log().head
    }
    const known = this.slices.get(after)
    if (known) return known
    const events = this.cut(this.log().read(after, SLICE_EVENTS))
    const shared = this.encode(events, (event) => !isTargeted(event) && !isInternal(event.k))
    const slice = { events, to: after + events.length, shared, targeted: events.some(isTargeted) }
    this.slices.set(after, slice)
    return slice
  }

  private cut(events: LogEvent[]): LogEvent[] {
    let bytes = 0
    const end = events.findIndex((event) => (bytes += Buffer.byteLength(this.text(event))) > SLICE_BYTES)
    return end < 0 ? events : events.slice(0, Math.max(1, end))
  }

  private encode(events: readonly LogEvent[], readable: (event: LogEvent) => boolean): Buffer {
    const texts = events.map((event) => (readable(event) ? this.text(event) : hidden(event)))
    const s = events.at(-1)?.s ?? 0
    return Buffer.from(`{"t":"e","r":"${this.room}","s":${s},"ev":[${texts.join(',')}]}`)
  }

  private text(event: LogEvent): string {
    const known = this.texts.get(event)
    if (known !== undefined) return known
    const text = JSON.stringify(event)
    this.texts.set(event, text)
    return text
  }
}

/** Keeps the sequence without a hole and says nothing, not even who. */
function hidden(event: LogEvent): string {
  return JSON.stringify({ s: event.s, at: event.at, u: '', k: 'skip', d: {} })
}
