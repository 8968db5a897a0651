import { RtmpError } from '../errors'

/** An RTMP address, taken apart the way ffmpeg, OBS and phones do. */
export interface RtmpUrl {
  host: string
  /** Default 1935. */
  port: number
  /** First part of the path. */
  app: string
  /** The rest of the path, without the query. */
  name: string
  /** Without its question mark; '' when there is none. */
  query: string
  /** What `connect` sends as tcUrl. */
  tcUrl: string
}

/** @throws RtmpError `state` with the form that is expected. */
export function parseRtmpUrl(url: string): RtmpUrl {
  const match = /^rtmp:\/\/(\[[0-9a-fA-F:.]+\]|[^/:?#[\]@]+)(?::(\d{1,5}))?\/([^/?]+)\/([^?]+)(?:\?(.*))?$/.exec(url)
  const [, host, digits, app, name, query] = match ?? []
  const port = Number(digits ?? 1935)
  if (!host || !app || !name || port < 1 || port > 65535) {
    throw new RtmpError('state', `RTMP: "${url}" is not of the form rtmp://host[:port]/app/name[?query]`)
  }
  const tcUrl = `rtmp://${host}${digits ? `:${digits}` : ''}/${app}`
  return { host: host.replace(/^\[|\]$/g, ''), port, app, name, query: query ?? '', tcUrl }
}

/** `name?query` as encoders put it into connect, publish and play. */
export function splitQuery(text: string): [path: string, query: string] {
  const at = text.indexOf('?')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
