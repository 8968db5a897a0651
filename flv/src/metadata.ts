import type { Amf0Value } from './amf0'
import { decodeAmf0 } from './amf0'
import { encodeAmf0 } from './amf0-encode'
import type { Bytes } from './bytes'

/**
 * What `onMetaData` of a live stream commonly says. Rates are kbit/s, sizes pixels. `videocodecid` 7 is H.264,
 * `audiocodecid` 10 AAC; leave one out when the stream has no such track, so that players do not wait for it.
 */
export interface StreamMetadata {
  width?: number
  height?: number
  framerate?: number
  videocodecid?: number
  videodatarate?: number
  audiocodecid?: number
  audiodatarate?: number
  audiosamplerate?: number
  stereo?: boolean
  encoder?: string
}

/** The payload of the script tag with `onMetaData`. */
export function writeMetadata(metadata: StreamMetadata & Record<string, Amf0Value>): Bytes {
  return encodeAmf0(['onMetaData', new Map<string, Amf0Value>(Object.entries(metadata))])
}

/**
 * The values of `onMetaData`, by name; undefined when the script tag says something else. The `@setDataFrame` that
 * RTMP publishers put before it is stepped over.
 * @throws FlvError when the payload is no AMF0.
 */
export function parseMetadata(payload: Uint8Array): Map<string, Amf0Value> | undefined {
  const values = decodeAmf0(payload)
  if (values[0] === '@setDataFrame') values.shift()
  const [name, data] = values
  if (name !== 'onMetaData') return undefined
  if (data instanceof Map) return data
  return new Map(isPlainObject(data) ? Object.entries(data) : [])
}

function isPlainObject(value: Amf0Value): value is Record<string, Amf0Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
