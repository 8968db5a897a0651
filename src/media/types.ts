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

export type MediaPhase = MediaState['phase']

/** 0 unknown, 1 bad ... 5 excellent. */
export type Grade = 0 | 1 | 2 | 3 | 4 | 5

/** Native netstatus `info`, as documented: absent fields are absent, not zero. Bitrates in kbps. */
export interface NetStatus {
  videoBitrate?: number
  audioBitrate?: number
  videoFPS?: number
  videoGOP?: number
  netSpeed?: number
  netJitter?: number
  /** 0 unknown, 1 best ... 6 worst (Tencent FAQ). */
  netQualityLevel?: number
  videoWidth?: number
  videoHeight?: number
  /** Frames on the pusher, milliseconds on the player. */
  videoCache?: number
  audioCache?: number
  vDecCacheSize?: number
  vSumCacheSize?: number
  avPlayInterval?: number
  avRecvInterval?: number
  audioCacheThreshold?: number
}

/** The mounted `<live-player>`'s context, promise-wrapped by the component (the native one is callback style only). */
export interface PlayerDevice {
  play(): Promise<void>
  stop(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
}

/** The mounted `<live-pusher>`'s context, promise-wrapped by the component. */
export interface PusherDevice {
  start(): Promise<void>
  stop(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  switchCamera(): Promise<void>
}

/** What `<live-player>` is given. */
export interface PlayerAttributes {
  src: string
  mode: PlayMode
  minCache: number
  maxCache: number
  muted: boolean
  extra: TagAttributes
}

/** What `<live-pusher>` is given. */
export interface PusherAttributes {
  url: string
  mode: PushMode
  enableCamera: boolean
  enableMic: boolean
  devicePosition: 'front' | 'back'
  /** kbps */
  minBitrate: number
  maxBitrate: number
  /** Of an upright picture, px. */
  videoWidth: number
  videoHeight: number
  fps: number
  extra: TagAttributes
}

export interface PlayerSnapshot {
  streamId: StreamId
  state: MediaState
  attributes: PlayerAttributes
  grade: Grade
  stats: NetStatus
  /** 0-100, rounded to steps of 10 before it leaves the core: values that tick are quantised. */
  volume: number
}

export interface PusherSnapshot {
  /** The empty string while not publishing. */
  streamId: StreamId
  state: MediaState
  attributes: PusherAttributes
  grade: Grade
  stats: NetStatus
  volume: number
}

export interface MediaEvents<S> {
  /** Anything in the snapshot changed; a fresh object each time. */
  change: S
  /** A failure a person may have to act on. */
  error: LiveError
}
