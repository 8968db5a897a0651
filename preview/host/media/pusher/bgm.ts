/** Background music: decoded once, mixed into what is pushed, heard in the room as well. */
import type { SoundLayer } from './sound-source'

/** ms, as the platform counts here. */
export interface BgmSpan {
  startTimeMs?: number
  endTimeMs?: number
}

export interface BgmEvents {
  started(): void
  /** Both in ms. */
  progress(progress: number, duration: number): void
  completed(): void
}

const PROGRESS_MS = 500

/** @throws Error when it cannot be fetched or decoded. */
export async function loadBgm(url: string, sampleRate: number): Promise<Float32Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: status ${response.status}`)
  // An offline context decodes to its own rate, needs no gesture and makes no sound.
  const audio = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(await response.arrayBuffer())
  const mono = audio.getChannelData(0).slice()
  for (let channel = 1; channel < audio.numberOfChannels; channel++)
    audio.getChannelData(channel).forEach((sample, i) => (mono[i] = mono[i]! + sample))
  return audio.numberOfChannels === 1 ? mono : mono.map((sample) => sample / audio.numberOfChannels)
}

/** One piece, driven by the samples that are asked of it. */
export class Bgm implements SoundLayer {
  /** 0-1. */
  volume = 1
  paused = false
  private at: number
  private readonly end: number
  private reported: number
  private begun = false

  constructor(
    private readonly samples: Float32Array,
    private readonly sampleRate: number,
    { startTimeMs = 0, endTimeMs }: BgmSpan,
    private readonly events: BgmEvents,
  ) {
    const clamp = (ms: number): number => Math.min(samples.length, Math.max(0, Math.round((ms * sampleRate) / 1000)))
    this.at = this.reported = clamp(startTimeMs)
    this.end = endTimeMs === undefined ? samples.length : Math.max(this.at, clamp(endTimeMs))
  }

  get over(): boolean {
    return this.at >= this.end
  }

  mixInto(into: Float32Array): void {
    if (this.paused || (this.over && this.begun)) return
    if (!this.begun) this.events.started()
    this.begun = true
    const count = Math.min(into.length, this.end - this.at)
    for (let i = 0; i < count; i++) into[i] = into[i]! + this.samples[this.at + i]! * this.volume
    this.at += count
    const ms = (samples: number): number => Math.round((samples * 1000) / this.sampleRate)
    if (this.over || ms(this.at - this.reported) >= PROGRESS_MS) {
      this.reported = this.at
      this.events.progress(ms(this.at), ms(this.samples.length))
    }
    if (this.over) this.events.completed()
  }
}
