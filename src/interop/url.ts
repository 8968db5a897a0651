/** Which of the addresses a stream has `<live-player>` can play, and which of them is best. */
import type { PlayMode } from '../provider/types'

/** `vendor`: a cloud's own scheme (`room:`, `simulated:`), which only the provider that gave it understands. */
export type UrlKind = 'rtmp' | 'flv' | 'ws-flv' | 'hls' | 'webrtc' | 'mpeg1' | 'srt' | 'vendor'

const KINDS: ReadonlyArray<readonly [UrlKind, RegExp]> = [
  ['rtmp', /^rtmps?:/],
  ['flv', /^https?:[^?#]*\.flv\b/],
  ['hls', /^https?:[^?#]*\.m3u8\b/],
  ['ws-flv', /^wss?:[^?#]*\.flv\b/],
  ['mpeg1', /^wss?:/],
  ['webrtc', /^webrtc:|^https?:.*\/(whep|whip)\b/],
  ['srt', /^srt:/],
  ['vendor', /^(?!https?:)[a-z][a-z0-9+.-]*:/],
]

/** @returns undefined for what is no address of a stream (an http page, a path). */
export const kindOf = (url: string): UrlKind | undefined => KINDS.find(([, pattern]) => pattern.test(url))?.[0]

/**
 * What live-player plays, best first: `flv, rtmp only` (its component page). WeChat documents low latency for RTMP; for `live`
 * FLV passes proxies and CDNs better. A vendor's own scheme is there for a reason.
 */
const PREFERENCE: Readonly<Record<PlayMode, readonly UrlKind[]>> = {
  live: ['vendor', 'flv', 'rtmp'],
  RTC: ['vendor', 'rtmp', 'flv'],
}

/**
 * @param failures how often playing has failed in a row: some iOS versions stay black with one of the two formats, so from
 * the second failure on the other one has its turn
 * @returns undefined when live-player can play none of them
 */
export function choosePlayUrl(urls: readonly string[], mode: PlayMode, failures = 0): string | undefined {
  const playable = PREFERENCE[mode].flatMap((kind) => urls.filter((url) => kindOf(url) === kind))
  return playable[Math.max(0, failures - 1) % (playable.length || 1)]
}
