/** What this browser lacks for the two tags, by name, so that the message on the tag can say it. */

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
