/** The pushed sound on one steady clock: microphone or test tone, silence while muted, so that players never starve. */
import { monoSamples, readTrack } from '../track-reader'
import { addTestTone, LevelMeter, PcmFifo, Resampler } from './pcm'
import { VoiceEffects } from './voice-effects'

/** What is heard. `none`: no permission, or the page switched the microphone off before it was opened. */
export type SoundKind = 'microphone' | 'test-tone' | 'none'

/** Extra sound mixed in, e.g. background music. */
export interface SoundLayer {
  mixInto(into: Float32Array): void
}

/** What is done to the voice. Numbers as of voice-changer-type and audio-reverb-type. */
export interface VoiceSettings {
  changer: number
  reverb: number
}

/** Blocks of a microphone come every 10 ms, seldom later than this. It is also how much later its sound leaves. */
export const MIC_PREFILL_MS = 20

export class SoundSource {
  kind: SoundKind = 'none'
  /** Of the voice; `silent`: of the layers too. */
  muted = false
  silent = false
  voice: VoiceSettings = { changer: 0, reverb: 0 }
  /** Whether the voice is heard in the room: enable-ear-monitor. */
  monitored = false
  /** 0-1, `LivePusherContext.setMICVolume`. */
  volume = 1
  readonly layers = new Set<SoundLayer>()
  /** Level of what was pulled, muted or not counted as sent. */
  readonly level = new LevelMeter()
  private readonly fifo: PcmFifo
  private stopReading: (() => void) | undefined
  private resampler: Resampler | undefined
  private readonly effects: VoiceEffects

  /** @param loudspeaker hears the layers, and the voice when it is monitored; called only while there is one of them */
  constructor(
    readonly sampleRate: number,
    private readonly loudspeaker: (samples: Float32Array<ArrayBuffer>, sampleRate: number) => void = () => undefined,
  ) {
    this.effects = new VoiceEffects(sampleRate)
    this.fifo = new PcmFifo((sampleRate * MIC_PREFILL_MS) / 1000, sampleRate * 0.2)
  }

  useMicrophone(track: MediaStreamTrack, onEnded: () => void): void {
    this.release()
    this.kind = 'microphone'
    this.stopReading = readTrack<AudioData>(track, (audio) => this.take(audio), onEnded)
  }

  useTestTone(): void {
    this.release()
    this.kind = 'test-tone'
  }

  /** The next `count` samples; `wallClock` is the time of the first in ms since 1970. */
  pull(count: number, wallClock: number): Float32Array<ArrayBuffer> {
    const samples = new Float32Array(count)
    const gain = this.muted ? 0 : this.volume
    // A muted microphone is read on, else old sound would come out when it is heard again.
    if (this.kind === 'microphone') this.fifo.mixInto(samples, gain)
    if (this.kind === 'test-tone' && gain > 0) addTestTone(samples, wallClock, this.sampleRate)
    this.effects.apply(samples, this.voice.changer, this.voice.reverb)
    this.mixLayers(samples)
    this.level.add(samples)
    return samples
  }

  release(): void {
    this.stopReading?.()
    this.stopReading = this.resampler = undefined
    this.kind = 'none'
  }

  private mixLayers(samples: Float32Array<ArrayBuffer>): void {
    const audible = this.layers.size > 0 && !this.silent
    if (!audible && !this.monitored) return
    const layers = new Float32Array(samples.length)
    if (audible) for (const layer of this.layers) layer.mixInto(layers)
    const room = this.monitored ? samples.map((sample, i) => sample + layers[i]!) : layers
    this.loudspeaker(room, this.sampleRate)
    for (let i = 0; i < samples.length; i++) samples[i] = Math.max(-1, Math.min(1, samples[i]! + layers[i]!))
  }

  private take(audio: AudioData): void {
    this.resampler ??= new Resampler(audio.sampleRate, this.sampleRate)
    this.fifo.push(this.resampler.process(monoSamples(audio)))
  }
}
