/** From painted canvas and sampled sound to the network: two encoders, one clock, one link. */
import type { PusherEvent } from '../codes'
import type { MediaEnv } from '../media-env'
import { PublishLink, type OutLink } from '../transport/publish-link'
import { qualityLevel, type NetStatusInfo } from '../transport/rates'
import { SimulatedLink } from '../transport/simulated-link'
import { every } from '../worker-timer'
import { writeMessage } from '../sei'
import { PictureEncoder } from './picture-encoder'
import type { PushProfile } from './profile'
import { SoundEncoder } from './sound-encoder'
import { MIC_PREFILL_MS, type SoundSource } from './sound-source'

export interface PipelineOptions {
  url: string
  env: MediaEnv
  profile: PushProfile
  video: boolean
  /** Absent when the phone refused the microphone. */
  sound: SoundSource | undefined
  raise(event: PusherEvent, detail?: string): void
}

/** Sound is handed on in steps of this, and lags by what the microphone's buffer holds. */
const SOUND_STEP_MS = 10
const SOUND_LAG_MS = MIC_PREFILL_MS

export class PushPipeline {
  private readonly link: OutLink
  private pictures: PictureEncoder | undefined
  private sounds: SoundEncoder | undefined
  private stopSound: (() => void) | undefined
  private soundStart = 0
  private samples = 0
  private bitrate: number
  private calm = 0
  private closed = false
  private encoderRaised = false
  /** Messages that wait for the next picture. */
  private messages: Uint8Array[] = []

  constructor(private readonly options: PipelineOptions) {
    this.bitrate = options.profile.videoBitrate
    this.link = this.createLink()
  }

  /** @throws Error for a URL that cannot be pushed to, or when no encoder starts. */
  async start(): Promise<void> {
    const { sound, profile } = this.options
    if (sound) {
      this.sounds = await SoundEncoder.open(
        { sampleRate: sound.sampleRate, bitrate: profile.audioBitrate, startMs: () => this.soundStart },
        {
          configuration: (config) => this.link.configureAudio(config),
          sound: ({ data, timestamp }) => this.link.sound(data, timestamp),
          failed: (error) => this.options.raise('audioEncodeFailed', error.message),
        },
      )
    }
    if (this.closed) return this.release()
    if (this.options.video) this.pictures = this.createPictureEncoder(profile)
    this.link.open()
    this.soundStart = performance.now() - SOUND_LAG_MS
    this.stopSound = every(SOUND_STEP_MS, () => this.pumpSound())
  }

  /** Encodes what the canvas shows now. A machine that cannot keep up loses frames, not time. */
  frame(canvas: HTMLCanvasElement): void {
    if (!this.pictures?.ready) return
    this.pictures.encode(new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) }))
  }

  /** Sends `text` within the next picture. @throws RangeError when it is too long, Error without pictures. */
  sendMessage(text: string): void {
    if (!this.options.video) throw new Error('no picture is pushed that could carry a message')
    this.messages.push(writeMessage(text))
  }

  /** A new size, rate or mode: a new encoder, the connection stays. */
  setProfile(profile: PushProfile): void {
    this.options.profile = profile
    this.bitrate = profile.videoBitrate
    if (!this.pictures) return
    this.pictures.close()
    this.pictures = this.createPictureEncoder(profile)
  }

  /** The figures since the last call. */
  netStatus(): NetStatusInfo {
    const { codedFPS, ...rates } = this.link.rates.take(performance.now())
    const { width, height, fps } = this.options.profile
    const queuedMs = this.link.queuedMs
    this.recover(queuedMs)
    return {
      ...rates,
      videoFPS: codedFPS,
      netQualityLevel: qualityLevel(queuedMs, rates.netSpeed),
      videoWidth: this.options.video ? width : 0,
      videoHeight: this.options.video ? height : 0,
      videoCache: (this.pictures?.queued ?? 0) + Math.round((queuedMs * fps) / 1000),
      audioCache: this.sounds?.queued ?? 0,
    }
  }

  close(): void {
    this.closed = true
    this.link.close()
    this.release()
  }

  private release(): void {
    this.stopSound?.()
    this.pictures?.close()
    // Nothing is waited for: the encoder's worker ends by itself.
    this.sounds?.close().catch((error: unknown) => console.warn('live-pusher: closing the AAC encoder failed', error))
    this.pictures = this.sounds = undefined
  }

  private createLink(): OutLink {
    const { url, env, profile, video, sound, raise } = this.options
    const events = {
      raise,
      keyWanted: () => this.pictures?.requestKey(),
      congested: () => this.adapt(this.bitrate * 0.6),
    }
    if (url.startsWith('simulated:')) return new SimulatedLink(events)
    const metadata = {
      ...(video ? { width: profile.width, height: profile.height, framerate: profile.fps, videocodecid: 7 } : {}),
      ...(sound ? { audiocodecid: 10, audiosamplerate: sound.sampleRate, stereo: false } : {}),
      encoder: 'lianmai preview',
    }
    const tracks = { video, audio: sound !== undefined }
    return new PublishLink({ url, env, tracks, metadata, bitrate: profile.videoBitrate + profile.audioBitrate }, events)
  }

  private createPictureEncoder(profile: PushProfile): PictureEncoder {
    return new PictureEncoder(profile, {
      configuration: (avcC) => {
        if (!this.encoderRaised) this.options.raise('encoderStarted')
        this.encoderRaised = true
        this.link.configureVideo(avcC)
      },
      picture: ({ data, timestamp, isKey }) => {
        const messages = this.messages.splice(0)
        this.link.picture(messages.length > 0 ? join([...messages, data]) : data, timestamp, isKey)
      },
      failed: (error) => this.options.raise('videoEncodeFailed', error.message),
    })
  }

  private pumpSound(): void {
    const { sound } = this.options
    if (!sound || !this.sounds) return
    const due =
      Math.floor(((performance.now() - SOUND_LAG_MS - this.soundStart) * sound.sampleRate) / 1000) - this.samples
    if (due <= 0) return
    const firstSample = this.soundStart + (this.samples * 1000) / sound.sampleRate
    this.samples += due
    this.sounds.add(sound.pull(due, performance.timeOrigin + firstSample))
  }

  /** Moves the bitrate within min-bitrate and the mode's own; the platform raises 1006 for each step. */
  private adapt(wanted: number): void {
    const { profile } = this.options
    const bitrate = Math.round(Math.min(profile.videoBitrate, Math.max(profile.minVideoBitrate, wanted)))
    this.calm = 0
    if (bitrate === this.bitrate) return
    this.bitrate = bitrate
    this.pictures?.setBitrate(bitrate)
    this.options.raise('bitrateChanged', `${Math.round(bitrate / 1000)} kbps`)
  }

  /** Back up after 10 s without a queue. */
  private recover(queuedMs: number): void {
    this.calm = queuedMs < 50 ? this.calm + 1 : 0
    if (this.calm >= 5) this.adapt(this.bitrate * 1.25)
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
