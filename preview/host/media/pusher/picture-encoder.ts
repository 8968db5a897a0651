/** WebCodecs H.264 for a live push: key frames by time and on demand, AVC format with its configuration record. */
import type { PushProfile } from './profile'

export interface CodedPicture {
  /** One access unit, NAL units with 4-byte lengths. */
  data: Uint8Array
  /** ms on the push's clock. */
  timestamp: number
  isKey: boolean
}

export interface PictureEncoderEvents {
  picture(picture: CodedPicture): void
  /** The AVCDecoderConfigurationRecord; again when the encoder starts over. */
  configuration(avcC: Uint8Array): void
  failed(error: Error): void
}

/** More waiting frames than this and the machine cannot keep up: frames are skipped instead of queued. */
const MAX_QUEUE = 4

export class PictureEncoder {
  private readonly encoder: VideoEncoder
  private lastKey = -Infinity
  private keyWanted = true

  constructor(
    private profile: PushProfile,
    private readonly events: PictureEncoderEvents,
  ) {
    this.encoder = new VideoEncoder({
      output: (chunk, metadata) => this.output(chunk, metadata),
      error: (error) => this.events.failed(error),
    })
    this.encoder.configure(configuration(profile, profile.videoBitrate))
  }

  /** Frames given and not yet encoded. */
  get queued(): number {
    return this.encoder.encodeQueueSize
  }

  /** Whether a frame would be taken now. */
  get ready(): boolean {
    return this.encoder.state === 'configured' && this.encoder.encodeQueueSize < MAX_QUEUE
  }

  /** Encodes and closes `frame`, whose timestamp is in microseconds. */
  encode(frame: VideoFrame): void {
    const seconds = frame.timestamp / 1e6
    const keyFrame = this.keyWanted || seconds - this.lastKey >= this.profile.gopSeconds
    if (keyFrame) {
      this.lastKey = seconds
      this.keyWanted = false
    }
    try {
      this.encoder.encode(frame, { keyFrame })
    } finally {
      frame.close()
    }
  }

  /** The next picture is a key frame: somebody connected, or pictures were dropped. */
  requestKey(): void {
    this.keyWanted = true
  }

  /** Changes the bitrate (bit/s) without a new configuration record. */
  setBitrate(bitrate: number): void {
    if (this.encoder.state === 'configured') this.encoder.configure(configuration(this.profile, bitrate))
    this.keyWanted = true
  }

  close(): void {
    if (this.encoder.state !== 'closed') this.encoder.close()
  }

  private output(chunk: EncodedVideoChunk, metadata?: EncodedVideoChunkMetadata): void {
    const description = metadata?.decoderConfig?.description
    if (description) this.events.configuration(bytesOf(description))
    const data = new Uint8Array(chunk.byteLength)
    chunk.copyTo(data)
    this.events.picture({ data, timestamp: chunk.timestamp / 1000, isKey: chunk.type === 'key' })
  }
}

function configuration(profile: PushProfile, bitrate: number): VideoEncoderConfig {
  return {
    codec: profile.codec,
    width: profile.width,
    height: profile.height,
    framerate: profile.fps,
    bitrate,
    latencyMode: 'realtime',
    avc: { format: 'avc' },
  }
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice()
}
