/** A file to be fed: read once, checked, and kept as tags that any number of feeds send. */
import { readFile } from 'node:fs/promises'
import { FlvDemuxer, FlvError, parseVideoTag, type FlvTag } from '@lianmai/flv'
import { roleOf } from '../media/media-tag'

/** Clips are kept in memory; what is larger should be pushed by a program of its own. */
const MAX_BYTES = 64 << 20
const RECIPE = 'make one: ffmpeg -i film.mp4 -c:v libx264 -bf 0 -g 25 -pix_fmt yuv420p -c:a aac -f flv clip.flv'

/** A tag of the loop; `timestamp` counts from the clip's first key frame, ms. */
export interface Clip {
  /** Metadata and codec configurations, sent before anything else. */
  readonly headers: readonly FlvTag[]
  /** Sound and pictures, by time. */
  readonly media: readonly FlvTag[]
  /** Where the key frames are, ms, the first at 0. */
  readonly keys: readonly number[]
  /** From the first tag to the first of the next round, ms. */
  readonly duration: number
}

function demux(bytes: Uint8Array, file: string): FlvTag[] {
  const demuxer = new FlvDemuxer()
  try {
    return [...demuxer.push(bytes)]
  } catch (error) {
    if (!(error instanceof FlvError)) throw error
    throw new TypeError(`${file} is no FLV file (${error.message}); ${RECIPE}`)
  }
}

/** How long the last tag of a track lasts: as long as the one before. */
function end(media: readonly FlvTag[], type: FlvTag['type']): number {
  const times = media.flatMap((tag) => (tag.type === type ? [tag.timestamp] : []))
  const last = times.at(-1) ?? 0
  return times.length > 1 ? last + Math.max(1, last - (times.at(-2) as number)) : last + 1
}

/** @throws TypeError that names the file and says what it should be */
export function parseClip(bytes: Uint8Array, file: string): Clip {
  const tags = demux(bytes, file)
  const headers = new Map<FlvTag['type'], FlvTag>()
  const found: FlvTag[] = []
  const keys: number[] = []
  let zero: number | undefined
  for (const tag of tags) {
    const role = roleOf(tag)
    if (role === 'metadata' || role === 'header') headers.set(tag.type, { ...tag, timestamp: 0 })
    if (role === 'key') keys.push(tag.timestamp - (zero ??= tag.timestamp))
    if (zero !== undefined && tag.type !== 'script' && (role === 'key' || role === 'frame'))
      found.push({ ...tag, timestamp: Math.max(0, tag.timestamp - zero) })
  }
  const video = headers.get('video')
  if (!video || parseVideoTag(video.payload).codec !== 'h264' || keys.length === 0)
    throw new TypeError(`${file} has no H.264 pictures, which live-player needs; ${RECIPE}`)
  const media = found.sort((a, b) => a.timestamp - b.timestamp)
  const duration = Math.max(end(media, 'video'), end(media, 'audio'))
  return { headers: [...headers.values()], media, keys, duration }
}

/** @throws TypeError as {@link parseClip}, and when the file cannot be read or is too large */
export async function readClip(file: string): Promise<Clip> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new TypeError(`cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`)
  })
  if (bytes.length > MAX_BYTES)
    throw new TypeError(`${file} has ${bytes.length >> 20} MB; a clip to be fed has at most ${MAX_BYTES >> 20}`)
  return parseClip(bytes, file)
}
