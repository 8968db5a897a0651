/** Lets mpegts.js play bytes that come from our own socket: it has one connection, one retry and one set of figures. */
import mpegts from 'mpegts.js'

/** Where bytes wait until mpegts.js asks for them. */
export class Feed {
  private waiting: Uint8Array<ArrayBuffer>[] = []
  private position = 0
  private deliver: ((chunk: ArrayBuffer, start: number, received: number) => void) | undefined

  /** `bytes` must be a whole buffer of its own: mpegts.js keeps views into it. */
  push(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.deliver) {
      this.waiting.push(bytes)
      return
    }
    const chunk = bytes.buffer
    const start = this.position
    this.position += chunk.byteLength
    this.deliver(chunk, start, this.position)
  }

  connect(deliver: (chunk: ArrayBuffer, start: number, received: number) => void): void {
    this.deliver = deliver
    const waiting = this.waiting
    this.waiting = []
    for (const bytes of waiting) this.push(bytes)
  }

  disconnect(): void {
    this.deliver = undefined
  }
}

const BUFFERING = 2
const COMPLETE = 4

/** The loader class for one feed; mpegts.js constructs it itself. */
export function feedLoader(feed: Feed): mpegts.CustomLoaderConstructor {
  return class FeedLoader extends mpegts.BaseLoader {
    constructor() {
      super('lianmai-feed')
      this._needStash = false
    }

    override destroy(): void {
      feed.disconnect()
      super.destroy()
    }

    override open(): void {
      this._status = BUFFERING
      feed.connect((chunk, start, received) => this.onDataArrival(chunk, start, received))
    }

    override abort(): void {
      feed.disconnect()
      this._status = COMPLETE
    }
  }
}
