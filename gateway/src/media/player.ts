import type { FlvHeader, FlvTag, TagType } from '@lianmai/flv'
import type { GopCache } from './gop-cache'
import { samePayload } from './gop-cache'
import type { MediaTag } from './media-tag'
import type { MediaClock } from './types'

/** Why a player is closed. */
export type PlayEnd = 'ended' | 'not-found' | 'shutdown'

/** A player's connection, whatever its protocol. */
export interface Outlet {
  /** The tracks to expect; called once, before the first tag. */
  begin(tracks: FlvHeader): void
  send(tag: FlvTag): void
  /** Bytes given to {@link send} that have not left this process. */
  readonly buffered: number
  /** The stream is over: say so and close. */
  close(why: PlayEnd): void
  /** Close at once, without another word. */
  cut(): void
}

export interface PlayerLimits {
  dropBytes: number
  cutBytes: number
  stallMs: number
  clock: MediaClock
}

/**
 *     waiting -> playing <-> skipping
 *
 * `waiting` for a key frame (or for sound, in a stream without pictures), `skipping` everything because the
 * connection is behind or the person paused, until a key frame finds room again. Times begin near 0 and never go back
 * within a track.
 */
export class Player {
  private state: 'waiting' | 'playing' | 'skipping' = 'waiting'
  private base = 0
  private readonly last: Record<TagType, number> = { audio: 0, video: 0, script: 0 }
  private sent: { video?: MediaTag; audio?: MediaTag } = {}
  /** Pictures can be decoded from here: a key frame has been sent and nothing skipped since. */
  private pictures = false
  private skippingSince = 0
  private paused = false
  private closed = false

  constructor(
    private readonly outlet: Outlet,
    private readonly limits: PlayerLimits,
    private readonly counted: (bytes: number) => void,
    private readonly onCut: () => void,
  ) {}

  /** Sends what there is to begin with. */
  join(cache: GopCache): void {
    const [first] = cache.group
    if (!first) return
    this.begin(first, cache)
    for (const tag of cache.group) this.forward(tag)
  }

  /** The next tag of the stream, which is in the cache already. */
  write(tag: MediaTag, cache: GopCache): void {
    if (this.closed) return
    if (this.outlet.buffered > this.limits.cutBytes) return this.cut()
    if (this.state === 'playing' && this.outlet.buffered > this.limits.dropBytes) this.skip()
    if (this.state === 'waiting') {
      if (!this.canBegin(tag, cache)) return
      this.begin(tag, cache)
    }
    if (this.state === 'skipping' && !this.resumes(tag, cache)) return
    this.forward(tag)
  }

  pause(paused: boolean): void {
    this.paused = paused
    if (paused && this.state === 'playing') this.skip()
  }

  close(why: PlayEnd): void {
    if (this.closed) return
    this.closed = true
    this.outlet.close(why)
  }

  private canBegin(tag: MediaTag, cache: GopCache): boolean {
    return tag.role === 'key' || (tag.type === 'audio' && tag.role === 'frame' && cache.audioOnly)
  }

  private begin(first: MediaTag, cache: GopCache): void {
    this.state = 'playing'
    this.base = first.time
    this.outlet.begin(cache.tracks)
    if (cache.metadata) this.emit(cache.metadata, first.time)
    this.sendHeaders(cache, first.time)
  }

  private skip(): void {
    this.state = 'skipping'
    this.pictures = false
    this.skippingSince = this.limits.clock.now()
  }

  /** Whether skipping ends with this tag. */
  private resumes(tag: MediaTag, cache: GopCache): boolean {
    if (this.paused) return false
    if (this.outlet.buffered > this.limits.dropBytes) {
      if (this.limits.clock.now() - this.skippingSince > this.limits.stallMs) this.cut()
      return false
    }
    if (!this.canBegin(tag, cache)) return false
    this.state = 'playing'
    this.sendHeaders(cache, tag.time)
    return true
  }

  /** Codec headers that this player has not had. */
  private sendHeaders(cache: GopCache, time: number): void {
    if (cache.videoHeader && !samePayload(this.sent.video, cache.videoHeader)) this.emit(cache.videoHeader, time)
    if (cache.audioHeader && !samePayload(this.sent.audio, cache.audioHeader)) this.emit(cache.audioHeader, time)
  }

  private forward(tag: MediaTag): void {
    if (tag.type === 'video' && tag.role === 'key') this.pictures = true
    if (tag.type === 'video' && tag.role === 'frame' && !this.pictures) return
    this.emit(tag, tag.time)
  }

  private emit(tag: MediaTag, time: number): void {
    if (tag.role === 'header' && tag.type !== 'script') this.sent[tag.type] = tag
    const timestamp = Math.max(this.last[tag.type], time - this.base)
    this.last[tag.type] = timestamp
    this.counted(tag.payload.length)
    this.outlet.send({ type: tag.type, timestamp: timestamp >>> 0, payload: tag.payload })
  }

  private cut(): void {
    this.closed = true
    this.onCut()
    this.outlet.cut()
  }
}
