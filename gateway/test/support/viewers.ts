import type { FlvTag } from '@lianmai/flv'
import { parseMetadata, writeAacTag, writeAvcTag, writeMetadata } from '@lianmai/flv'
import type { Log } from './events'
import { openRtmp, openWs, playHttp } from './peers'
import type { TestRelay } from './relay'

/** ms between the pictures and between the sounds of {@link clip}. */
export const PICTURE_MS = 40
const SOUND_MS = 20

const mark = (who: number, index: number) => Uint8Array.of(who, index)

/** The beginning of a stream: metadata and codec headers, in which `who` can be seen. */
export function head(who: number, timestamp = 0): FlvTag[] {
  return [
    { type: 'script', timestamp, payload: writeMetadata({ width: who, videocodecid: 7, audiocodecid: 10 }) },
    { type: 'video', timestamp, payload: writeAvcTag({ packet: 'header', data: mark(who, 0) }) },
    { type: 'audio', timestamp, payload: writeAacTag({ packet: 'header', data: mark(who, 0) }) },
  ]
}

/** A key frame, then pictures that need it, with two sounds to each; all of them say who they are of. */
export function pictures(who: number, count: number, timestamp = 0, key = true): FlvTag[] {
  return Array.from({ length: count }, (_none, index): FlvTag[] => {
    const at = timestamp + index * PICTURE_MS
    const data = mark(who, index)
    return [
      { type: 'video', timestamp: at, payload: writeAvcTag({ key: key && index === 0, data }) },
      { type: 'audio', timestamp: at, payload: writeAacTag({ data }) },
      { type: 'audio', timestamp: at + SOUND_MS, payload: writeAacTag({ data }) },
    ]
  }).flat()
}

export const clip = (who: number, count: number, timestamp = 0) => [
  ...head(who, timestamp),
  ...pictures(who, count, timestamp),
]

export interface Viewer {
  tags: Log<FlvTag>
  /** Resolves when the connection is over. */
  closed: Promise<unknown>
  isOpen(): boolean
}

/** One viewer of each protocol; all have their yes, or wait for a stream without one. */
export async function openViewers(at: TestRelay, name: string): Promise<Viewer[]> {
  const http = playHttp(`${at.http}/${name}.flv`)
  const ws = openWs(`${at.ws}/${name}`)
  const rtmp = openRtmp(`${at.rtmp}/${name}`, 'play')
  await rtmp.events.first(({ type }) => type === 'started')
  await ws.opened
  return [viewer(http.tags, http.ended), viewer(ws.tags, ws.closed), viewer(rtmp.tags, rtmp.closed)]
}

function viewer(tags: Log<FlvTag>, closed: Promise<unknown>): Viewer {
  let open = true
  void closed.then(() => (open = false))
  return { tags, closed, isOpen: () => open }
}

/** Whose it is and what it is: `1 key`, `1 inter`, `2 sound`, `2 avc`, `2 aac`; or `meta`. */
export function nameOf({ type, payload }: FlvTag): string {
  if (type === 'script') return 'meta'
  const [first = 0, packet] = payload
  const data = type === 'video' ? payload.subarray(5) : payload.subarray(2)
  const kind =
    packet === 0 ? (type === 'video' ? 'avc' : 'aac') : type === 'audio' ? 'sound' : first >> 4 === 1 ? 'key' : 'inter'
  return `${data[0]} ${kind}`
}

/** What a viewer got, without what only RTMP says to its players. */
export function namesOf({ tags }: Viewer): string[] {
  return tags.all.filter(({ type, payload }) => type !== 'script' || parseMetadata(payload)).map(nameOf)
}
