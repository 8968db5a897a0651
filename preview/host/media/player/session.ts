/** One run of a live-player: the link, the renderer behind it, and the reports about both. */
import { parseVideoTag, type FlvTag } from '@lianmai/flv'
import type { PlayerEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import type { ShownPicture } from '../snapshot'
import { PlayLink } from '../transport/play-link'
import { NET_STATUS_INTERVAL, qualityLevel, volumeOf, type NetStatusInfo } from '../transport/rates'
import { readMessages } from '../sei'
import { every } from '../worker-timer'
import type { PlayerAttributes } from './attributes'
import { CardRenderer } from './card-renderer'
import { createRenderer } from './create-renderer'
import type { Renderer, RendererEvents } from './renderer'
import { Stage } from './stage'

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
const STUTTER_MS = 500
/** Of a simulated stream: nothing is sent, and its sound is there all the same. */
const CARD_RATES = { videoBitrate: 0, audioBitrate: 32, netSpeed: 0, videoGOP: 0, netJitter: 0 }

export class PlaySession {
  netStatus: NetStatusInfo | undefined
  /** Root mean square of the sound played lately, 0-1. */
  audioLevel = 0
  private link: PlayLink | undefined
  private readonly stage: Stage
  private readonly stops: (() => void)[] = []
  private readonly src: string
  private closed = false
  private receivedFrame = false
  private stalledSince: number | undefined

  constructor(
    private readonly options: PlaySessionOptions,
    private readonly events: PlaySessionEvents,
  ) {
    const { after, attributes, muted } = options
    const { src } = attributes
    this.src = src
    const isCard = src.startsWith('simulated:')
    const sameStream = after?.src === src
    if (!sameStream) after?.destroy()
    this.stage = new Stage({
      muted,
      previous: sameStream ? after?.release() : undefined,
      show: (el) => events.show(el),
      create: (silent) =>
        isCard
          ? new CardRenderer(src, this.rendererEvents())
          : createRenderer(attributes, silent, this.rendererEvents()),
    })
  }

  /** @throws Error for a src that cannot be played. */
  open(): void {
    this.stops.push(every(NET_STATUS_INTERVAL, () => this.reportNetStatus()))
    this.stops.push(every(VOLUME_INTERVAL, () => this.reportVolume()))
    const { src } = this
    if (src.startsWith('simulated:')) return queueMicrotask(() => this.openCard())
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
    this.stage.setMuted(muted)
  }

  /** Whether the tag is on the phone's screen. */
  setVisible(visible: boolean): void {
    this.stage.setVisible(visible)
  }

  picture(): ShownPicture | undefined {
    return this.stage.picture()
  }

  /** Ends network and sound; the last picture stays until {@link destroy}. */
  close(): void {
    this.end()
    this.stage.close()
  }

  destroy(): void {
    this.end()
    this.stage.destroy()
  }

  private end(): void {
    this.closed = true
    for (const stop of this.stops) stop()
    this.link?.close()
    this.link = this.netStatus = undefined
    this.audioLevel = 0
  }

  /** The picture on screen, which the caller owns from now on. */
  private release(): Renderer | undefined {
    this.end()
    return this.stage.release()
  }

  private openCard(): void {
    if (this.closed) return
    this.raise('connected')
    this.raise('streamBegin')
    this.stage.open()
  }

  private begin(): void {
    this.receivedFrame = false
    this.stage.open()
  }

  private feed(tags: FlvTag[]): void {
    if (!this.receivedFrame && tags.some(({ type }) => type === 'video')) {
      this.receivedFrame = true
      this.raise('firstFrameReceived')
    }
    try {
      this.stage.feed(tags)
    } catch (error) {
      return this.link?.reconnect(error instanceof Error ? error.message : String(error))
    }
    if (this.options.attributes.enableRecvMessage)
      tags.flatMap(messagesIn).forEach((text) => this.raise('message', text))
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
        this.judgeStall()
        this.stage.began()
      },
      stalled: () => {
        // While the link reconnects, its own codes tell the story.
        if (this.closed || !this.link?.connected) return
        this.events.flow('buffering')
        this.raise('loading')
        this.stalledSince ??= performance.now()
      },
      decodeFailed: (kind, why) => this.raise(kind === 'video' ? 'videoDecodeFailed' : 'audioDecodeFailed', why),
      soundBlocked: () => !this.closed && this.events.soundBlocked(),
      failed: (why) => this.link?.reconnect(why),
    }
  }

  /** The platform warns of a picture that stood still for half a second and more. */
  private judgeStall(): void {
    const stood = performance.now() - (this.stalledSince ?? performance.now())
    this.stalledSince = undefined
    if (stood >= STUTTER_MS) this.raise('stuttering', `${Math.round(stood)} ms`)
  }

  private showFirst(): void {
    this.stage.firstPicture()
    this.raise('firstPicture')
  }

  private reportNetStatus(): void {
    const { current, idle } = this.stage
    if (!current) return
    const now = performance.now()
    const { width, height, ...figures } = current.figures(now)
    const { codedFPS, ...rates } = this.link?.rates.take(now) ?? { ...CARD_RATES, codedFPS: 0 }
    // Without a network in between (a simulated stream) nothing can be bad about it.
    const netQualityLevel = this.link ? qualityLevel(rates.netJitter, rates.netSpeed) : 1
    // Pictures that nobody sees are not decoded, but they come.
    const seen = idle && this.link ? { videoFPS: codedFPS } : {}
    this.netStatus = { ...rates, ...figures, ...seen, netQualityLevel, videoWidth: width, videoHeight: height }
    this.events.emit('netstatus', { info: this.netStatus })
  }

  private reportVolume(): void {
    const { current } = this.stage
    if (!current) return
    this.audioLevel = current.level()
    this.events.emit('audiovolumenotify', { volume: volumeOf(this.audioLevel) })
  }
}

function messagesIn({ type, payload }: FlvTag): string[] {
  if (type !== 'video') return []
  const { codec, packet, data } = parseVideoTag(payload)
  return codec === 'h264' && packet === 'frame' ? readMessages(data) : []
}
