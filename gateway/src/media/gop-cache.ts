import type { FlvHeader } from '@lianmai/flv'
import { parseMetadata } from '@lianmai/flv'
import type { MediaTag } from './media-tag'

/** Frames in a cached group; a publisher of many tiny frames must not fill the memory with objects. */
const MAX_TAGS = 6000
/** What metadata announces is believed this long, then only what has been seen, ms of the publisher's time. */
const GRACE_MS = 1000

/** What a player needs to begin: metadata, codec headers, and everything from the last key frame on. */
export class GopCache {
  metadata: MediaTag | undefined
  videoHeader: MediaTag | undefined
  audioHeader: MediaTag | undefined
  private readonly seen = { audio: false, video: false }
  private announced = { audio: false, video: false }
  private tags: MediaTag[] = []
  private bytes = 0
  private now = 0

  /** @param maxBytes A group of pictures beyond this is not kept; players then begin at the next key frame. */
  constructor(private readonly maxBytes: number) {}

  /** From the last key frame to now; empty when that is too much or there was none. */
  get group(): readonly MediaTag[] {
    return this.tags
  }

  /** Whether a player has to wait for a key frame, or may begin with sound. */
  get audioOnly(): boolean {
    return !this.seen.video && this.seen.audio && (this.now >= GRACE_MS || this.metadataRulesOutVideo)
  }

  /** The tracks that a player should expect. */
  get tracks(): FlvHeader {
    const believe = this.now < GRACE_MS
    return {
      audio: this.seen.audio || (believe && this.announced.audio),
      video: this.seen.video || (believe && this.announced.video),
    }
  }

  add(tag: MediaTag): void {
    this.now = Math.max(this.now, tag.time)
    if (tag.type !== 'script') this.seen[tag.type] = true
    if (tag.role === 'metadata') this.announce(tag)
    else if (tag.role === 'header') this.replaceHeader(tag)
    else if (tag.role === 'key') this.restart(tag)
    else if (this.tags.length) this.append(tag)
  }

  private get metadataRulesOutVideo(): boolean {
    return this.metadata !== undefined && !this.announced.video
  }

  private announce(tag: MediaTag): void {
    const values = parseMetadata(tag.payload)
    this.metadata = tag
    this.announced = { audio: Boolean(values?.get('audiocodecid')), video: Boolean(values?.get('videocodecid')) }
  }

  private replaceHeader(tag: MediaTag): void {
    const slot = tag.type === 'video' ? 'videoHeader' : 'audioHeader'
    // Pictures before a new configuration cannot be decoded with it.
    if (slot === 'videoHeader' && !samePayload(this.videoHeader, tag)) this.clear()
    this[slot] = tag
  }

  private restart(tag: MediaTag): void {
    this.clear()
    this.append(tag)
  }

  private append(tag: MediaTag): void {
    this.tags.push(tag)
    this.bytes += tag.payload.length
    if (this.bytes > this.maxBytes || this.tags.length > MAX_TAGS) this.clear()
  }

  private clear(): void {
    this.tags = []
    this.bytes = 0
  }
}

export function samePayload(a: MediaTag | undefined, b: MediaTag | undefined): boolean {
  if (!a || !b) return a === b
  return Buffer.compare(a.payload, b.payload) === 0
}
