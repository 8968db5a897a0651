/** One run of a live-player: the link, the renderer behind it, and the reports about both. */
import type { FlvTag } from '@lianmai/flv'
import type { PlayerEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import type { ShownPicture } from '../snapshot'
import { PlayLink } from '../transport/play-link'
import { NET_STATUS_INTERVAL, qualityLevel, volumeOf, type NetStatusInfo } from '../transport/rates'
import { every } from '../worker-timer'
import type { PlayerAttributes } from './attributes'
import { CardRenderer } from './card-renderer'
import { createRenderer } from './create-renderer'
import type { Renderer, RendererEvents } from './renderer'

export interface PlaySessionEvents {
  raise(event: PlayerEvent, detail?: string): void
  emit(type: string, detail: unknown): void
  /** A new element shows the stream from now on. */
  show(el: HTMLElement): void
  /** Pictures move, wait for data, or wait for a connection. */
  flow(flow: 'playing' | 'buffering' | 'connecting'): void
  /** The browser wants a gesture before it makes a sound. */
  soundBlocked(): void
}

export interface PlaySessionOptions {
  attributes: Readonly<PlayerAttributes>
  env: MediaEnv
  muted: boolean
  /** The run before; its last picture stays on screen until this one has its first, if it is of the same stream. */
  after: PlaySession | undefined
}

const VOLUME_INTERVAL = 300
const NO_RATES = { videoBitrate: 0, audioBitrate: 0, netSpeed: 0, videoGOP: 0, netJitter: 0 }

export class PlaySession {
  netStatus: NetStatusInfo | undefined
  /** Root mean square of the sound played lately, 0-1. */
  audioLevel = 0
  private link: PlayLink | undefined
  private renderer: Renderer | undefined
  /** The renderer of the connection before, on screen until its successor has a picture. */
  private previous: Renderer | undefined
  private readonly stops: (() => void)[] = []
  private readonly src: string
  private muted: boolean
  private closed = false
  private receivedFrame = false

  constructor(
    private readonly options: PlaySessionOptions,
    private readonly events: PlaySessionEvents,
  ) {
    this.muted = options.muted
    this.src = options.attributes.src
    if (options.after?.src === this.src) this.previous = options.after.release()
    else options.after?.destroy()
  }

  /** @throws Error for a src that cannot be played. */
  open(): void {
    this.stops.push(every(NET_STATUS_INTERVAL, () => this.reportNetStatus()))
    this.stops.push(every(VOLUME_INTERVAL, () => this.reportVolume()))
    const { src } = this
    if (src.startsWith('simulated:')) return queueMicrotask(() => this.openCard(src))
    this.link = new PlayLink(
      { src, env: this.options.env },
      {
        raise: (event, detail) => this.raise(event, detail),
        begun: () => this.begin(),
        tags: (tags) => this.feed(tags),
        lost: () => this.events.flow('connecting'),
      },
    )
    this.link.open()
  }

  setMuted(muted: boolean): void {
    this.muted = muted
    this.renderer?.setMuted(muted)
  }

  picture(): ShownPicture | undefined {
    return this.renderer?.picture() ?? this.previous?.picture()
  }

  /** Ends network and sound; the last picture stays until {@link destroy}. */
  close(): void {
    this.closed = true
    for (const stop of this.stops) stop()
    this.link?.close()
    this.link = this.netStatus = undefined
    this.audioLevel = 0
    this.renderer?.setMuted(true)
  }

  /** Ends it all but for the picture on screen, which the caller owns from now on. */
  private release(): Renderer | undefined {
    this.close()
    const shown = [this.renderer, this.previous].find((renderer) => renderer?.picture())
    if (this.renderer === shown) this.renderer = undefined
    if (this.previous === shown) this.previous = undefined
    this.destroy()
    return shown
  }

  destroy(): void {
    this.close()
    this.renderer?.destroy()
    this.previous?.destroy()
    this.renderer = this.previous = undefined
  }

  private openCard(src: string): void {
    if (this.closed) return
    this.raise('connected')
    this.raise('streamBegin')
    this.use(new CardRenderer(src, this.rendererEvents()))
  }

  /** Each connection gets a decoder that has seen nothing. */
  private begin(): void {
    this.receivedFrame = false
    this.use(createRenderer(this.options.attributes, this.muted, this.rendererEvents()))
  }

  private use(renderer: Renderer): void {
    if (this.renderer?.picture()) {
      this.previous?.destroy()
      this.previous = this.renderer
      this.previous.setMuted(true)
    } else this.renderer?.destroy()
    this.renderer = renderer
    if (!this.previous) this.events.show(renderer.el)
  }

  private feed(tags: FlvTag[]): void {
    if (!this.receivedFrame && tags.some(({ type }) => type === 'video')) {
      this.receivedFrame = true
      this.raise('firstFrameReceived')
    }
    this.renderer?.feed(tags)
  }

  private raise(event: PlayerEvent, detail?: string): void {
    if (!this.closed) this.events.raise(event, detail)
  }

  private rendererEvents(): RendererEvents {
    return {
      decoderStarted: () => this.raise('decoderStarted'),
      resized: (width, height) => this.raise('resolutionChanged', `${width}x${height}`),
      firstPicture: () => this.showFirst(),
      firstSound: () => this.raise('firstAudio'),
      playing: () => {
        if (this.closed) return
        this.link?.succeeded()
        this.events.flow('playing')
        this.raise('playing')
      },
      stalled: () => {
        // While the link reconnects, its own codes tell the story.
        if (this.closed || !this.link?.connected) return
        this.events.flow('buffering')
        this.raise('loading')
      },
      decodeFailed: (kind, why) => this.raise(kind === 'video' ? 'videoDecodeFailed' : 'audioDecodeFailed', why),
      soundBlocked: () => !this.closed && this.events.soundBlocked(),
      failed: (why) => this.link?.reconnect(why),
    }
  }

  private showFirst(): void {
    if (this.previous && this.renderer) {
      this.events.show(this.renderer.el)
      this.previous.destroy()
      this.previous = undefined
    }
    this.raise('firstPicture')
  }

  private reportNetStatus(): void {
    if (!this.renderer) return
    const now = performance.now()
    const { width, height, ...figures } = this.renderer.figures(now)
    const { codedFPS: _coded, ...rates } = this.link?.rates.take(now) ?? { ...NO_RATES, codedFPS: 0 }
    // Without a network in between (a simulated stream) nothing can be bad about it.
    const netQualityLevel = this.link ? qualityLevel(rates.netJitter, rates.netSpeed) : 1
    this.netStatus = { ...rates, ...figures, netQualityLevel, videoWidth: width, videoHeight: height }
    this.events.emit('netstatus', { info: this.netStatus })
  }

  private reportVolume(): void {
    if (!this.renderer) return
    this.audioLevel = this.renderer.level()
    this.events.emit('audiovolumenotify', { volume: volumeOf(this.audioLevel) })
  }
}
