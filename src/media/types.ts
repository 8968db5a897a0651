/** What the two media controllers take, say and remember. They know native events, not components and not providers. */
import type { ErrorReason, LiveError } from '../errors'
import type { PlayMode, PushMode, StreamId, TagAttributes } from '../provider/types'

/**
 * Where a tag stands. `retrying`: the kit's own retry number `attempt` runs or waits; the platform's own retries show as
 * `buffering`. `interrupted`: a call or another app took the audio. `suspended`: the app is in the background.
 */
export type MediaState =
  | { phase: 'idle' }
  | { phase: 'starting' }
  | { phase: 'live' }
  | { phase: 'buffering' }
  | { phase: 'retrying'; attempt: number }
  | { phase: 'suspended' }
  | { phase: 'interrupted' }
  | { phase: 'failed'; reason: ErrorReason; code?: number }
  | { phase: 'stopped' }

/** The name of a state, without what comes with it. */
export type MediaPhase = MediaState['phase']

/** 0 unknown, 1 bad ... 5 excellent. */
export type Grade = 0 | 1 | 2 | 3 | 4 | 5

/** Native netstatus `info`, as documented: absent fields are absent, not zero. Bitrates in kbps. */
export interface NetStatus {
  /** kbps, of the encoder (pusher) or decoder (player). */
  videoBitrate?: number
  /** kbps, of the encoder or decoder. */
  audioBitrate?: number
  /** Frames a second. */
  videoFPS?: number
  /** Seconds between two key frames. */
  videoGOP?: number
  /** Sent or received, kbps by what is seen; no unit is documented. */
  netSpeed?: number
  /** 0 none, larger is less steady; no unit is documented. */
  netJitter?: number
  /** 0 unknown, 1 best ... 6 worst (Tencent FAQ). */
  netQualityLevel?: number
  /** px */
  videoWidth?: number
  /** px */
  videoHeight?: number
  /** Frames on the pusher, milliseconds on the player. */
  videoCache?: number
  /** Frames on the pusher, milliseconds on the player. */
  audioCache?: number
  /** Player: frames in the decoder (Android hardware decoding only). */
  vDecCacheSize?: number
  /** Player: all frames in the buffer; more is more delay. */
  vSumCacheSize?: number
  /** Player: sound against picture when played, ms. */
  avPlayInterval?: number
  /** Player: sound against picture when received, ms. */
  avRecvInterval?: number
  /** Player: how much sound may wait before the delay is worked off, ms by what is seen. */
  audioCacheThreshold?: number
}

/** The mounted `<live-player>`'s context, promise-wrapped by the component (the native one is callback style only). */
export interface PlayerDevice {
  /** Plays the `src` that the tag has now. */
  play(): Promise<void>
  /** Stops; the last picture may stay. */
  stop(): Promise<void>
  /** Holds the picture; the controller does not use it. */
  pause(): Promise<void>
  /** Goes on after pause(). */
  resume(): Promise<void>
}

/** The mounted `<live-pusher>`'s context, promise-wrapped by the component. */
export interface PusherDevice {
  /** Opens the camera and pushes to the `url` that the tag has now. */
  start(): Promise<void>
  /** Stops pushing, and the preview. */
  stop(): Promise<void>
  /** Holds the push; the controller does not use it. */
  pause(): Promise<void>
  /** Goes on after pause(). */
  resume(): Promise<void>
  /** Front to back, or back to front. */
  switchCamera(): Promise<void>
}

/** What `<live-player>` is given. */
export interface PlayerAttributes {
  /** The empty string while nothing is played. */
  src: string
  /** The tag's `mode`. */
  mode: PlayMode
  /** Seconds of buffer that playing begins with. */
  minCache: number
  /** Seconds of buffer from which on the player catches up. */
  maxCache: number
  /** By the person, on this phone. */
  muted: boolean
  /** What the provider wants besides, kebab-case. */
  extra: TagAttributes
}

/** What `<live-pusher>` is given. */
export interface PusherAttributes {
  /** The empty string while nothing is pushed. */
  url: string
  /** The tag's `mode`. */
  mode: PushMode
  /** Taken by a stop and a start only. */
  enableCamera: boolean
  /** False while a host has the microphone, too. */
  enableMic: boolean
  /** Read at insertion only; the running camera is turned by the device. */
  devicePosition: 'front' | 'back'
  /** kbps */
  minBitrate: number
  /** kbps */
  maxBitrate: number
  /** Of an upright picture, px. */
  videoWidth: number
  /** Of an upright picture, px. */
  videoHeight: number
  /** Frames a second. */
  fps: number
  /** What the provider wants besides, kebab-case. */
  extra: TagAttributes
}

/** What a player shows; a fresh object with each change. */
export interface PlayerSnapshot {
  /** What is played. */
  streamId: StreamId
  /** Where the tag stands. */
  state: MediaState
  /** What the tag is to be given. */
  attributes: PlayerAttributes
  /** Of the last reports; 0 unless the media flows. */
  grade: Grade
  /** The last report; empty without a tag. */
  stats: NetStatus
  /** 0-100, rounded to steps of 10 before it leaves the core: values that tick are quantised. */
  volume: number
}

/** What the pusher shows; a fresh object with each change. */
export interface PusherSnapshot {
  /** The empty string while not publishing. */
  streamId: StreamId
  /** Where the tag stands. */
  state: MediaState
  /** What the tag is to be given. */
  attributes: PusherAttributes
  /** Of the last reports; 0 unless the media flows. */
  grade: Grade
  /** The last report; empty without a tag. */
  stats: NetStatus
  /** 0-100, in steps of 10. */
  volume: number
}

/** One native code as it came: what `describeCode` of `lianmai/codes` puts into words. */
export interface NativeCode {
  /** Of a `statechange` or `error` event. */
  code: number
  /** ms since 1970 */
  at: number
}

/** The events of both controllers. */
export interface MediaEvents<S> {
  /** Anything in the snapshot changed; a fresh object each time. */
  change: S
  /** A failure a person may have to act on. */
  error: LiveError
}
