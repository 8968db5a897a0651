import type { Ingest, SourceEnd } from '../media/ingest'
import type { MediaClock, MediaRefusal } from '../media/types'
import type { Clip } from './clip'
import { Loop, type Section } from './loop'

/**
 * `live`: sends. `frozen`: connected, and sends nothing, like a camera that hangs. `offline`: not connected.
 */
export type FeedState = 'live' | 'frozen' | 'offline'

export interface FeedOptions {
  /**
   * Where to: `room/stream` for a stream of kind `external`, like a camera's; or a push address that somebody in a room was
   * given, whose picture this then is.
   */
  to: string
  /** Path of an FLV file with H.264, and AAC if it has sound; without B-frames for the lowest delay. */
  file: string
  /** How it begins. Default `live`. */
  state?: FeedState
  /** Where in the clip it begins, ms, so that several feeds of one file are not in step. Default 0. */
  offset?: number
  /** The part of the clip that is repeated, ms, taken to the key frames around it. Default all of it. */
  section?: Section
}

/** A file that the gateway pushes to itself, round after round. */
export interface Feed {
  readonly to: string
  readonly state: FeedState
  /** Why it went offline by itself: refused, kicked, replaced ...; undefined while nothing did. */
  readonly ended: string | undefined
  /** Resolves when it is so; `live` when the relay has taken it. @throws Error when the relay says no */
  set(state: FeedState): Promise<void>
  /** Repeats another part of the clip, from the next round on; without one all of it. */
  section(section?: Section): void
  /** Offline, and forgotten. */
  close(): void
}

/** More than this behind, the feed's clock is stopped for as long: a burst would only flood the players. */
const MAX_BEHIND_MS = 1_000

export type Publish = (to: string, close: (why: SourceEnd) => void) => Promise<Ingest | MediaRefusal>

export class RunningFeed implements Feed {
  state: FeedState = 'offline'
  ended: string | undefined
  private ingest: Ingest | undefined
  private loop: Loop
  private startedAt = 0
  private sent = 0
  /** Counts the calls of {@link set}: one that a later call has overtaken does nothing more. */
  private turn = 0
  private part: Section | undefined

  constructor(
    private readonly clip: Clip,
    private readonly options: FeedOptions,
    private readonly clock: MediaClock,
    private readonly publish: Publish,
    private readonly forget: (feed: RunningFeed) => void,
  ) {
    this.part = options.section
    this.loop = this.begin()
  }

  get to(): string {
    return this.options.to
  }

  async set(state: FeedState): Promise<void> {
    const turn = ++this.turn
    if (state === 'offline') {
      this.ended = undefined
      return this.stop('ended')
    }
    if (this.ingest) {
      // The time it hung is left out of its time line.
      if (this.state === 'frozen') this.startedAt = this.clock.now() - this.sent
      this.state = state
      return
    }
    const taken = await this.publish(this.to, (why) => this.dropped(why))
    if ('code' in taken) throw new Error(`feed ${this.to}: ${taken.code}: ${taken.why}`)
    if (turn !== this.turn) return taken.end('ended')
    this.start(taken)
    this.state = state
  }

  section(section?: Section): void {
    this.part = section
    this.loop.section(section)
  }

  close(): void {
    this.turn++
    this.stop('ended')
    this.forget(this)
  }

  /** Sends what is due. */
  pump(): void {
    const { ingest } = this
    // A camera that hangs keeps its connection up.
    if (this.state === 'frozen') ingest?.heard()
    if (this.state !== 'live' || !ingest) return
    const behind = this.clock.now() - this.startedAt - this.sent
    if (behind > MAX_BEHIND_MS) this.startedAt += behind
    this.sent = this.clock.now() - this.startedAt
    const due = this.loop.until(this.sent)
    if (due.length > 0) ingest.heard()
    for (const tag of due) ingest.push(tag)
  }

  private begin(): Loop {
    return new Loop(this.clip, this.part, this.options.offset)
  }

  private start(ingest: Ingest): void {
    this.ingest = ingest
    this.ended = undefined
    this.loop = this.begin()
    this.startedAt = this.clock.now()
    this.sent = 0
    for (const tag of this.clip.headers) ingest.push(tag)
    // A camera that hangs from the first moment has shown its first pictures: what a player needs to have something to show.
    const [, second = this.clip.duration] = this.clip.keys
    for (const tag of this.loop.until(this.options.state === 'frozen' ? second - 1 : 0)) ingest.push(tag)
  }

  private stop(why: 'ended' | 'lost'): void {
    const { ingest } = this
    this.ingest = undefined
    this.state = 'offline'
    ingest?.end(why)
  }

  /** Silence is this process's own: it was kept busy for long. A camera would come back, and so does a feed. */
  private dropped(why: SourceEnd): void {
    const { state } = this
    this.ingest = undefined
    this.state = 'offline'
    this.ended = why
    if (why === 'idle') this.set(state).catch((error: Error) => (this.ended = error.message))
  }
}
