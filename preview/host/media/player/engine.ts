/**
 * `<live-player>` without a framework: attributes and commands in, the platform's events out.
 *
 *   idle -> connecting -> playing <-> buffering; playing -> paused | suspended -> connecting; all -> failed, idle
 */
import type { FlvTag } from '@lianmai/flv'
import { PLAYER, type PlayerEvent } from '../codes'
import { onNextGesture } from '../gesture'
import type { MediaEnv } from '../media-env'
import { MediaView } from '../media-view'
import { noticeText } from '../notices'
import type { ShownPicture } from '../snapshot'
import { StateLog } from '../state-log'
import { missingForPlay } from '../support'
import { PlayLink } from '../transport/play-link'
import { NET_STATUS_INTERVAL, qualityLevel, volumeOf, type NetStatusInfo } from '../transport/rates'
import { every } from '../worker-timer'
import { playerDefaults, type PlayerAttribute, type PlayerAttributes } from './attributes'
import { CardRenderer } from './card-renderer'
import { createRenderer } from './create-renderer'
import { FullScreen } from './full-screen'
import type { Renderer, RendererEvents } from './renderer'

export type PlayerState = 'idle' | 'connecting' | 'playing' | 'buffering' | 'paused' | 'suspended' | 'failed'

export interface PlayerEngineOptions {
  el: HTMLElement
  env: MediaEnv
  emit(type: string, detail: unknown): void
}

const VOLUME_INTERVAL = 300

export class LivePlayerEngine {
  state: PlayerState = 'idle'
  readonly fullScreen: FullScreen
  netStatus: NetStatusInfo | undefined
  readonly attributes: PlayerAttributes = { ...playerDefaults }
  readonly view: MediaView
  /** Root mean square of the sound played lately, 0-1. */
  audioLevel = 0
  private readonly log: StateLog<typeof PLAYER>
  private link: PlayLink | undefined
  private renderer: Renderer | undefined
  /** The one before, kept on screen until its successor has a picture. */
  private previous: Renderer | undefined
  private readonly timers = new Set<() => void>()
  private readonly watchers: (() => void)[]
  private forgetGesture: (() => void) | undefined
  private mutedByCall = false
  private receivedFrame = false
  private coveredByPage = false
  private mutedByMethod = false

  constructor(private readonly options: PlayerEngineOptions) {
    this.view = new MediaView(options.el)
    this.log = new StateLog(PLAYER, options.emit)
    this.fullScreen = new FullScreen(options.el, (change) => options.emit('fullscreenchange', change))
    const { env } = options
    this.watchers = [
      env.on('foreground', (foreground) => this.foregroundChanged(foreground)),
      env.on('audioInterrupted', (interrupted) => this.audioInterrupted(interrupted)),
    ]
  }

  get codes(): readonly number[] {
    return this.log.codes
  }

  get foreground(): boolean {
    return this.options.env.foreground
  }

  /** What the tag says over the picture. */
  get notice(): string {
    return this.view.said
  }

  /** An attribute changed. */
  set<K extends PlayerAttribute>(name: K, value: PlayerAttributes[K]): void {
    if (this.attributes[name] === value) return
    this.attributes[name] = value
    if (name === 'muted') {
      this.mutedByMethod = false
      this.applyMute()
    }
    if (name === 'objectFit' || name === 'orientation') this.applyFit()
    if (name === 'src') this.sourceChanged()
    else if (this.active && (name === 'mode' || name === 'minCache' || name === 'maxCache')) this.open()
  }

  /** `autoplay`: called by the tag once all attributes are there. */
  attached(): void {
    if (this.attributes.autoplay && this.attributes.src !== '') this.open()
  }

  /** @throws Error without a src, or in a browser that cannot play. */
  play(): void {
    if (this.attributes.src === '') throw new Error('live-player: the src attribute is empty')
    if (this.active) return
    this.open()
    if (this.state === 'failed') throw new Error(`live-player: ${this.notice || 'the src cannot be played'}`)
  }

  stop(): void {
    this.close('idle')
    this.drop()
  }

  /** The last picture stays; a live stream has no place to go back to, so `resume` joins anew. */
  pause(): void {
    if (this.active) this.close('paused')
  }

  resume(): void {
    if (this.state === 'paused') this.open()
  }

  /** The page is covered by another page, or shown again. */
  pageShown(shown: boolean): void {
    // The background hides the page too, and suspends the stream in its own way.
    if (!shown && this.attributes.autoPauseIfNavigate && this.active && this.foreground) {
      this.coveredByPage = true
      this.pause()
    } else if (shown && this.coveredByPage) {
      this.coveredByPage = false
      this.resume()
    }
  }

  /** There is no method that undoes it: the page drives the `muted` attribute. */
  mute(): void {
    this.mutedByMethod = true
    this.applyMute()
  }

  /** An attribute as it is before {@link attached}. */
  prepare<K extends PlayerAttribute>(name: K, value: PlayerAttributes[K]): void {
    this.attributes[name] = value
  }

  /** The present picture, for snapshots and tests. */
  picture(): ShownPicture | undefined {
    return this.renderer?.picture() ?? this.previous?.picture()
  }

  destroy(): void {
    this.stop()
    for (const stop of this.watchers) stop()
  }

  private get active(): boolean {
    return this.state === 'connecting' || this.state === 'playing' || this.state === 'buffering'
  }

  private sourceChanged(): void {
    const { src, autoplay } = this.attributes
    const resume = this.active || (autoplay && this.state !== 'paused')
    if (src === '') this.stop()
    else if (resume) this.open()
  }

  private open(): void {
    this.close('connecting')
    const { src } = this.attributes
    const missing = missingForPlay()
    if (missing.length > 0)
      return this.refuse(noticeText('browser-cannot', this.options.env.language, missing.join(', ')))
    if (!this.options.env.foreground) return void (this.state = 'suspended')
    this.timers.add(every(NET_STATUS_INTERVAL, () => this.reportNetStatus()))
    this.timers.add(every(VOLUME_INTERVAL, () => this.reportVolume()))
    if (src.startsWith('simulated:')) return this.openCard(src)
    const { env } = this.options
    this.link = new PlayLink(
      { src, env },
      {
        raise: (event, detail) => this.raise(event, detail),
        begun: () => this.renew(),
        data: (bytes, tags) => this.feed(bytes, tags),
        lost: () => void (this.state = 'connecting'),
      },
    )
    try {
      this.link.open()
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error))
    }
  }

  private refuse(why: string): void {
    console.error(`live-player: ${why}`)
    this.close('failed')
    this.view.say(why)
    this.raise('connectFailed', why)
    this.raise('disconnected', why)
  }

  private openCard(src: string): void {
    queueMicrotask(() => {
      if (this.state !== 'connecting') return
      this.raise('connected')
      this.raise('streamBegin')
      this.use(new CardRenderer(src, this.rendererEvents()))
    })
  }

  private renew(): void {
    this.receivedFrame = false
    this.use(createRenderer(this.attributes, this.silent, this.rendererEvents()))
  }

  private use(renderer: Renderer): void {
    if (this.renderer?.picture()) {
      this.previous?.destroy()
      this.previous = this.renderer
    } else this.renderer?.destroy()
    this.renderer = renderer
    if (!this.previous) this.showRenderer()
  }

  private showRenderer(): void {
    if (!this.renderer) return
    this.view.show(this.renderer.el)
    this.applyFit()
    this.previous?.destroy()
    this.previous = undefined
  }

  private feed(bytes: Uint8Array<ArrayBuffer>, tags: FlvTag[]): void {
    if (!this.receivedFrame && tags.some(({ type }) => type === 'video')) {
      this.receivedFrame = true
      this.raise('firstFrameReceived')
    }
    this.renderer?.feed(bytes, tags)
  }

  private rendererEvents(): RendererEvents {
    return {
      decoderStarted: () => this.raise('decoderStarted'),
      resized: (width, height) => this.raise('resolutionChanged', `${width}x${height}`),
      firstPicture: () => {
        if (this.previous) this.showRenderer()
        this.raise('firstPicture')
      },
      firstSound: () => this.raise('firstAudio'),
      playing: () => {
        this.state = 'playing'
        this.raise('playing')
      },
      stalled: () => {
        if (this.state !== 'playing') return
        this.state = 'buffering'
        this.raise('loading')
      },
      decodeFailed: (kind, why) => this.raise(kind === 'video' ? 'videoDecodeFailed' : 'audioDecodeFailed', why),
      soundBlocked: () => this.askForGesture(),
      failed: () => this.active && this.open(),
    }
  }

  private close(state: PlayerState): void {
    for (const stop of this.timers) stop()
    this.timers.clear()
    this.link?.close()
    this.link = this.netStatus = undefined
    this.audioLevel = 0
    this.state = state
    if (state !== 'connecting') this.renderer?.setMuted(true)
  }

  private drop(): void {
    this.forgetGesture?.()
    this.renderer?.destroy()
    this.previous?.destroy()
    this.renderer = this.previous = undefined
    this.view.clear()
  }

  private reportNetStatus(): void {
    if (!this.renderer) return
    const now = performance.now()
    const { width, height, ...figures } = this.renderer.figures(now)
    const rates = this.link?.rates.take(now)
    const { codedFPS: _coded, ...measured } = rates ?? {
      codedFPS: 0,
      videoBitrate: 0,
      audioBitrate: 0,
      netSpeed: 0,
      videoGOP: 0,
      netJitter: 0,
    }
    // Without a network in between (a simulated stream) nothing can be bad about it.
    const netQualityLevel = rates ? qualityLevel(rates.netJitter, rates.netSpeed) : 1
    this.netStatus = { ...measured, ...figures, netQualityLevel, videoWidth: width, videoHeight: height }
    this.options.emit('netstatus', { info: this.netStatus })
  }

  private reportVolume(): void {
    if (!this.renderer || this.state !== 'playing') return
    this.audioLevel = this.renderer.level()
    this.options.emit('audiovolumenotify', { volume: volumeOf(this.audioLevel) })
  }

  private raise(event: PlayerEvent, detail?: string): void {
    if (event === 'disconnected') this.close('failed')
    this.log.raise(event, detail)
  }

  private get silent(): boolean {
    return this.attributes.muted || this.mutedByMethod || this.mutedByCall
  }

  private applyMute(): void {
    this.renderer?.setMuted(this.silent)
    if (this.silent) this.forgetGesture?.()
  }

  private askForGesture(): void {
    this.forgetGesture?.()
    this.view.say(noticeText('tap-for-sound', this.options.env.language), () => undefined)
    const withdraw = onNextGesture(() => {
      this.view.say('')
      this.applyMute()
    })
    this.forgetGesture = () => {
      withdraw()
      this.view.say('')
      this.forgetGesture = undefined
    }
  }

  private applyFit(): void {
    const { objectFit, orientation } = this.attributes
    this.view.fit(
      objectFit === 'fillCrop' ? 'fillCrop' : 'contain',
      orientation === 'horizontal' ? 'rotate(90deg)' : '',
    )
  }

  private foregroundChanged(foreground: boolean): void {
    if (foreground) {
      if (this.state === 'suspended') this.open()
    } else if (this.active) {
      this.close('suspended')
      this.raise('suspended')
    }
  }

  private audioInterrupted(interrupted: boolean): void {
    this.mutedByCall = interrupted
    this.applyMute()
    if (interrupted && this.active) this.raise('callInterrupted')
  }
}
