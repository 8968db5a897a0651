/** Coded pictures and sound to an FLV stream: header first, configurations next, then frames from a key frame on. */
import { writeAacTag, writeAvcTag, writeFlvHeader, writeFlvTag, writeMetadata, type StreamMetadata } from '@lianmai/flv'

export interface FlvTracks {
  video: boolean
  audio: boolean
}

type Bytes = Uint8Array<ArrayBuffer>

/** One connection's worth of FLV. Timestamps never go back: a stream that does makes players stall. */
export class FlvWriter {
  private started = false
  private lastTime = 0

  /** `base`: the push clock's ms that is 0 in the stream. */
  constructor(
    private readonly tracks: FlvTracks,
    private readonly metadata: StreamMetadata,
    private readonly base: number,
  ) {}

  /** Whether frames of all tracks may follow. */
  get running(): boolean {
    return this.started
  }

  /** The opening bytes, or `undefined` while a configuration is missing. */
  start(videoConfig: Uint8Array | undefined, audioConfig: Uint8Array | undefined): Bytes[] | undefined {
    if ((this.tracks.video && !videoConfig) || (this.tracks.audio && !audioConfig)) return undefined
    this.started = true
    const parts: Bytes[] = [
      writeFlvHeader(this.tracks),
      writeFlvTag({ type: 'script', timestamp: 0, payload: writeMetadata({ ...this.metadata }) }),
    ]
    if (this.tracks.video && videoConfig) parts.push(this.videoConfiguration(videoConfig))
    if (this.tracks.audio && audioConfig) {
      const payload = writeAacTag({ packet: 'header', data: audioConfig })
      parts.push(writeFlvTag({ type: 'audio', timestamp: this.lastTime, payload }))
    }
    return parts
  }

  /** A sequence header; sent again when the encoder's size changes. */
  videoConfiguration(avcC: Uint8Array): Bytes {
    const payload = writeAvcTag({ packet: 'header', data: avcC })
    return writeFlvTag({ type: 'video', timestamp: this.lastTime, payload })
  }

  picture(data: Uint8Array, time: number, key: boolean): Bytes {
    return writeFlvTag({ type: 'video', timestamp: this.at(time), payload: writeAvcTag({ data, key }) })
  }

  sound(data: Uint8Array, time: number): Bytes {
    return writeFlvTag({ type: 'audio', timestamp: this.at(time), payload: writeAacTag({ data }) })
  }

  private at(time: number): number {
    this.lastTime = Math.max(this.lastTime, Math.round(time - this.base))
    return this.lastTime
  }
}
