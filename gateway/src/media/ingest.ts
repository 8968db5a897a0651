import type { FlvTag } from '@lianmai/flv'
import { Watchdog } from './clock'
import type { ResolvedOptions } from './context'
import { GopCache } from './gop-cache'
import type { MediaTag } from './media-tag'
import { roleOf } from './media-tag'
import { Timeline } from './timeline'

/** Why the relay ends a publisher's connection. */
export type SourceEnd = 'idle' | 'kicked' | 'replaced' | 'shutdown'

/** A publisher's connection, whatever its protocol. */
export interface Source {
  /** The relay has ended the publisher's time. Not called for an end that came from the connection itself. */
  close(why: SourceEnd): void
}

/** The stream that a publisher feeds. */
export interface IngestEvents {
  received(bytes: number): void
  /** The next tag; it is in the cache already. */
  media(tag: MediaTag, cache: GopCache): void
  /** The connection is over by itself; `idle`: it fell silent and was closed. */
  over(why: 'ended' | 'lost' | 'idle'): void
}

/**
 * One publisher's time on a stream, from its yes until its connection ends or another takes over. Each has a clock and
 * a cache of its own, so that nothing of the one before can get into what comes next; what an ended one still says goes
 * nowhere.
 */
export class Ingest {
  readonly cache: GopCache
  private readonly timeline = new Timeline()
  private readonly watchdog: Watchdog
  private ended = false

  constructor(
    private readonly source: Source,
    options: ResolvedOptions,
    private readonly events: IngestEvents,
  ) {
    this.cache = new GopCache(options.gopBytes)
    this.watchdog = new Watchdog(options.clock, options.idleMs, () => {
      this.stop('idle')
      events.over('idle')
    })
  }

  /** ms since the publisher was last heard. */
  get silence(): number {
    return this.watchdog.silence
  }

  /** Bytes have come from the publisher, whether or not they complete a tag. */
  heard(): void {
    this.watchdog.touch()
  }

  /** @throws FlvError for a damaged tag; nothing of it has gone to a player then. */
  push(tag: FlvTag): void {
    if (this.ended) return
    const role = roleOf(tag)
    this.events.received(tag.payload.length)
    if (!role) return
    // Headers and metadata are often stamped 0 in the middle of a stream; they belong to the moment they come.
    const timed = role === 'key' || role === 'frame'
    const time = timed && tag.type !== 'script' ? this.timeline.place(tag.timestamp) : this.timeline.now
    const media: MediaTag = { type: tag.type, role, time, payload: tag.payload }
    this.cache.add(media)
    this.events.media(media, this.cache)
  }

  /** The publisher's connection has ended, or the publisher has said that it will send no more. */
  end(why: 'ended' | 'lost'): void {
    if (this.finish()) this.events.over(why)
  }

  /** The relay ends the publisher's connection. */
  stop(why: SourceEnd): void {
    if (this.finish()) this.source.close(why)
  }

  /** @returns false when it was over before */
  private finish(): boolean {
    const first = !this.ended
    this.ended = true
    this.watchdog.stop()
    return first
  }
}
