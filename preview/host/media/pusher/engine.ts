/**
 * `<live-pusher>` without a framework: attributes and commands in, the platform's events out.
 *
 *   idle -> previewing | pushing (<-> paused) -> idle; in the background: suspended; retries used up: failed
 */
import { PUSHER, type PusherEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import { MediaView } from '../media-view'
import { assertCanPush } from '../support'
import type { ShownPicture } from '../snapshot'
import { StateLog } from '../state-log'
import type { NetStatusInfo } from '../transport/rates'
import { CONSEQUENCES, pusherDefaults, type PusherAttribute, type PusherAttributes } from './attributes'
import { Painter, previewTransform } from './painter'
import type { PictureSource } from './picture-source'
import { PushSession } from './session'

export type PusherState = 'idle' | 'previewing' | 'pushing' | 'paused' | 'suspended' | 'failed'

export interface PusherEngineOptions {
  el: HTMLElement
  env: MediaEnv
  emit(type: string, detail: unknown): void
  /** Address of a file named by the page; by default it is one already. */
  asset?: (source: string) => string
  /** Replaces camera and test card, e.g. by a picture that carries a time stamp (benches). */
  picture?: () => PictureSource
}

export class LivePusherEngine {
  state: PusherState = 'idle'
  readonly attributes: PusherAttributes = { ...pusherDefaults }
  readonly view: MediaView
  private readonly painter = new Painter(document.createElement('canvas'))
  private readonly log: StateLog<typeof PUSHER>
  private readonly watchers: (() => void)[]
  private session: PushSession | undefined
  private wanted: 'idle' | 'previewing' | 'pushing' = 'idle'
  private micVolume = 1

  constructor(private readonly options: PusherEngineOptions) {
    this.view = new MediaView(options.el)
    this.log = new StateLog(PUSHER, options.emit)
    const { env } = options
    this.watchers = [
      env.on('foreground', (foreground) => this.foregroundChanged(foreground)),
      env.on('audioInterrupted', (interrupted) => this.audioInterrupted(interrupted)),
      env.on('permissions', () => this.permissionsChanged()),
    ]
  }

  get codes(): readonly number[] {
    return this.log.codes
  }

  get netStatus(): NetStatusInfo | undefined {
    return this.session?.netStatus
  }

  /** Root mean square of the sound sent lately, 0-1. */
  get audioLevel(): number {
    return this.session?.audioLevel ?? 0
  }

  get foreground(): boolean {
    return this.options.env.foreground
  }

  /** The present picture as it is sent, for snapshots and tests. */
  shown(): ShownPicture | undefined {
    const { canvas } = this.painter
    return this.session?.painted ? { source: canvas, width: canvas.width, height: canvas.height } : undefined
  }

  set<K extends PusherAttribute>(name: K, value: PusherAttributes[K]): void {
    if (this.attributes[name] === value) return
    this.attributes[name] = value
    this.applyMirror()
    this.session?.applySound()
    if (this.wanted === 'idle') {
      if (name === 'url') this.attached()
      return
    }
    this.guard(this.follow(name, value))
  }

  /** Starts by itself when the page asked for `autopush`. */
  attached(): void {
    if (this.attributes.autopush && this.attributes.url !== '') this.guard(this.start())
  }

  /** Opens the camera and pushes. @throws Error when nothing can be pushed. */
  async start(): Promise<void> {
    if (this.wanted === 'pushing' && this.state !== 'failed') return
    if (this.attributes.url === '') throw new Error('live-pusher: the url attribute is empty')
    await this.run('pushing')
  }

  async startPreview(): Promise<void> {
    if (this.wanted === 'idle') await this.run('previewing')
  }

  /** @throws Error while pushing: the platform closes the preview only with `stop`. */
  stopPreview(): void {
    if (this.wanted === 'pushing') throw new Error('live-pusher is pushing: call stop')
    this.stop()
  }

  stop(): void {
    this.wanted = 'idle'
    this.closeSession('idle')
  }

  /** A black picture and silence go out. @throws Error when not pushing. */
  pause(): void {
    if (this.state !== 'pushing') throw new Error('live-pusher is not pushing')
    this.state = 'paused'
    this.session?.setPaused(true)
  }

  /** @throws Error when not paused. */
  resume(): void {
    if (this.state !== 'paused') throw new Error('live-pusher is not paused')
    this.state = 'pushing'
    this.session?.setPaused(false)
  }

  /** Front to back and back again, without touching the attribute, as on a phone. @throws Error without a picture. */
  async switchCamera(): Promise<void> {
    this.running.setZoom(1)
    this.attributes.devicePosition = this.attributes.devicePosition === 'front' ? 'back' : 'front'
    await this.reopenPicture()
  }

  setMicVolume(volume: number): void {
    this.micVolume = volume
    this.session?.applySound()
  }

  /** What runs now: zoom, background music, messages. @throws Error when nothing does. */
  get running(): PushSession {
    if (!this.session) throw new Error('live-pusher is not started')
    return this.session
  }

  destroy(): void {
    this.stop()
    for (const stop of this.watchers) stop()
  }

  private async run(wanted: 'previewing' | 'pushing'): Promise<void> {
    assertCanPush(this.view, this.options.env.language)
    this.wanted = wanted
    this.closeSession(wanted)
    if (!this.foreground) return void (this.state = 'suspended')
    let session: PushSession | undefined
    try {
      session = this.session = this.createSession()
      await (wanted === 'pushing' ? session.push() : session.preview())
      this.applyMirror()
      session.applySound()
    } catch (error) {
      const { said } = this.view
      // A run that another one overtook has nothing to close any more.
      if (this.session === session) {
        this.closeSession('failed')
        this.view.say(said)
      }
      throw error
    }
  }

  private createSession(): PushSession {
    const { asset = (source: string) => source, ...options } = this.options
    const { attributes, painter, view } = this
    const session: PushSession = new PushSession({
      ...{ attributes, painter, view, asset, ...options, picture: options.picture },
      micVolume: () => this.micVolume,
      raise: (event, detail) => {
        if (this.session === session) this.raise(event, detail)
      },
    })
    return session
  }

  private closeSession(state: PusherState): void {
    this.session?.close()
    this.session = undefined
    this.state = state
    this.view.clear()
  }

  private async reopenPicture(): Promise<void> {
    await this.session?.openPicture()
    this.applyMirror()
  }

  private async follow(name: PusherAttribute, value: unknown): Promise<void> {
    const { session } = this
    const consequence = CONSEQUENCES[name]
    if (consequence === 'connection') return name === 'url' && this.wanted !== 'pushing' ? undefined : this.restart()
    if (consequence === 'picture') return this.reopenPicture()
    if (consequence === 'profile') return session?.applyProfile()
    if (consequence !== 'microphone') return
    if (name !== 'enableMic') return session?.reopenMicrophone()
    if (value === true) return session?.openMicrophone()
  }

  private restart(): void {
    if (this.wanted !== 'idle') this.guard(this.run(this.wanted))
  }

  /** For what nobody called: a failure becomes the tag's `error` event. */
  private guard(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const errMsg = error instanceof Error ? error.message : String(error)
      console.error(`live-pusher: ${errMsg}`)
      this.options.emit('error', { errMsg, errCode: -1 })
    })
  }

  private raise(event: PusherEvent, detail?: string): void {
    const { code, message } = this.log.raise(event, detail)
    if (event === 'disconnected') this.state = 'failed'
    // The platform reports its four device errors both ways.
    if (code >= 10_001) this.options.emit('error', { errCode: code, errMsg: message })
  }

  private applyMirror(): void {
    this.view.fit('cover', previewTransform(this.attributes, this.session?.picture?.kind === 'camera'))
  }

  private foregroundChanged(foreground: boolean): void {
    if (this.wanted === 'idle') return
    if (foreground) return this.restart()
    this.closeSession('suspended')
    this.raise('suspended')
  }

  private audioInterrupted(interrupted: boolean): void {
    this.session?.applySound()
    if (interrupted && this.session?.sound) this.raise('callInterrupted')
  }

  /** What was refused is taken when it is allowed. */
  private permissionsChanged(): void {
    const fits = this.session?.fits(this.options.env.permissions) ?? this.state !== 'failed'
    if (!fits) this.restart()
  }
}
