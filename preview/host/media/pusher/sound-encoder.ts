/** AAC-LC for a live push. Chromium's own AudioEncoder has no AAC here, so the encoder is mediabunny's (WASM, in a worker). */
import type { AudioSample, AudioSampleSource, Output } from 'mediabunny'

/** Samples in one AAC-LC frame, and the encoder's delay: the first frame carries nothing but the run-up. */
const FRAME = 1024

export interface CodedSound {
  /** One raw AAC frame. */
  data: Uint8Array
  /** ms on the push's clock; the first may lie before 0. */
  timestamp: number
}

export interface SoundEncoderEvents {
  sound(sound: CodedSound): void
  /** The AudioSpecificConfig, once. */
  configuration(config: Uint8Array): void
  failed(error: Error): void
}

export interface SoundEncoderSettings {
  sampleRate: number
  /** bit/s. */
  bitrate: number
  /** The push clock's ms of the first sample. */
  startMs(): number
}

export class SoundEncoder {
  private readonly source: AudioSampleSource
  private given = 0
  private frames = 0
  private waiting = 0
  private closed = false

  private constructor(
    private readonly settings: SoundEncoderSettings,
    private readonly events: SoundEncoderEvents,
    private readonly Sample: typeof AudioSample,
    AudioSampleSourceClass: typeof AudioSampleSource,
    private readonly output: Output,
  ) {
    this.source = new AudioSampleSourceClass({
      codec: 'aac',
      bitrate: settings.bitrate,
      onEncodedPacket: (packet, metadata) => this.packet(packet.data, metadata),
    })
    output.addAudioTrack(this.source)
  }

  /** Loads the encoder (1 MB) on first use. */
  static async open(settings: SoundEncoderSettings, events: SoundEncoderEvents): Promise<SoundEncoder> {
    const [bunny, aac] = await Promise.all([import('mediabunny'), import('@mediabunny/aac-encoder')])
    if (!(await bunny.canEncodeAudio('aac'))) aac.registerAacEncoder()
    // The muxed file is thrown away: mediabunny encodes only into an output, and ADTS is the one that keeps nothing.
    const output = new bunny.Output({ format: new bunny.AdtsOutputFormat(), target: new bunny.NullTarget() })
    const encoder = new SoundEncoder(settings, events, bunny.AudioSample, bunny.AudioSampleSource, output)
    await output.start()
    return encoder
  }

  /** Blocks given and not yet encoded. */
  get queued(): number {
    return this.waiting
  }

  add(samples: Float32Array<ArrayBuffer>): void {
    if (this.closed) return
    const sample = new this.Sample({
      data: samples,
      format: 'f32',
      numberOfChannels: 1,
      sampleRate: this.settings.sampleRate,
      timestamp: this.given / this.settings.sampleRate,
    })
    this.given += samples.length
    this.waiting += 1
    this.source
      .add(sample)
      .catch((error: unknown) => {
        if (!this.closed) this.events.failed(error instanceof Error ? error : new Error(String(error)))
      })
      .finally(() => {
        this.waiting -= 1
        sample.close()
      })
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.output.cancel()
  }

  private packet(data: Uint8Array, metadata: EncodedAudioChunkMetadata | undefined): void {
    if (this.closed) return
    const description = metadata?.decoderConfig?.description
    if (description) this.events.configuration(copyBytes(description))
    const timestamp = this.settings.startMs() + ((this.frames - 1) * FRAME * 1000) / this.settings.sampleRate
    this.frames += 1
    this.events.sound({ data, timestamp })
  }
}

function copyBytes(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice()
}
