/** Which of the addresses a stream has `<live-player>` can play, and which of them is best. */
import type { PlayMode } from '../provider/types'

/** `vendor`: a cloud's own scheme (`room:`, `simulated:`), which only the provider that gave it understands. */
export type UrlKind = 'rtmp' | 'flv' | 'ws-flv' | 'hls' | 'webrtc' | 'mpeg1' | 'srt' | 'vendor'

/** First match counts. A file's ending is looked for in the path only: queries carry signatures and other addresses. */
const KINDS: ReadonlyArray<readonly [UrlKind, RegExp]> = [
  ['rtmp', /^rtmps?:/i],
  ['flv', /^https?:[^?#]*\.flv\b/i],
  ['hls', /^https?:[^?#]*\.m3u8\b/i],
  ['ws-flv', /^wss?:[^?#]*\.flv\b/i],
  ['mpeg1', /^wss?:/i],
  ['webrtc', /^webrtc:|^https?:[^?#]*\/wh[ei]p\b/i],
  ['srt', /^srt:/i],
  ['vendor', /^(?!https?:)[a-z][a-z0-9+.-]*:/i],
]

/**
 * What kind of address it is, by scheme and ending.
 * @returns undefined for what is no address of a stream (an http page, a path)
 */
export const kindOf = (url: string): UrlKind | undefined => KINDS.find(([, pattern]) => pattern.test(url))?.[0]

/**
 * What live-player plays, best first: `flv, rtmp only` (its component page). WeChat documents low latency for RTMP; for `live`
 * FLV passes proxies and CDNs better. A vendor's own scheme is there for a reason.
 */
const PREFERENCE: Readonly<Record<PlayMode, readonly UrlKind[]>> = {
  live: ['vendor', 'flv', 'rtmp'],
  RTC: ['vendor', 'rtmp', 'flv'],
}

/** Longer RTMP addresses fail on iOS (seen in WeChat's community, no number is documented; ours stay below). */
const LONGEST_RTMP = 200

/**
 * An RTMP address of more than 200 characters comes last on every phone: the other format costs some latency there, a wrong
 * guess on iOS the picture.
 * @param failures how often playing has failed in a row: some iOS versions stay black with one of the two formats, so from
 * the second failure on the other one has its turn
 * @returns undefined when live-player can play none of them
 */
export function choosePlayUrl(urls: readonly string[], mode: PlayMode, failures = 0): string | undefined {
  const risky = (url: string) => kindOf(url) === 'rtmp' && url.length > LONGEST_RTMP
  const playable = PREFERENCE[mode].flatMap((kind) => urls.filter((url) => kindOf(url) === kind && !risky(url)))
  playable.push(...urls.filter(risky))
  return playable[Math.max(0, failures - 1) % (playable.length || 1)]
}
