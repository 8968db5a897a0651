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

/** The longest step from the last tag of one publisher to the first of the next, ms. */
const MAX_STEP_MS = 200

/**
 *     waiting -> playing <-> skipping
 *
 * `waiting` for a key frame (or for sound, in a stream without pictures), `skipping` everything because the
 * connection is behind, the person paused or another publisher took over, until a key frame finds room again. Times
 * begin near 0 and never go back within a track.
 */
export class Player {
  private state: 'waiting' | 'playing' | 'skipping' = 'waiting'
  private base = 0
  private readonly last: Record<TagType, number> = { audio: 0, video: 0, script: 0 }
  /** From the frame before the last to the last, ms. */
  private readonly steps: Record<TagType, number> = { audio: 1, video: 1, script: 1 }
  private readonly sent: Partial<Record<TagType, MediaTag>> = {}
  /** Pictures can be decoded from here: a key frame has been sent and nothing skipped since. */
  private pictures = false
  /** When more than `dropBytes` began to wait; undefined while less does, or the person has paused. */
  private behindSince: number | undefined
  /** Where the first tag of another publisher goes on; undefined while one and the same is played. */
  private resumeAt: number | undefined
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
    if (this.tooSlow()) return this.cut()
    if (this.state === 'playing' && this.behindSince !== undefined) this.skip()
    if (this.state === 'waiting') {
      if (!this.canBegin(tag, cache)) return
      this.begin(tag, cache)
    }
    if (this.state === 'skipping' && !this.resumes(tag, cache)) return
    this.forward(tag)
  }

  /**
   * Another publisher goes on with the stream: its pictures start at a key frame, and its clock at the time that the
   * last tag was sent. The pause between the two is left out, as SRS and others do: a player that has waited goes on at
   * once, and a hole in the times would be one in its buffer. Sound and pictures move together, and stay in step.
   */
  handover(): void {
    if (this.state === 'waiting') return
    const next = (type: TagType): number => this.last[type] + this.steps[type]
    this.resumeAt = Math.max(next('audio'), next('video'))
    this.skip()
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
    this.sendHeaders(cache, first.time)
  }

  private skip(): void {
    this.state = 'skipping'
    this.pictures = false
  }

  /** Whether too much waits to be sent, or much of it for too long. */
  private tooSlow(): boolean {
    const { buffered } = this.outlet
    const { clock, cutBytes, dropBytes, stallMs } = this.limits
    if (this.paused || buffered <= dropBytes) this.behindSince = undefined
    else this.behindSince ??= clock.now()
    return buffered > cutBytes || (this.behindSince !== undefined && clock.now() - this.behindSince > stallMs)
  }

  /** Whether skipping ends with this tag. */
  private resumes(tag: MediaTag, cache: GopCache): boolean {
    if (this.paused || this.behindSince !== undefined || !this.canBegin(tag, cache)) return false
    this.state = 'playing'
    if (this.resumeAt !== undefined) this.base = tag.time - this.resumeAt
    this.resumeAt = undefined
    this.sendHeaders(cache, tag.time)
    return true
  }

  /** Metadata and codec headers that this player has not had. */
  private sendHeaders({ metadata, videoHeader, audioHeader }: GopCache, time: number): void {
    for (const tag of [metadata, videoHeader, audioHeader]) {
      if (tag && !samePayload(this.sent[tag.type], tag)) this.emit(tag, time)
    }
  }

  private forward(tag: MediaTag): void {
    if (tag.type === 'video' && tag.role === 'key') this.pictures = true
    if (tag.type === 'video' && tag.role === 'frame' && !this.pictures) return
    this.emit(tag, tag.time)
  }

  private emit(tag: MediaTag, time: number): void {
    const media = tag.role === 'key' || tag.role === 'frame'
    if (!media) this.sent[tag.type] = tag
    const timestamp = Math.max(this.last[tag.type], time - this.base)
    if (media) this.steps[tag.type] = Math.min(Math.max(1, timestamp - this.last[tag.type]), MAX_STEP_MS)
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
