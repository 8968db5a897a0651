/** Coded pictures and sound to an FLV stream: header first, configurations next, then frames from a key frame on. */
import { writeAacTag, writeAvcTag, writeFlvHeader, writeFlvTag, writeMetadata, type StreamMetadata } from '@lianmai/flv'

export interface FlvTracks {
  video: boolean
  audio: boolean
}

type Bytes = Uint8Array<ArrayBuffer>

/**
 * One connection's worth of FLV. Timestamps of a track never go back: a stream that does makes players stall. Sound is coded
 * later than the picture of the same moment; to raise it to the picture's time would put the two out of sync.
 */
export class FlvWriter {
  private started = false
  private readonly last = { video: 0, audio: 0 }

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
      parts.push(writeFlvTag({ type: 'audio', timestamp: this.last.audio, payload }))
    }
    return parts
  }

  /** A sequence header; sent again when the encoder's size changes. */
  videoConfiguration(avcC: Uint8Array): Bytes {
    const payload = writeAvcTag({ packet: 'header', data: avcC })
    return writeFlvTag({ type: 'video', timestamp: this.last.video, payload })
  }

  picture(data: Uint8Array, time: number, key: boolean): Bytes {
    return writeFlvTag({ type: 'video', timestamp: this.at('video', time), payload: writeAvcTag({ data, key }) })
  }

  sound(data: Uint8Array, time: number): Bytes {
    return writeFlvTag({ type: 'audio', timestamp: this.at('audio', time), payload: writeAacTag({ data }) })
  }

  private at(track: 'video' | 'audio', time: number): number {
    this.last[track] = Math.max(this.last[track], Math.round(time - this.base))
    return this.last[track]
  }
}
