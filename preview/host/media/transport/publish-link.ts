/** The way out: connects, reconnects as the platform does, and drops pictures when the uplink is too slow. */
import type { StreamMetadata } from '@lianmai/flv'
import type { PusherEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import { FlvWriter, type FlvTracks } from './flv-writer'
import { MediaSocket } from './media-socket'
import { resolveMediaUrl } from './media-url'
import { StreamRates } from './rates'
import { RetryBudget } from './retry'

export interface PublishLinkEvents {
  raise(event: PusherEvent, detail?: string): void
  /** The next picture must be a key frame. */
  keyWanted(): void
  /** The uplink is too slow for the bitrate; called once for each time pictures had to be dropped. */
  congested(): void
}

/** Where a push goes: a server, or nowhere for `simulated:` URLs. */
export interface OutLink {
  readonly rates: StreamRates
  /** ms of media that wait to be sent. */
  readonly queuedMs: number
  /** Opens the first connection. @throws Error for a URL that cannot be pushed to. */
  open(): void
  configureVideo(avcC: Uint8Array): void
  configureAudio(config: Uint8Array): void
  /** `time` in ms of the push's clock. */
  picture(data: Uint8Array, time: number, isKey: boolean): void
  sound(data: Uint8Array, time: number): void
  close(): void
}

export interface PublishLinkOptions {
  url: string
  env: MediaEnv
  tracks: FlvTracks
  metadata: StreamMetadata
  /** bit/s; more than a second of it waiting in the socket is congestion. */
  bitrate: number
  retry?: RetryBudget
}

/** A connection that held this long counts as success: one that is accepted and dropped at once does not. */
const STABLE_MS = 5000
/** Both our relay and our bridge answer with `{"t":"published"}` or close. */
const ANSWER_MS = 12_000

function isPublished(message: string): boolean {
  try {
    const answer: unknown = JSON.parse(message)
    return typeof answer === 'object' && answer !== null && 't' in answer && answer.t === 'published'
  } catch {
    return false
  }
}

export class PublishLink implements OutLink {
  readonly rates = new StreamRates(performance.now())
  private readonly retry: RetryBudget
  private socket: MediaSocket | undefined
  private connected = false
  private writer: FlvWriter | undefined
  private videoConfig: Uint8Array | undefined
  private audioConfig: Uint8Array | undefined
  private base: number | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private dropping = true
  private sentFirst = false
  private closed = false

  constructor(
    private readonly options: PublishLinkOptions,
    private readonly events: PublishLinkEvents,
  ) {
    this.retry = options.retry ?? new RetryBudget()
  }

  get queuedMs(): number {
    return ((this.socket?.bufferedAmount ?? 0) * 8000) / this.options.bitrate
  }

  open(): void {
    const url = resolveMediaUrl(this.options.url, 'publish', this.options.env.media)
    this.connect(url)
  }

  configureVideo(avcC: Uint8Array): void {
    const changed = this.videoConfig !== undefined
    this.videoConfig = avcC
    if (changed && this.writer?.running) this.send(this.writer.videoConfiguration(avcC))
    this.begin()
  }

  configureAudio(config: Uint8Array): void {
    this.audioConfig = config
    this.begin()
  }

  picture(data: Uint8Array, time: number, isKey: boolean): void {
    this.base ??= isKey ? time : undefined
    this.begin()
    if (!this.writer?.running || !this.admit(isKey)) return
    this.rates.video(data.length, time, isKey)
    this.send(this.writer.picture(data, time, isKey))
    if (!this.sentFirst) this.events.raise('firstFrameSent')
    this.sentFirst = true
  }

  sound(data: Uint8Array, time: number): void {
    if (!this.options.tracks.video) this.base ??= time
    this.begin()
    if (!this.writer?.running || (this.options.tracks.video && !this.sentFirst)) return
    // What was heard before the first picture has no time in this stream.
    if (time < (this.base ?? time)) return
    // Sound is small and a gap in it is heard: it goes on until a second connection's worth waits.
    if (this.queuedMs > 3000) return
    this.rates.audio(data.length)
    this.send(this.writer.sound(data, time))
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = this.writer = undefined
  }

  private connect(url: string): void {
    this.socket = new MediaSocket(url, 'publish', this.options.env, {
      open: () => this.opened(url),
      data: () => undefined,
      text: (message) => {
        if (isPublished(message)) this.published()
      },
      closed: (end) => this.ended(url, end),
    })
  }

  /** An open socket may still be a refusal to come: nothing is sent before the server's yes. */
  private opened(url: string): void {
    this.events.raise('connected')
    this.timer = setTimeout(() => {
      this.socket?.close()
      this.ended(url, { opened: true, code: 0, reason: 'the server did not say that the stream is published' })
    }, ANSWER_MS)
  }

  private published(): void {
    clearTimeout(this.timer)
    this.connected = true
    this.dropping = true
    this.events.raise('pushing')
    this.events.keyWanted()
    this.timer = setTimeout(() => this.retry.succeeded(), STABLE_MS)
  }

  private ended(url: string, end: { opened: boolean; code: number; reason: string }): void {
    clearTimeout(this.timer)
    this.socket = this.writer = undefined
    this.connected = this.sentFirst = false
    const why = end.reason || `code ${end.code}`
    if (!end.opened) this.events.raise('connectFailed', why)
    else this.events.raise(end.code === 1006 ? 'readWriteFailed' : 'serverDisconnected', why)
    const delay = this.retry.next()
    if (delay === undefined) {
      this.closed = true
      this.events.raise('disconnected', why)
      return
    }
    this.events.raise('reconnecting', `try ${this.retry.attempt}`)
    this.timer = setTimeout(() => this.connect(url), delay)
  }

  /** Writes the head of the stream as soon as socket, configurations and time base are there. */
  private begin(): void {
    if (this.closed || !this.connected || this.writer?.running || this.base === undefined) return
    this.writer ??= new FlvWriter(this.options.tracks, this.options.metadata, this.base)
    for (const part of this.writer.start(this.videoConfig, this.audioConfig) ?? []) this.send(part)
  }

  /** Pictures stop at a second of backlog and start again with a key frame when little of it is left. */
  private admit(isKey: boolean): boolean {
    if (!this.dropping && this.queuedMs > 1000) {
      this.dropping = true
      this.events.raise('networkBusy')
      this.events.congested()
    }
    if (!this.dropping) return true
    if (this.queuedMs > 250) return false
    if (!isKey) {
      this.events.keyWanted()
      return false
    }
    this.dropping = false
    return true
  }

  private send(bytes: Uint8Array<ArrayBuffer>): void {
    this.rates.wire(bytes.length)
    this.socket?.send(bytes)
  }
}
