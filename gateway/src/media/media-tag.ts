import type { FlvTag, TagType } from '@lianmai/flv'
import { FlvError, parseAacConfig, parseAudioTag, parseAvcConfig, parseMetadata, parseVideoTag } from '@lianmai/flv'
import type { MediaStream } from './types'

/** What a tag means to the relay. `header`: codec configuration; `key`: a picture decoders can start at. */
export type TagRole = 'metadata' | 'header' | 'key' | 'frame'

/** A tag on its publisher's own time line. */
export interface MediaTag {
  type: TagType
  role: TagRole
  /** ms since its publisher began. */
  time: number
  payload: Uint8Array
}

/**
 * Undefined for tags that are not passed on: empty ones, which encoders send as a sign of life, and script data that
 * is not AMF0.
 * @throws FlvError for damaged audio, video and script tags.
 */
export function roleOf(tag: FlvTag): TagRole | undefined {
  if (tag.payload.length === 0) return undefined
  if (tag.type === 'script') return scriptRole(tag.payload)
  if (tag.type === 'audio') return parseAudioTag(tag.payload).packet
  const { packet, key } = parseVideoTag(tag.payload)
  return packet === 'header' ? 'header' : packet === 'frame' && key ? 'key' : 'frame'
}

function scriptRole(payload: Uint8Array): TagRole | undefined {
  try {
    return parseMetadata(payload) ? 'metadata' : 'frame'
  } catch (error) {
    if (error instanceof FlvError && error.code !== 'malformed') return undefined
    throw error
  }
}

type Description = { codec: string; width?: number; height?: number; sampleRate?: number; channels?: number }

/** Codec and size of a video header. */
export function describeVideo(payload: Uint8Array): NonNullable<MediaStream['video']> {
  const { codec, data } = parseVideoTag(payload)
  if (codec !== 'h264') return { codec }
  return orElse<Description>(
    () => {
      const config = parseAvcConfig(data)
      return { codec: config.codec, width: config.width, height: config.height }
    },
    { codec },
  )
}

/** Codec, rate and channels of an audio header. */
export function describeAudio(payload: Uint8Array): NonNullable<MediaStream['audio']> {
  const { codec, data } = parseAudioTag(payload)
  if (codec !== 'aac') return { codec }
  return orElse<Description>(
    () => {
      const { codec: name, sampleRate, channels } = parseAacConfig(data)
      return { codec: name, sampleRate, channels }
    },
    { codec },
  )
}

/** A configuration that we cannot read may still be one that players can. */
function orElse<T>(parse: () => T, fallback: T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof FlvError) return fallback
    throw error
  }
}
