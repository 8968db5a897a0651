import type { ResolvedOptions } from './context'
import type { GopCache } from './gop-cache'
import type { IngestEvents, Source } from './ingest'
import { Ingest } from './ingest'
import type { MediaTag } from './media-tag'
import { describeAudio, describeVideo } from './media-tag'
import type { Player } from './player'
import type { MediaRequest, MediaStream, UnpublishReason } from './types'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

let nextId = 1

/**
 * One stream, from its first publisher's yes to its end.
 *
 *     live <-> waiting for a publisher (at most graceMs) -> over
 *
 * A phone that changes its mode or its network has to stop and start its pusher: to everybody who watches that is a
 * pause, not an end. Whoever publishes next goes on where the one before stopped, for the same players.
 */
export class Broadcast {
  readonly stream: Writable<MediaStream>
  private readonly players = new Set<Player>()
  private ingest: Ingest | undefined
  private turn = 0
  private grace: unknown
  private over = false

  constructor(
    { app, name, protocol, ip }: MediaRequest,
    private readonly options: ResolvedOptions,
    private readonly onOver: (broadcast: Broadcast, why: UnpublishReason) => void,
    private readonly onIdle: () => void,
  ) {
    const startedAt = options.clock.now()
    const figures = { publishing: true, bytesIn: 0, bytesOut: 0, viewers: 0 }
    this.stream = { id: nextId++, app, name, protocol, ip, startedAt, ...figures }
  }

  /**
   * Takes a publisher in, instead of the one there is when that one is silent or holds an older right.
   * @returns undefined when the one there is stays, or this one's right is older than one that was used already
   */
  publish({ protocol, ip }: MediaRequest, source: Source, turn: number): Ingest | undefined {
    const { ingest } = this
    if (turn < this.turn) return undefined
    if (ingest && turn === this.turn && ingest.silence < this.options.takeoverMs) return undefined
    this.options.clock.clearTimeout(this.grace)
    ingest?.stop('replaced')
    this.turn = turn
    Object.assign(this.stream, { protocol, ip, publishing: true })
    delete this.stream.video
    delete this.stream.audio
    for (const player of this.players) player.handover()
    this.ingest = new Ingest(source, this.options, this.ingestEvents())
    return this.ingest
  }

  add(player: Player): void {
    this.players.add(player)
    this.stream.viewers = this.players.size
    if (this.ingest) player.join(this.ingest.cache)
  }

  remove(player: Player): void {
    this.players.delete(player)
    this.stream.viewers = this.players.size
  }

  /** Ends the stream at once, and with it its publisher's connection. */
  stop(why: 'kicked' | 'shutdown'): void {
    if (this.over) return
    this.over = true
    this.options.clock.clearTimeout(this.grace)
    this.ingest?.stop(why)
    this.close('kicked', why === 'shutdown' ? 'shutdown' : 'ended')
  }

  private ingestEvents(): IngestEvents {
    return {
      received: (bytes) => void (this.stream.bytesIn += bytes),
      media: (tag, cache) => this.media(tag, cache),
      over: (why) => this.ingestOver(why),
    }
  }

  private media(tag: MediaTag, cache: GopCache): void {
    if (tag.role === 'header') this.describe(tag)
    for (const player of this.players) this.deliver(player, tag, cache)
  }

  private describe(header: MediaTag): void {
    if (header.type === 'video') this.stream.video = describeVideo(header.payload)
    else this.stream.audio = describeAudio(header.payload)
  }

  /** A player that fails must not take the publisher, in whose call this runs, with it. */
  private deliver(player: Player, tag: MediaTag, cache: GopCache): void {
    try {
      player.write(tag, cache)
    } catch (error) {
      this.options.onError(error, 'player')
      this.remove(player)
      player.close('ended')
    }
  }

  private ingestOver(why: 'ended' | 'lost' | 'idle'): void {
    const { clock, graceMs } = this.options
    this.ingest = undefined
    this.stream.publishing = false
    if (why === 'idle') this.onIdle()
    // Who was silent for idleMs has had more than the grace already.
    if (why === 'idle' || graceMs === 0) this.end(why === 'idle' ? 'lost' : why)
    else this.grace = clock.setTimeout(() => this.end(why), graceMs)
  }

  private end(why: 'ended' | 'lost'): void {
    this.over = true
    this.close(why, 'ended')
  }

  private close(why: UnpublishReason, toPlayers: 'ended' | 'shutdown'): void {
    this.stream.publishing = false
    for (const player of this.players) player.close(toPlayers)
    this.players.clear()
    this.stream.viewers = 0
    this.onOver(this, why)
  }
}
