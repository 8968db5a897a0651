import type { FlvTag } from '@lianmai/flv'
import type { ResolvedOptions } from './context'
import { Watchdog } from './clock'
import { GopCache } from './gop-cache'
import type { MediaTag } from './media-tag'
import { describeAudio, describeVideo, roleOf } from './media-tag'
import type { PlayEnd, Player } from './player'
import { Timeline } from './timeline'
import type { MediaRequest, MediaStream, UnpublishReason } from './types'

/** A publisher's connection, whatever its protocol. */
export interface Source {
  /** The relay has ended the stream. Not called for an end that came from the connection itself. */
  close(why: 'idle' | 'kicked' | 'replaced' | 'shutdown'): void
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

let nextId = 1

/** One published stream from its first byte to its end. */
export class Broadcast {
  readonly stream: Writable<MediaStream>
  private readonly cache: GopCache
  private readonly timeline = new Timeline()
  private readonly players = new Set<Player>()
  private readonly watchdog: Watchdog
  private over = false

  constructor(
    request: MediaRequest,
    private readonly source: Source,
    private readonly options: ResolvedOptions,
    private readonly onOver: (broadcast: Broadcast, why: UnpublishReason) => void,
    onIdle: () => void,
  ) {
    const { app, name, protocol, ip } = request
    const startedAt = options.clock.now()
    this.stream = { id: nextId++, app, name, protocol, ip, startedAt, bytesIn: 0, bytesOut: 0, viewers: 0 }
    this.cache = new GopCache(options.gopBytes)
    this.watchdog = new Watchdog(options.clock, options.idleMs, () => {
      onIdle()
      this.finish('lost', 'idle')
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
    if (this.over) return
    const role = roleOf(tag)
    this.stream.bytesIn += tag.payload.length
    if (!role) return
    // Headers and metadata are often stamped 0 in the middle of a stream; they belong to the moment they come.
    const timed = role === 'key' || role === 'frame'
    const time = timed && tag.type !== 'script' ? this.timeline.place(tag.timestamp) : this.timeline.now
    const media: MediaTag = { type: tag.type, role, time, payload: tag.payload }
    if (role === 'header') this.describe(media)
    this.cache.add(media)
    for (const player of this.players) this.deliver(player, media)
  }

  /** A player that fails must not take the publisher, in whose call this runs, with it. */
  private deliver(player: Player, tag: MediaTag): void {
    try {
      player.write(tag, this.cache)
    } catch (error) {
      this.options.onError(error, 'player')
      this.remove(player)
      player.close('ended')
    }
  }

  add(player: Player): void {
    this.players.add(player)
    this.stream.viewers = this.players.size
    player.join(this.cache)
  }

  remove(player: Player): void {
    this.players.delete(player)
    this.stream.viewers = this.players.size
  }

  /** The publisher's connection has ended the stream. */
  end(why: 'ended' | 'lost'): void {
    this.finish(why)
  }

  /** The relay ends the stream, and with it the publisher's connection. */
  stop(why: 'kicked' | 'replaced' | 'shutdown'): void {
    this.finish(why === 'replaced' ? 'lost' : 'kicked', why)
  }

  private describe(header: MediaTag): void {
    if (header.type === 'video') this.stream.video = describeVideo(header.payload)
    else this.stream.audio = describeAudio(header.payload)
  }

  private finish(why: UnpublishReason, closeSource?: Parameters<Source['close']>[0]): void {
    if (this.over) return
    this.over = true
    this.watchdog.stop()
    if (closeSource) this.source.close(closeSource)
    const end: PlayEnd = closeSource === 'shutdown' ? 'shutdown' : 'ended'
    for (const player of this.players) player.close(end)
    this.players.clear()
    this.stream.viewers = 0
    this.onOver(this, why)
  }
}
