import type { FlvTag } from '@lianmai/flv'
import type { Clip } from './clip'

/** From and to, ms of the clip; taken to the key frames around it. */
export type Section = readonly [from: number, to: number]

interface Round {
  tags: readonly FlvTag[]
  /** ms of the clip. */
  from: number
  length: number
}

function cut({ media, keys, duration }: Clip, [from, to]: Section): Round {
  const first = keys.filter((key) => key <= from).at(-1) ?? 0
  const last = keys.find((key) => key >= to && key > first) ?? duration
  const tags = media.filter(({ timestamp }) => timestamp >= first && timestamp < last)
  return { tags, from: first, length: last - first }
}

/** A clip, or a section of it, round after round on one time line that begins at 0 and never jumps. */
export class Loop {
  private round: Round
  private next: Round
  /** Where the running round began, ms of the feed. */
  private began: number
  private index = 0

  /** @param offset where the first round begins, ms of the section; taken to the key frame before it */
  constructor(
    private readonly clip: Clip,
    section: Section = [0, clip.duration],
    offset = 0,
  ) {
    this.round = this.next = cut(clip, section)
    const { from, length, tags } = this.round
    const start = clip.keys.filter((key) => key <= from + (offset % length)).at(-1) ?? from
    this.began = from - start
    this.index = tags.findIndex(({ timestamp }) => timestamp >= start)
  }

  /** Another section, from the next round on; without one the whole clip. */
  section(section: Section = [0, this.clip.duration]): void {
    this.next = cut(this.clip, section)
  }

  /** What is due up to that moment, ms of the feed, and was not taken yet. */
  until(time: number): FlvTag[] {
    const due: FlvTag[] = []
    for (;;) {
      const { tags, from, length } = this.round
      for (; this.index < tags.length; this.index++) {
        const tag = tags[this.index] as FlvTag
        const timestamp = this.began + tag.timestamp - from
        if (timestamp > time) return due
        due.push({ ...tag, timestamp: timestamp >>> 0 })
      }
      if (this.began + length > time) return due
      this.began += length
      this.round = this.next
      this.index = 0
    }
  }
}
