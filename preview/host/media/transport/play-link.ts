/** The way in: connects, demuxes FLV, watches for silence, reconnects as the platform does. */
import { FlvDemuxer, parseVideoTag, type FlvTag } from '@lianmai/flv'
import type { PlayerEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import { MediaSocket } from './media-socket'
import { resolveMediaUrl } from './media-url'
import { StreamRates } from './rates'
import { RetryBudget } from './retry'

export interface PlayLinkEvents {
  raise(event: PlayerEvent, detail?: string): void
  /** A connection is there: what comes next starts with an FLV header. */
  begun(): void
  tags(tags: FlvTag[]): void
  /** The stream broke off; a retry may follow. */
  lost(): void
}

export interface PlayLinkOptions {
  src: string
  env: MediaEnv
  retry?: RetryBudget
  /** A connection without a byte for this long is dead. Default 10,000 ms. */
  idleMs?: number
}

export class PlayLink {
  readonly rates = new StreamRates(performance.now())
  private readonly retry: RetryBudget
  private readonly idleMs: number
  private socket: MediaSocket | undefined
  private demuxer = new FlvDemuxer()
  private timer: ReturnType<typeof setTimeout> | undefined
  private received = false
  private isConnected = false
  private url: string | undefined
  private lastVideoTime = 0

  constructor(
    private readonly options: PlayLinkOptions,
    private readonly events: PlayLinkEvents,
  ) {
    this.retry = options.retry ?? new RetryBudget()
    this.idleMs = options.idleMs ?? 10_000
  }

  /** Tracks the stream says it has; `undefined` before its header came. */
  get tracks(): { audio: boolean; video: boolean } | undefined {
    return this.demuxer.header
  }

  /** Opens the first connection. @throws Error for a URL that cannot be played. */
  open(): void {
    this.connect(resolveMediaUrl(this.options.src, 'play', this.options.env.media))
  }

  /** Whether there is a connection now. */
  get connected(): boolean {
    return this.isConnected
  }

  /** Pictures moved: the tries are counted anew. Bytes alone prove nothing, they may be of no use to this browser. */
  succeeded(): void {
    this.retry.succeeded()
  }

  /** Drops the connection and takes another: what came cannot be shown. */
  reconnect(why: string): void {
    if (this.isConnected && this.url !== undefined) this.abandon(this.url, why)
  }

  close(): void {
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = this.url = undefined
    this.isConnected = false
  }

  private connect(url: string): void {
    this.demuxer = new FlvDemuxer()
    this.url = url
    this.received = false
    this.lastVideoTime = 0
    this.socket = new MediaSocket(url, undefined, this.options.env, {
      open: () => {
        this.isConnected = true
        this.events.raise('connected')
        this.events.begun()
        this.watch(url)
      },
      data: (bytes) => this.take(url, bytes),
      closed: ({ opened, code, reason }) => this.ended(url, opened, reason || `code ${code}`),
    })
  }

  private take(url: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.watch(url)
    this.rates.wire(bytes.length)
    if (!this.received) this.events.raise('streamBegin')
    this.received = true
    let tags: FlvTag[]
    try {
      tags = this.demuxer.push(bytes)
    } catch (error) {
      return this.abandon(url, error instanceof Error ? error.message : String(error))
    }
    for (const tag of tags) this.measure(tag)
    this.events.tags(tags)
  }

  private measure(tag: FlvTag): void {
    if (tag.type === 'audio') this.rates.audio(tag.payload.length)
    if (tag.type !== 'video' || tag.payload.length === 0) return
    const { key, packet } = parseVideoTag(tag.payload)
    if (packet !== 'frame') return
    this.rates.video(tag.payload.length, tag.timestamp, key)
    this.rates.arrived(performance.now(), tag.timestamp)
    if (tag.timestamp < this.lastVideoTime) this.events.raise('timestampBack')
    this.lastVideoTime = tag.timestamp
  }

  private watch(url: string): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.abandon(url, `no data for ${this.idleMs / 1000} s`), this.idleMs)
  }

  private abandon(url: string, why: string): void {
    this.socket?.close()
    this.ended(url, true, why)
  }

  private ended(url: string, opened: boolean, why: string): void {
    clearTimeout(this.timer)
    this.socket = undefined
    this.isConnected = false
    this.events.lost()
    this.events.raise(opened ? 'readWriteFailed' : 'connectFailed', why)
    const delay = this.retry.next()
    if (delay === undefined) return this.events.raise('disconnected', why)
    this.events.raise('reconnecting', `try ${this.retry.attempt}`)
    this.timer = setTimeout(() => this.connect(url), delay)
  }
}
