/**
 * `<live-player>` without a framework: attributes and commands in, the platform's events out.
 *
 *   idle -> connecting -> playing <-> buffering; then paused, suspended (background), failed (retries used up) or idle
 */
import { PLAYER, type PlayerEvent } from '../codes'
import { onNextGesture } from '../gesture'
import type { MediaEnv } from '../media-env'
import { MediaView } from '../media-view'
import { noticeText } from '../notices'
import { watchOnScreen } from '../on-screen'
import type { ShownPicture } from '../snapshot'
import { StateLog } from '../state-log'
import { missingForPlay } from '../support'
import type { NetStatusInfo } from '../transport/rates'
import { playerDefaults, type PlayerAttribute, type PlayerAttributes } from './attributes'
import { Cover } from './cover'
import { FullScreen } from './full-screen'
import { PlaySession, type PlaySessionEvents } from './session'

export type PlayerState = 'idle' | 'connecting' | 'playing' | 'buffering' | 'paused' | 'suspended' | 'failed'

export interface PlayerEngineOptions {
  el: HTMLElement
  env: MediaEnv
  emit(type: string, detail: unknown): void
}

export class LivePlayerEngine {
  state: PlayerState = 'idle'
  readonly attributes: PlayerAttributes = { ...playerDefaults }
  readonly view: MediaView
  readonly fullScreen: FullScreen
  readonly cover: Cover
  private readonly log: StateLog<typeof PLAYER>
  private readonly watchers: (() => void)[]
  private session: PlaySession | undefined
  private forgetGesture: (() => void) | undefined
  private mutedByMethod = false
  private visible = true

  constructor(private readonly options: PlayerEngineOptions) {
    this.view = new MediaView(options.el)
    this.log = new StateLog(PLAYER, options.emit)
    this.fullScreen = new FullScreen(options.el, (change) => options.emit('fullscreenchange', change))
    const { attributes } = this
    this.cover = new Cover({
      ...{ el: options.el, emit: options.emit, attributes },
      playing: () => this.active && this.foreground,
      pause: () => this.pause(),
      resume: () => this.resume(),
    })
    const { env } = options
    this.watchers = [
      watchOnScreen(options.el, (visible) => this.seen(visible)),
      env.on('foreground', (foreground) => this.foregroundChanged(foreground)),
      env.on('audioInterrupted', (interrupted) => this.audioInterrupted(interrupted)),
    ]
  }

  get codes(): readonly number[] {
    return this.log.codes
  }

  get netStatus(): NetStatusInfo | undefined {
    return this.session?.netStatus
  }

  /** Root mean square of the sound played lately, 0-1. */
  get audioLevel(): number {
    return this.session?.audioLevel ?? 0
  }

  get foreground(): boolean {
    return this.options.env.foreground
  }

  /** The present picture, for snapshots and tests. */
  picture(): ShownPicture | undefined {
    return this.session?.picture()
  }

  /** An attribute changed after {@link attached}. */
  set<K extends PlayerAttribute>(name: K, value: PlayerAttributes[K]): void {
    if (this.attributes[name] === value) return
    this.attributes[name] = value
    if (name === 'muted') this.mutedByMethod = false
    if (name === 'muted' || name === 'muteAudio') this.applyMute()
    if (name === 'objectFit' || name === 'orientation') this.applyFit()
    if (name === 'src') this.sourceChanged()
    else if (this.active && name === 'mode') this.open()
  }

  /** Plays by itself when the page asked for `autoplay`. */
  attached(): void {
    if (this.attributes.autoplay && this.attributes.src !== '') this.open()
  }

  /** @throws Error without a src, for a src that is no stream, or in a browser that cannot play. */
  play(): void {
    if (this.attributes.src === '') throw new Error('live-player: the src attribute is empty')
    if (!this.active) this.open()
    if (this.state === 'failed') throw new Error(`live-player: ${this.view.said}`)
  }

  stop(): void {
    this.closeSession('idle')
    this.session?.destroy()
    this.session = undefined
    this.view.clear()
  }

  /** The last picture stays; a live stream has no place to go back to, so `resume` joins anew. */
  pause(): void {
    if (this.active) this.closeSession('paused')
  }

  resume(): void {
    if (this.state === 'paused') this.open()
  }

  /** There is no method that undoes it: the page drives the `muted` attribute. */
  mute(): void {
    this.mutedByMethod = true
    this.applyMute()
  }

  destroy(): void {
    this.stop()
    for (const stop of this.watchers) stop()
  }

  private seen(visible: boolean): void {
    this.visible = visible
    this.session?.setVisible(visible)
  }

  private get active(): boolean {
    return this.state === 'connecting' || this.state === 'playing' || this.state === 'buffering'
  }

  private sourceChanged(): void {
    const { src, autoplay } = this.attributes
    if (src === '') this.stop()
    else if (this.active || (autoplay && this.state !== 'paused')) this.open()
  }

  private open(): void {
    const { env } = this.options
    this.forgetGesture?.()
    this.session?.close()
    this.state = 'connecting'
    const missing = missingForPlay()
    if (missing.length > 0) return this.refuse(noticeText('browser-cannot', env.language, missing.join(', ')))
    if (!env.foreground) return void (this.state = 'suspended')
    this.view.say('')
    const { attributes, session: after, silent: muted } = this
    const session = new PlaySession({ attributes, env, muted, after }, this.sessionEvents())
    this.session = session
    session.setVisible(this.visible)
    try {
      session.open()
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error))
    }
  }

  private sessionEvents(): PlaySessionEvents {
    return {
      raise: (event, detail) => this.raise(event, detail),
      emit: this.options.emit,
      show: (el) => {
        this.view.show(el)
        this.applyFit()
      },
      flow: (flow) => {
        if (this.active) this.state = flow
      },
      soundBlocked: () => this.askForGesture(),
    }
  }

  /** Nothing a retry could change: told on the tag, in the console and by the codes at once. */
  private refuse(why: string): void {
    console.error(`live-player: ${why}`)
    this.raise('connectFailed', why)
    this.raise('disconnected', why)
    this.view.say(why)
  }

  private closeSession(state: PlayerState): void {
    this.forgetGesture?.()
    this.session?.close()
    this.state = state
  }

  private raise(event: PlayerEvent, detail?: string): void {
    if (event === 'disconnected') this.closeSession('failed')
    this.log.raise(event, detail)
  }

  private get silent(): boolean {
    return this.attributes.muted || this.attributes.muteAudio || this.mutedByMethod || this.options.env.audioInterrupted
  }

  private applyMute(): void {
    this.session?.setMuted(this.silent)
    if (this.silent) this.forgetGesture?.()
  }

  private askForGesture(): void {
    this.forgetGesture?.()
    // The button needs no action of its own: its tap is the gesture that is waited for.
    this.view.say(noticeText('tap-for-sound', this.options.env.language), () => undefined)
    const withdraw = onNextGesture(() => {
      this.forgetGesture?.()
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
    const turn = orientation === 'horizontal' ? 'rotate(90deg)' : ''
    this.view.fit(objectFit === 'fillCrop' ? 'fillCrop' : 'contain', turn)
  }

  private foregroundChanged(foreground: boolean): void {
    if (foreground && this.state === 'suspended') return this.open()
    if (foreground || !this.active) return
    this.closeSession('suspended')
    this.raise('suspended')
  }

  private audioInterrupted(interrupted: boolean): void {
    this.applyMute()
    if (interrupted && this.active) this.raise('callInterrupted')
  }
}
