/**
 * `<live-pusher>` without a framework: attributes and commands in, the platform's events out.
 *
 *   idle -> previewing -> pushing (-> paused) -> idle; background: pushing -> suspended -> pushing
 */
import { PUSHER, type PusherEvent, type StateChange } from '../codes'
import type { MediaEnv } from '../media-env'
import { MediaView } from '../media-view'
import { noticeText, type Notice } from '../notices'
import { missingForPush } from '../support'
import { NET_STATUS_INTERVAL, volumeOf, type NetStatusInfo } from '../transport/rates'
import { every } from '../worker-timer'
import { pusherDefaults, type PusherAttribute, type PusherAttributes } from './attributes'
import { openPicture, openSound, type CaptureEvents } from './capture'
import { Painter } from './painter'
import { PushPipeline } from './pipeline'
import { StillSource, type PictureSource } from './picture-source'
import { pushProfile } from './profile'
import { SoundSource } from './sound-source'

export type PusherState = 'idle' | 'previewing' | 'pushing' | 'paused' | 'suspended' | 'failed'

export interface PusherEngineOptions {
  el: HTMLElement
  env: MediaEnv
  emit(type: string, detail: unknown): void
  /** Replaces camera and test card, e.g. by a picture that carries a time stamp (benches). */
  picture?: () => PictureSource
}

/** Attributes that need another picture source, another encoder, or another connection. */
const PICTURE: readonly PusherAttribute[] = ['enableCamera', 'devicePosition', 'waitingImage']
const PROFILE: readonly PusherAttribute[] = [
  'mode',
  'orientation',
  'aspect',
  'videoWidth',
  'videoHeight',
  'fps',
  'minBitrate',
  'maxBitrate',
]
const VOLUME_INTERVAL = 300

export class LivePusherEngine {
  state: PusherState = 'idle'
  readonly codes: number[] = []
  netStatus: NetStatusInfo | undefined
  readonly attributes: PusherAttributes = { ...pusherDefaults }
  readonly canvas = document.createElement('canvas')
  readonly view: MediaView
  sound: SoundSource | undefined
  private readonly painter = new Painter(this.canvas)
  private picture: PictureSource | undefined
  private pipeline: PushPipeline | undefined
  private readonly timers = new Set<() => void>()
  private readonly watchers: (() => void)[]
  private still: StillSource | undefined
  private firstFrame = false
  /** Grows with each start and stop: what an older one awaits is no longer wanted when it arrives. */
  private generation = 0
  private wanted: 'idle' | 'previewing' | 'pushing' = 'idle'
  private level = 0

  constructor(private readonly options: PusherEngineOptions) {
    this.view = new MediaView(options.el)
    const { env } = options
    this.watchers = [
      env.on('foreground', (foreground) => this.foregroundChanged(foreground)),
      env.on('audioInterrupted', (interrupted) => this.audioInterrupted(interrupted)),
      env.on('permissions', () => this.permissionsChanged()),
    ]
  }

  /** 0-1, of the sound sent lately. */
  get audioLevel(): number {
    return this.level
  }

  /** What the tag says over the picture. */
  get notice(): string {
    return this.view.said
  }

  /** An attribute changed; before {@link start} it is only remembered. */
  set<K extends PusherAttribute>(name: K, value: PusherAttributes[K]): void {
    if (this.attributes[name] === value) return
    this.attributes[name] = value
    this.applyMirror()
    if (name === 'enableMic' || name === 'muted') this.applyMute()
    if (this.wanted === 'idle') {
      if (name === 'url' && this.attributes.autopush && value !== '') this.startQuietly()
      return
    }
    if (name === 'url' && this.wanted === 'pushing') return void this.restart()
    if (PICTURE.includes(name)) return void this.reopenPicture(this.generation)
    if (PROFILE.includes(name)) this.applyProfile()
    if (name === 'audioQuality' || (name === 'enableMic' && value === true && !this.sound)) void this.restart()
  }

  /** `autopush`: called by the tag once all attributes are there. */
  attached(): void {
    if (this.attributes.autopush && this.attributes.url !== '') this.startQuietly()
  }

  /** Opens the camera and pushes. @throws Error when nothing can be pushed; the reason was raised as a code too. */
  async start(): Promise<void> {
    if (this.wanted === 'pushing' && this.state !== 'failed') return
    this.check()
    if (this.attributes.url === '') throw new Error('live-pusher: the url attribute is empty')
    await this.run('pushing')
  }

  async startPreview(): Promise<void> {
    if (this.wanted !== 'idle') return
    this.check()
    await this.run('previewing')
  }

  stop(): void {
    this.wanted = 'idle'
    this.teardown('idle')
  }

  /** The camera stops, a still picture and silence go out. */
  pause(): void {
    if (this.state !== 'pushing') throw new Error('live-pusher is not pushing')
    this.still = new StillSource(undefined)
    this.state = 'paused'
    this.applyMute()
  }

  resume(): void {
    if (this.state !== 'paused') throw new Error('live-pusher is not paused')
    this.still = undefined
    this.state = 'pushing'
    this.applyMute()
  }

  destroy(): void {
    this.stop()
    for (const stop of this.watchers) stop()
  }

  private check(): void {
    const missing = missingForPush()
    if (missing.length === 0) return
    this.view.say(noticeText('browser-cannot', this.options.env.language, missing.join(', ')))
    throw new Error(`This browser cannot push, it lacks ${missing.join(', ')}: use Chrome or Edge`)
  }

  private startQuietly(): void {
    this.start().catch((error: unknown) => this.fail(error))
  }

  private fail(error: unknown): void {
    const errMsg = error instanceof Error ? error.message : String(error)
    console.error(`live-pusher: ${errMsg}`)
    this.options.emit('error', { errMsg, errCode: -1 })
  }

  private async run(wanted: 'previewing' | 'pushing'): Promise<void> {
    this.teardown('idle')
    this.wanted = wanted
    if (!this.options.env.foreground) return void (this.state = 'suspended')
    const generation = this.generation
    const profile = pushProfile(this.attributes)
    this.painter.resize(profile.width, profile.height)
    await this.reopenPicture(generation)
    const sound =
      wanted === 'pushing' && this.attributes.enableMic ? await this.openMicrophone(profile.audioSampleRate) : undefined
    if (generation !== this.generation) return sound?.release()
    this.sound = sound
    this.applyMute()
    this.timers.add(every(1000 / profile.fps, () => this.tick()))
    this.state = wanted
    if (wanted === 'pushing') await this.push(generation)
  }

  private async openMicrophone(sampleRate: number): Promise<SoundSource | undefined> {
    const sound = new SoundSource(sampleRate)
    return (await openSound(sound, this.attributes, this.options.env, this.captureEvents)) ? sound : undefined
  }

  private async push(generation: number): Promise<void> {
    if (!this.picture && !this.sound) {
      this.teardown('failed')
      throw new Error('Neither camera nor microphone may be used: allow one of them')
    }
    const { env } = this.options
    const { url } = this.attributes
    const raise = this.captureEvents.raise
    const pipeline = new PushPipeline({
      url,
      env,
      profile: pushProfile(this.attributes),
      video: this.picture !== undefined,
      sound: this.sound,
      raise,
    })
    this.pipeline = pipeline
    await pipeline.start()
    if (generation !== this.generation) return
    this.timers.add(every(NET_STATUS_INTERVAL, () => this.reportNetStatus()))
    this.timers.add(every(VOLUME_INTERVAL, () => this.reportVolume()))
  }

  private async reopenPicture(generation: number): Promise<void> {
    const { env, picture } = this.options
    const opened = picture ? picture() : await openPicture(this.attributes, env, this.cardName, this.captureEvents)
    if (generation !== this.generation) return opened?.close()
    this.picture?.close()
    this.picture = opened
    this.view.show(this.canvas)
    this.applyMirror()
  }

  private async restart(): Promise<void> {
    if (this.wanted === 'idle') return
    await this.run(this.wanted).catch((error: unknown) => this.fail(error))
  }

  private teardown(state: PusherState): void {
    this.generation += 1
    for (const stop of this.timers) stop()
    this.timers.clear()
    this.pipeline?.close()
    this.picture?.close()
    this.sound?.release()
    this.pipeline = this.picture = this.sound = this.still = this.netStatus = undefined
    this.firstFrame = false
    this.level = 0
    this.state = state
    this.view.clear()
  }

  private tick(): void {
    const source = this.still ?? this.picture
    if (!source?.ready) return
    const { mirror, remoteMirror } = this.attributes
    this.painter.paint(source, this.attributes, mirror || remoteMirror)
    if (!this.firstFrame) this.captureEvents.raise('firstFrameCaptured')
    this.firstFrame = true
    this.pipeline?.frame(this.canvas)
  }

  private reportNetStatus(): void {
    if (!this.pipeline) return
    this.netStatus = this.pipeline.netStatus()
    this.options.emit('netstatus', { info: this.netStatus })
  }

  private reportVolume(): void {
    if (!this.sound) return
    this.level = this.sound.level.take()
    if (!this.sound.muted) this.options.emit('audiovolumenotify', { volume: volumeOf(this.level) })
  }

  private readonly captureEvents: CaptureEvents = {
    raise: (event: PusherEvent, detail?: string): void => this.raise(event, detail),
    notice: (notice: Notice | undefined): void => {
      this.view.say(notice ? noticeText(notice, this.options.env.language) : '')
    },
  }

  private raise(event: PusherEvent, detail = ''): void {
    const [code, text] = PUSHER[event]
    const message = detail === '' ? text : `${text} (${detail})`
    this.codes.push(code)
    if (this.codes.length > 100) this.codes.shift()
    if (event === 'disconnected') this.state = 'failed'
    this.options.emit('statechange', { code, message } satisfies StateChange)
    if (code >= 10001) this.options.emit('error', { errCode: code, errMsg: message })
  }

  private applyMute(): void {
    if (!this.sound) return
    const { muted, enableMic } = this.attributes
    this.sound.muted = muted || !enableMic || this.state === 'paused' || this.options.env.audioInterrupted
  }

  private applyMirror(): void {
    const { localMirror, devicePosition, mirror, remoteMirror } = this.attributes
    const local =
      localMirror === 'enable' ||
      (localMirror === 'auto' && devicePosition === 'front' && this.picture?.kind === 'camera')
    // The canvas already holds the viewers' picture; mirrored twice is not mirrored.
    this.view.fit('cover', local !== (mirror || remoteMirror) ? 'scaleX(-1)' : '')
  }

  private applyProfile(): void {
    const profile = pushProfile(this.attributes)
    const resized = this.canvas.width !== profile.width || this.canvas.height !== profile.height
    this.painter.resize(profile.width, profile.height)
    this.pipeline?.setProfile(profile)
    if (resized) this.raise('resolutionChanged', `${profile.width}x${profile.height}`)
  }

  private foregroundChanged(foreground: boolean): void {
    if (this.wanted === 'idle') return
    if (foreground) return void this.restart()
    this.teardown('suspended')
    this.raise('suspended')
  }

  private audioInterrupted(interrupted: boolean): void {
    this.applyMute()
    if (interrupted && this.sound) this.raise('callInterrupted')
  }

  private permissionsChanged(): void {
    if (this.wanted === 'idle' || this.state === 'suspended') return
    const { permissions } = this.options.env
    const camera = permissions['scope.camera'] !== 'deny'
    const record = permissions['scope.record'] !== 'deny'
    const lost = (!camera && this.attributes.enableCamera && this.picture) || (!record && this.sound)
    const gained =
      (camera && !this.picture) || (record && this.attributes.enableMic && !this.sound && this.wanted === 'pushing')
    if (lost || gained) void this.restart()
  }

  private get cardName(): string {
    const path = this.attributes.url.split('?')[0] ?? ''
    return decodeURIComponent(path.split(/[/:]/).pop() ?? '') || 'live-pusher'
  }
}
