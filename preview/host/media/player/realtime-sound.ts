/** Sound of a conversation: AAC decoded by WebCodecs. */
import { parseAacConfig } from '@lianmai/flv'
import { LevelMeter } from '../pusher/pcm'
import { SoundOutput, type SoundOutputEvents } from '../sound-output'
import { monoSamples } from '../track-reader'

export interface RealtimeSoundEvents extends SoundOutputEvents {
  firstSound(): void
}

export class RealtimeSound {
  readonly level = new LevelMeter()
  readonly output: SoundOutput
  private decoder: AudioDecoder | undefined
  /** Stream times of the frames that are being decoded: Chromium counts on from the first, whatever the others say. */
  private times: number[] = []
  private config: Uint8Array | undefined
  private heard = false
  private closed = false

  constructor(
    muted: boolean,
    private readonly events: RealtimeSoundEvents,
  ) {
    this.output = new SoundOutput(muted, events)
  }

  /** An AudioSpecificConfig. */
  configure(config: Uint8Array): void {
    if (this.config && equal(this.config, config)) return
    this.config = config.slice()
    this.decoder ??= this.createDecoder()
    const { codec, sampleRate, channels } = parseAacConfig(config)
    this.decoder.configure({ codec, sampleRate, numberOfChannels: channels || 2, description: this.config })
  }

  /** One AAC frame; `time` in ms of the stream. */
  push(data: Uint8Array, time: number): void {
    if (this.decoder?.state !== 'configured') return
    this.times.push(time)
    this.decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: time * 1000, data }))
  }

  close(): void {
    this.closed = true
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close()
    this.output.close()
  }

  private createDecoder(): AudioDecoder {
    return new AudioDecoder({
      output: (audio) => this.decoded(audio),
      error: (error) => {
        this.events.failed(error.message)
        this.decoder = undefined
        this.times = []
        const { config } = this
        this.config = undefined
        if (config && !this.closed) this.configure(config)
      },
    })
  }

  private decoded(audio: AudioData): void {
    const time = this.times.shift() ?? audio.timestamp / 1000
    // Of these samples: what was decoded before a new configuration may come out after it.
    const { sampleRate } = audio
    const samples = monoSamples(audio)
    this.level.add(samples)
    if (!this.output.play(samples, sampleRate, time)) return
    if (!this.heard) this.events.firstSound()
    this.heard = true
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
