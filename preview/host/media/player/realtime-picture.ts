/** H.264 decoded by WebCodecs: everything is decoded, only the newest is kept; errors cost one picture group. */
import { parseAvcConfig } from '@lianmai/flv'

export interface RealtimePictureEvents {
  /** The receiver owns the frame and must close it. */
  frame(frame: VideoFrame): void
  started(): void
  failed(why: string): void
}

/**
 * More waiting frames than this cannot be caught up with. It is far above a picture group: a join hands in a whole one
 * at once, and throwing it away would freeze the picture until the next key frame.
 */
const MAX_QUEUE = 300

export class RealtimePicture {
  private decoder: VideoDecoder | undefined
  private config: Uint8Array | undefined
  private keyNeeded = true
  private started = false

  constructor(private readonly events: RealtimePictureEvents) {}

  /** Frames given and not yet decoded. */
  get queued(): number {
    return this.decoder?.decodeQueueSize ?? 0
  }

  /** Whether the stream has pictures, as far as it came. */
  get configured(): boolean {
    return this.config !== undefined
  }

  /** An avcC; only a changed one costs a reconfiguration. @throws FlvError when it is none. */
  configure(avcC: Uint8Array): void {
    if (this.config && this.config.length === avcC.length && this.config.every((byte, i) => byte === avcC[i])) return
    this.config = avcC.slice()
    this.apply()
  }

  /** One access unit; `time` is its presentation time in ms. */
  push(data: Uint8Array, time: number, isKey: boolean): void {
    if (this.decoder?.state !== 'configured') return
    if (this.queued > MAX_QUEUE) this.keyNeeded = true
    // A delta frame after configure() throws; so does everything after an error until a new decoder is there.
    if (this.keyNeeded && !isKey) return
    this.keyNeeded = false
    this.decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: time * 1000, data }))
  }

  close(): void {
    if (this.decoder && this.decoder.state !== 'closed') this.decoder.close()
    this.decoder = undefined
  }

  private apply(): void {
    if (!this.config) return
    // The record tells the profile the encoder really used; what it was asked for may differ.
    const { codec } = parseAvcConfig(this.config)
    this.decoder ??= this.createDecoder()
    this.decoder.configure({ codec, description: this.config, optimizeForLatency: true })
    this.keyNeeded = true
    if (!this.started) this.events.started()
    this.started = true
  }

  private createDecoder(): VideoDecoder {
    const decoder: VideoDecoder = new VideoDecoder({
      output: (frame) => this.events.frame(frame),
      error: (error) => {
        // An error closes the decoder for good.
        this.events.failed(error.message)
        if (this.decoder !== decoder) return
        this.decoder = undefined
        this.apply()
      },
    })
    return decoder
  }
}
