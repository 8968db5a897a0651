import type { MediaRefusal, MediaRefusalCode, MediaRequest } from './types'

/** How each refusal looks in each protocol. */
const TABLE: Record<MediaRefusalCode, { http: number; ws: number; publish: string; play: string }> = {
  'token-invalid': { http: 401, ws: 4401, publish: 'NetStream.Publish.Denied', play: 'NetStream.Play.Failed' },
  'token-expired': { http: 401, ws: 4401, publish: 'NetStream.Publish.Denied', play: 'NetStream.Play.Failed' },
  forbidden: { http: 403, ws: 4403, publish: 'NetStream.Publish.Denied', play: 'NetStream.Play.Failed' },
  'stream-not-found': {
    http: 404,
    ws: 4404,
    publish: 'NetStream.Publish.Denied',
    play: 'NetStream.Play.StreamNotFound',
  },
  'stream-in-use': { http: 409, ws: 4409, publish: 'NetStream.Publish.BadName', play: 'NetStream.Play.Failed' },
  busy: { http: 503, ws: 4503, publish: 'NetStream.Publish.Denied', play: 'NetStream.Play.Failed' },
}

/** WebSocket close codes of the media relay beside those of refusals. */
export const WS_CLOSE = {
  ended: 1000,
  shutdown: 1001,
  malformed: 4400,
  kicked: 4403,
  timedOut: 4408,
  replaced: 4409,
} as const

export const httpStatus = (refusal: MediaRefusal): number => TABLE[refusal.code].http
export const wsCloseCode = (refusal: MediaRefusal): number => TABLE[refusal.code].ws
export const rtmpCode = (refusal: MediaRefusal, action: MediaRequest['action']): string => TABLE[refusal.code][action]

/** One line with the code first, for protocols that have room for one text only. */
export const refusalText = (refusal: MediaRefusal): string => `${refusal.code}: ${refusal.why}`

/** A close frame has room for 123 bytes of reason. */
export function closeReason(text: string): string {
  let reason = text
  while (Buffer.byteLength(reason) > 123) reason = reason.slice(0, -1)
  return reason
}

export const refuse = (code: MediaRefusalCode, why: string): MediaRefusal => ({ ok: false, code, why })
