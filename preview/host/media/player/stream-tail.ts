/** The end of a stream, from its last key frame on, with what a decoder must know before it: for one that starts in the middle. */
import { parseAudioTag, parseVideoTag, type FlvTag } from '@lianmai/flv'

/** A picture group this long is no live stream's; it would only be memory. */
const MAX_TAGS = 3000

export class StreamTail {
  private readonly heads: Partial<Record<FlvTag['type'], FlvTag>> = {}
  private group: FlvTag[] = []

  /** Configurations and metadata, as of now. */
  get headers(): FlvTag[] {
    return [this.heads.script, this.heads.video, this.heads.audio].filter((tag) => tag !== undefined)
  }

  /** Headers, then the last key frame and all that followed it. */
  get all(): FlvTag[] {
    return [...this.headers, ...this.group]
  }

  /** Takes a tag in. Returns whether it says that the sound is coded in another way than before. */
  push(tag: FlvTag): boolean {
    const role = roleOf(tag)
    if (role === 'header') {
      const before = this.heads[tag.type]
      this.heads[tag.type] = tag
      if (tag.type === 'script' || before === undefined || equal(before.payload, tag.payload)) return false
      // What was coded in another way cannot be read with the new configuration.
      this.group = tag.type === 'video' ? [] : this.group.filter(({ type }) => type !== 'audio')
      return tag.type === 'audio'
    }
    if (role === 'key') this.group = []
    // Without a key frame to start from, what follows is of no use.
    if (role === 'key' || this.group.length > 0) this.group.push(tag)
    if (this.group.length > MAX_TAGS) this.group = []
    return false
  }
}

function roleOf({ type, payload }: FlvTag): 'header' | 'key' | 'other' {
  if (type === 'script') return 'header'
  if (payload.length === 0) return 'other'
  if (type === 'audio') return parseAudioTag(payload).packet === 'header' ? 'header' : 'other'
  const { packet, key } = parseVideoTag(payload)
  if (packet === 'header') return 'header'
  return key ? 'key' : 'other'
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
