/** One run of a live-pusher: a picture source, a sound source, the loops that read them, and the pipeline behind. */
import type { PusherEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import type { MediaView } from '../media-view'
import { noticeText } from '../notices'
import { SoundOutput } from '../sound-output'
import { NET_STATUS_INTERVAL, volumeOf, type NetStatusInfo } from '../transport/rates'
import { every } from '../worker-timer'
import type { PusherAttributes } from './attributes'
import { BgmDeck } from './bgm-deck'
import { openPicture, openSound, type CaptureEvents } from './capture'
import { MAX_ZOOM, type Painter } from './painter'
import { PushPipeline } from './pipeline'
import { StillSource, type PictureSource } from './picture-source'
import { pushProfile, type PushProfile } from './profile'
import { SoundSource } from './sound-source'

export interface SessionOptions {
  /** Read when used: the engine changes them while the session runs. */
  attributes: PusherAttributes
  env: MediaEnv
  painter: Painter
  view: MediaView
  /** 0-1, read when used. */
  micVolume(): number
  /** Address of a file named by the page. */
  asset(source: string): string
  /** Replaces camera and test card. */
  picture: (() => PictureSource) | undefined
  raise(event: PusherEvent, detail?: string): void
  emit(type: string, detail: unknown): void
}

const VOLUME_INTERVAL = 300

export class PushSession {
  netStatus: NetStatusInfo | undefined
  /** Root mean square of the sound given to the encoder lately, 0-1. */
  audioLevel = 0
  picture: PictureSource | undefined
  sound: SoundSource | undefined
  private bgm: BgmDeck | undefined
  /** What the person in front of the phone hears of their own push. */
  private room: SoundOutput | undefined
  private still: StillSource | undefined
  private pipeline: PushPipeline | undefined
  private profile: PushProfile
  private readonly stops: (() => void)[] = []
  private stopPainting: (() => void) | undefined
  private captured = false
  private closed = false
  private opening = true
  private micDenied = false
  private paused = false

  /** @throws Error for attributes that no encoder can be set to. */
  constructor(private readonly options: SessionOptions) {
    this.profile = pushProfile(options.attributes)
    options.painter.resize(this.profile.width, this.profile.height)
  }

  /** The picture of the moment, if one was painted. */
  get painted(): boolean {
    return this.captured
  }

  /** Opens the camera; nothing is sent. */
  async preview(): Promise<void> {
    await this.openPicture()
    if (!this.closed) this.paintAt(this.profile.fps)
    this.opening = false
  }

  /** Opens camera and microphone and pushes. @throws Error when the phone allows neither, or the URL is of no use. */
  async push(): Promise<void> {
    await this.preview()
    this.opening = true
    // Silence goes out while there is no microphone: a track that comes later would need a new connection.
    const sound = new SoundSource(this.profile.audioSampleRate, (samples, rate) => this.hear(samples, rate))
    this.sound = sound
    this.bgm = new BgmDeck(sound, {
      ...{ asset: this.options.asset, emit: this.options.emit },
      failed: (why) => this.options.raise('bgmFailed', why),
    })
    this.applySound()
    if (!this.closed && this.options.attributes.enableMic) await this.openMicrophone()
    if (this.closed) return sound.release()
    if (!this.picture && this.micDenied) throw new Error('neither camera nor microphone may be used: allow one of them')
    const { attributes, env, raise } = this.options
    const { profile } = this
    const video = this.picture !== undefined
    this.pipeline = new PushPipeline({ url: attributes.url, env, profile, video, sound, raise })
    await this.pipeline.start()
    this.opening = false
    if (this.closed) return
    this.stops.push(every(NET_STATUS_INTERVAL, () => this.reportNetStatus()))
    this.stops.push(every(VOLUME_INTERVAL, () => this.reportVolume()))
  }

  /** Camera switched, refused or allowed meanwhile: the connection stays. */
  async openPicture(): Promise<void> {
    const { attributes, picture, view, painter } = this.options
    const opened = picture
      ? picture()
      : await openPicture(attributes, this.options, cardName(attributes.url), this.captureEvents)
    if (this.closed) return opened?.close()
    this.picture?.close()
    this.picture = opened
    view.show(painter.canvas)
  }

  /** The microphone was switched on, for the first time or after the silence of a start without it. */
  async openMicrophone(): Promise<void> {
    const { sound } = this
    if (!sound || sound.kind !== 'none') return
    this.micDenied = !(await openSound(sound, this.options.attributes, this.options.env, this.captureEvents))
    if (this.closed) sound.release()
    this.applySound()
  }

  /** The microphone with other settings. */
  async reopenMicrophone(): Promise<void> {
    if (this.sound?.kind !== 'microphone') return
    this.sound.release()
    await this.openMicrophone()
  }

  /** What only a push has. @throws Error when this is but a preview. */
  get pushing(): { pipeline: PushPipeline; bgm: BgmDeck } {
    const { pipeline, bgm } = this
    if (!pipeline || !bgm) throw new Error('live-pusher is not pushing')
    return { pipeline, bgm }
  }

  /** @throws Error out of 1 to {@link MAX_ZOOM}. */
  setZoom(zoom: number): void {
    if (!(zoom >= 1 && zoom <= MAX_ZOOM)) throw new Error(`zoom must be 1 to ${MAX_ZOOM}`)
    this.options.painter.zoom = zoom
  }

  /** A black picture and silence instead of the sources, or the sources again. */
  setPaused(paused: boolean): void {
    this.paused = paused
    this.still = paused ? new StillSource(undefined) : undefined
    this.applySound()
  }

  /** Takes over muting and volume. */
  applySound(): void {
    if (!this.sound) return
    const { muted, enableMic, enableEarMonitor, voiceChangerType, audioReverbType } = this.options.attributes
    this.sound.volume = this.options.micVolume()
    this.sound.silent = this.paused || this.options.env.audioInterrupted
    this.sound.muted = muted || !enableMic || this.sound.silent
    this.sound.monitored = enableEarMonitor
    this.sound.voice = { changer: voiceChangerType, reverb: audioReverbType }
  }

  /** Takes over size, rate and bitrate from the attributes. */
  applyProfile(): void {
    const { width, height, fps } = this.profile
    this.profile = pushProfile(this.options.attributes)
    this.options.painter.resize(this.profile.width, this.profile.height)
    this.pipeline?.setProfile(this.profile)
    if (fps !== this.profile.fps) this.paintAt(this.profile.fps)
    if (width === this.profile.width && height === this.profile.height) return
    this.options.raise('resolutionChanged', `${this.profile.width}x${this.profile.height}`)
  }

  /** Whether this is still what the person allows: nothing more, and nothing less than the attributes ask for. */
  fits(permissions: MediaEnv['permissions']): boolean {
    const { enableCamera, enableMic } = this.options.attributes
    const camera = permissions['scope.camera'] !== 'deny'
    const record = permissions['scope.record'] !== 'deny'
    const picture = !enableCamera || camera === (this.picture !== undefined)
    const sound = !enableMic || this.pipeline === undefined || record === !this.micDenied
    // While it opens, the answer to its own question changes the permissions.
    return this.opening || (picture && sound)
  }

  close(): void {
    this.closed = true
    this.stopPainting?.()
    for (const stop of this.stops) stop()
    this.pipeline?.close()
    this.picture?.close()
    this.sound?.release()
    this.bgm?.stop()
    this.room?.close()
    this.picture = this.sound = this.pipeline = this.bgm = undefined
  }

  private hear(samples: Float32Array<ArrayBuffer>, sampleRate: number): void {
    // Not heard before a gesture, which a page that starts music had.
    const silent = { blocked: () => undefined, failed: (why: string) => console.warn(`live-pusher: ${why}`) }
    this.room ??= new SoundOutput(false, silent)
    this.room.play(samples, sampleRate, 0)
  }

  private paintAt(fps: number): void {
    this.stopPainting?.()
    this.stopPainting = every(1000 / fps, () => this.paint())
  }

  private paint(): void {
    const source = this.still ?? this.picture
    if (!source?.ready) return
    const { attributes, painter, raise } = this.options
    painter.paint(source, attributes, attributes.mirror || attributes.remoteMirror)
    if (!this.captured) raise('firstFrameCaptured')
    this.captured = true
    this.pipeline?.frame(painter.canvas)
  }

  private reportNetStatus(): void {
    if (!this.pipeline) return
    this.netStatus = this.pipeline.netStatus()
    this.options.emit('netstatus', { info: this.netStatus })
  }

  private reportVolume(): void {
    if (!this.sound) return
    this.audioLevel = this.sound.level.take()
    if (!this.sound.muted && this.sound.kind !== 'none')
      this.options.emit('audiovolumenotify', { volume: volumeOf(this.audioLevel) })
  }

  private readonly captureEvents: CaptureEvents = {
    raise: (event, detail) => {
      if (!this.closed) this.options.raise(event, detail)
    },
    notice: (notice) => {
      if (!this.closed) this.options.view.say(notice ? noticeText(notice, this.options.env.language) : '')
    },
  }
}

/** What the test card calls itself: the stream's name. */
function cardName(url: string): string {
  const name = url.split('?')[0]?.split(/[/:]/).pop() ?? ''
  return decodeURIComponent(name) || 'live-pusher'
}
