/** From the URL that a page carries (rtmp or http-flv, as on a phone) to the WebSocket that a browser can open. */
import type { MediaSettings } from '../../env/types'

export type MediaAction = 'play' | 'publish'

/** Schemes the two tags accept here. Documented are rtmp and flv; `room://` is private to the platform. */
const SCHEMES = ['rtmp:', 'http:', 'https:', 'ws:', 'wss:', 'simulated:']

/** Scheme, host and port of a media URL with the protocol's default port written out: `rtmp://h` is `rtmp://h:1935`. */
function origin(url: URL): string {
  const defaults: Record<string, string> = {
    'rtmp:': '1935',
    'http:': '80',
    'ws:': '80',
    'https:': '443',
    'wss:': '443',
  }
  return `${url.protocol}//${url.hostname}:${url.port || defaults[url.protocol]}`
}

/**
 * The WebSocket URL for a page's media URL. A `--media-map` pair whose `from` has the same scheme, host and port (and is a
 * prefix of the path) wins, path, query and signature kept; ws and wss URLs are used as they are; all else goes to the
 * preview server's bridge.
 *
 * @throws Error when the URL is empty, malformed or of a scheme neither the platform nor the preview plays.
 */
export function resolveMediaUrl(text: string, action: MediaAction, settings: MediaSettings): string {
  const url = parseMediaUrl(text)
  for (const { from, to } of settings.map) {
    const rest = afterPrefix(url, from)
    if (rest !== undefined) return to.replace(/\/+$/, '') + rest
  }
  if (url.protocol === 'ws:' || url.protocol === 'wss:') return text
  const bridge = new URL(settings.bridge)
  bridge.searchParams.set('action', action)
  bridge.searchParams.set('url', text)
  return bridge.href
}

/** Reads a media URL. @throws Error with the remedy in its message. */
export function parseMediaUrl(text: string): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new Error(`"${text}" is not a URL: write rtmp://host/app/stream or http(s)://host/app/stream.flv`)
  }
  if (!SCHEMES.includes(url.protocol)) {
    throw new Error(
      `${url.protocol}// is not a stream: live-pusher takes rtmp, live-player takes rtmp and flv over http(s)`,
    )
  }
  return url
}

/** Path and query of `url` below the prefix `from`, or `undefined` when `from` is no prefix of it. */
function afterPrefix(url: URL, from: string): string | undefined {
  const prefix = new URL(from)
  if (origin(prefix) !== origin(url)) return undefined
  const base = prefix.pathname.replace(/\/+$/, '')
  if (base !== '' && url.pathname !== base && !url.pathname.startsWith(base + '/')) return undefined
  return url.pathname.slice(base.length) + url.search
}
