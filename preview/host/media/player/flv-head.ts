/** Servers promise both tracks before they know (RTMP cannot say): this waits for the first tags, then says what came. */
import { parseMetadata, writeFlvHeader, writeFlvTag, type FlvTag } from '@lianmai/flv'

type Bytes = Uint8Array<ArrayBuffer>

/** A player that is promised a track that never comes shows nothing, so a second is spent on finding out. */
const WAIT_MS = 1000

export class FlvHead {
  private held: FlvTag[] | undefined = []
  private readonly timer: ReturnType<typeof setTimeout>

  constructor(private readonly send: (bytes: Bytes) => void) {
    this.timer = setTimeout(() => this.release(), WAIT_MS)
  }

  push(tag: FlvTag): void {
    if (!this.held) return this.send(writeFlvTag(tag))
    this.held.push(tag)
    if (this.decided(this.held)) this.release()
  }

  close(): void {
    clearTimeout(this.timer)
    this.held = undefined
  }

  private decided(tags: readonly FlvTag[]): boolean {
    const video = tags.some(({ type }) => type === 'video')
    const audio = tags.some(({ type }) => type === 'audio')
    if (video && audio) return true
    const promised = tags.map(codecsOf).find((codecs) => codecs !== undefined)
    return promised !== undefined && (video || audio) && promised.video === video && promised.audio === audio
  }

  private release(): void {
    clearTimeout(this.timer)
    const tags = this.held
    if (!tags) return
    this.held = undefined
    const has = (type: FlvTag['type']): boolean => tags.some((tag) => tag.type === type)
    // Nothing came yet: both are promised, and the stream will tell.
    const any = has('video') || has('audio')
    this.send(writeFlvHeader(any ? { audio: has('audio'), video: has('video') } : { audio: true, video: true }))
    for (const tag of tags) this.send(writeFlvTag(tag))
  }
}

/** What the metadata says about tracks; `undefined` when it says nothing. */
function codecsOf(tag: FlvTag): { audio: boolean; video: boolean } | undefined {
  if (tag.type !== 'script') return undefined
  const metadata = readMetadata(tag.payload)
  const video = metadata?.has('videocodecid') ?? false
  const audio = metadata?.has('audiocodecid') ?? false
  return video || audio ? { audio, video } : undefined
}

/** Metadata that is no AMF0 is of no use here, and no reason to refuse the stream: players step over it. */
function readMetadata(payload: Uint8Array): ReturnType<typeof parseMetadata> {
  try {
    return parseMetadata(payload)
  } catch {
    return undefined
  }
}
