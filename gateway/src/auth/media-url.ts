/**
 * Signed media URLs. The signature covers what may be done (publish or play), the stream's name, the expiry and, for
 * publishing as a person, which of the stream's addresses this is; expiry guards connecting, a running connection is
 * ended by the room. Short on purpose: long RTMP URLs fail on iOS.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ID_PATTERN, type StreamId, type UserId } from '../wire'

export type MediaAction = 'publish' | 'play'

/** First path segment of every media URL. */
export const MEDIA_APP = 'live'
/** Longest URL handed out, characters (wechat-platform: long RTMP URLs fail on iOS). */
export const MAX_URL = 200
/** Longest `scheme://host:port` that keeps URLs with the longest ids under {@link MAX_URL}. */
export const MAX_BASE = 50

export interface MediaName {
  room: string
  streamId: StreamId
  userId: UserId
  /** An ingest address: pushed by something that is not in the room as a person. */
  external: boolean
}

const EXTERNAL = 'ext'

/** `<user>~<nonce>`; ids have no `~`, so it splits again. */
export function streamIdOf(userId: UserId, nonce: string = EXTERNAL): StreamId {
  return `${userId}~${nonce}`
}

/** `<room>~<user>~<nonce>`: unique over all rooms, which share the relay's one name space. */
export function mediaName(room: string, streamId: StreamId): string {
  return `${room}~${streamId}`
}

export function parseMediaName(name: string): MediaName | undefined {
  const [room = '', userId = '', nonce = '', ...rest] = name.split('~')
  if (rest.length > 0 || ![room, userId, nonce].every((part) => ID_PATTERN.test(part))) return undefined
  return { room, userId, streamId: streamIdOf(userId, nonce), external: nonce === EXTERNAL }
}

export type SignatureVerdict = 'ok' | 'token-invalid' | 'token-expired'

/** Where a signer's secrets come from; asked each time, because keys are replaced while the gateway runs. */
export interface UrlSecrets {
  /** The first signs, all verify. */
  urlSecrets(): readonly Buffer[]
}

export class UrlSigner {
  constructor(private readonly keys: UrlSecrets) {}

  /**
   * @param turn counts the addresses of one stream up; none for an address that no newer one takes the place of
   * @returns the query, `t=<hex unix seconds>&n=<turn, base 36>&s=<signature>`
   */
  sign(action: MediaAction, name: string, expiresAtMs: number, turn?: number): string {
    const t = Math.floor(expiresAtMs / 1000).toString(16)
    const n = turn?.toString(36) ?? ''
    const signature = this.signature(this.keys.urlSecrets()[0] as Buffer, action, name, t, n)
    return `t=${t}${n && `&n=${n}`}&s=${signature}`
  }

  verify(action: MediaAction, name: string, query: URLSearchParams, nowMs: number): SignatureVerdict {
    const t = query.get('t') ?? ''
    const n = query.get('n')
    if (!/^[0-9a-f]{1,10}$/.test(t) || (n !== null && !/^[0-9a-z]{1,6}$/.test(n))) return 'token-invalid'
    // As text: a lenient base64url reader skips what is no letter of it, so one signature could be written in many ways.
    const given = Buffer.from(query.get('s') ?? '')
    const good = this.keys.urlSecrets().some((secret) => {
      const expected = Buffer.from(this.signature(secret, action, name, t, n ?? ''))
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
    if (!good) return 'token-invalid'
    return parseInt(t, 16) * 1000 > nowMs ? 'ok' : 'token-expired'
  }

  private signature(secret: Buffer, action: MediaAction, name: string, t: string, n: string): string {
    const signed = [action, name, t, ...(n ? [n] : [])].join('\n')
    return createHmac('sha256', secret).update(signed).digest().subarray(0, 16).toString('base64url')
  }
}

/** The turn in a query that was verified, if it has one. */
export function turnOf(query: URLSearchParams): number | undefined {
  const n = query.get('n')
  return n === null ? undefined : parseInt(n, 36)
}

/** Where media clients reach this gateway: `http://host:port` and `rtmp://host:port`, without a trailing slash. */
export interface MediaBase {
  http: string
  rtmp: string
}

export function rtmpUrl(base: MediaBase, name: string, query: string): string {
  return `${base.rtmp}/${MEDIA_APP}/${name}?${query}`
}

export function flvUrl(base: MediaBase, name: string, query: string): string {
  return `${base.http}/${MEDIA_APP}/${name}.flv?${query}`
}
