import { u24, u8 } from '../bytes'
import { RtmpError } from '../errors'
import type { FlvTag, TagType } from '../tag'
import type { RtmpMessage } from './message'
import { MESSAGE, stripSetDataFrame } from './message'

const TAG_TYPE = new Map<number, TagType>([
  [MESSAGE.audio, 'audio'],
  [MESSAGE.video, 'video'],
  [MESSAGE.dataAmf0, 'script'],
])

/**
 * The tags of a media message: one, several for an aggregate, none for a message that is not media.
 * @throws RtmpError `malformed` for a damaged aggregate.
 */
export function tagsOf(message: RtmpMessage): FlvTag[] {
  const { timestamp, payload } = message
  if (message.type === MESSAGE.aggregate) return aggregateTags(message)
  if (message.type === MESSAGE.dataAmf3) return [scriptTag(timestamp, payload.subarray(1))]
  const type = TAG_TYPE.get(message.type)
  if (!type) return []
  return type === 'script' ? [scriptTag(timestamp, payload)] : [{ type, timestamp, payload }]
}

const scriptTag = (timestamp: number, payload: Uint8Array): FlvTag => ({
  type: 'script',
  timestamp,
  payload: stripSetDataFrame(payload),
})

/** FLV tags with their trailing sizes; their times count from the first of them (section 7.1.6). */
function aggregateTags(message: RtmpMessage): FlvTag[] {
  const { payload } = message
  const tags: FlvTag[] = []
  let first: number | undefined
  for (let at = 0; at < payload.length;) {
    const size = u24(payload, at + 1)
    if (at + 11 + size + 4 > payload.length) throw new RtmpError('malformed', 'RTMP: an aggregate message is cut short')
    const time = u24(payload, at + 4) + u8(payload, at + 7) * 0x1000000
    first ??= time
    const timestamp = (message.timestamp + time - first) >>> 0
    const type = TAG_TYPE.get(u8(payload, at))
    const body = payload.subarray(at + 11, at + 11 + size)
    if (type) tags.push({ type, timestamp, payload: type === 'script' ? stripSetDataFrame(body) : body })
    at += 11 + size + 4
  }
  return tags
}
