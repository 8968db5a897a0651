/** What this browser lacks for the two tags, by name, so that the message on the tag can say it. */

import type { Language } from '../env/types'
import type { MediaView } from './media-view'
import { noticeText } from './notices'

const has = (name: string): boolean => name in globalThis

/** APIs that live-pusher needs and this browser lacks; empty in Chromium on localhost or https. */
export function missingForPush(): string[] {
  return ['VideoEncoder', 'VideoFrame', 'MediaStreamTrackProcessor', 'Worker', 'WebAssembly'].filter(
    (name) => !has(name),
  )
}

/** APIs that live-player needs and this browser lacks. */
export function missingForPlay(): string[] {
  return ['MediaSource', 'WebSocket'].filter((name) => !has(name))
}

/** APIs that `mode="RTC"` needs; without them it is played as `live` with the smallest buffer. */
export function missingForRealtimePlay(): string[] {
  return ['VideoDecoder', 'AudioDecoder', 'EncodedVideoChunk', 'AudioWorkletNode'].filter((name) => !has(name))
}

/** Says on the tag what is missing. @throws Error then, with the remedy. */
export function assertCanPush(view: MediaView, language: Language): void {
  const missing = missingForPush()
  if (missing.length === 0) return
  view.say(noticeText('browser-cannot', language, missing.join(', ')))
  throw new Error(`this browser cannot push, it lacks ${missing.join(', ')}: use Chrome or Edge`)
}
