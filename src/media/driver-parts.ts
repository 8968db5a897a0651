import type { LiveError } from '../errors'
import type { Clock } from './clock'
import type { MediaState } from './types'

/**
 * How long changed attributes get to reach the native tag before the device is told: the store's flush, the component's
 * setData and the view layer's round trip, three frames in all. The platform has no event that says so, and a changed `src`
 * or `url` is only taken by a stop and a start after it.
 */
export const ATTRIBUTES_MS = 50

/** A stop whose callback never comes (seen around background) must not hold up the start. */
export const STOP_MS = 1000

/** A native context, in the words of the driver. */
export interface DriverDevice {
  start(): Promise<void>
  stop(): Promise<void>
}

/** What a player and a pusher do differently. */
export interface DriverParts<Target> {
  clock: Clock
  /** Gets the URL; `fresh` after a failure. */
  ask(fresh: boolean): Promise<Target>
  /** Puts the answer into the tag's attributes. The tag is stopped at this time. */
  apply(target: Target): void
  /** An answer that nobody waits for any more. */
  late(target: Target): void
  /** The mounted tag. */
  device(): DriverDevice | undefined
  /** False: there is nothing yet to come back to, so a refused ask is final and nothing starts by itself. */
  persistent(): boolean
  /** Whether a connection is all there is to wait for, or a first sound (`audio`), or a first picture (`video`). */
  expects(): 'connection' | 'audio' | 'video'
  state(): MediaState
  enter(state: MediaState): void
  error(error: LiveError): void
  /** The reason of a failure that brings no better one. */
  failure: 'play-failed' | 'publish-failed'
  /** Milliseconds that a start may take; absent: until the platform says it is over. */
  startTimeout?: number
  /** Retries before `failed`; default {@link MAX_ATTEMPTS}. */
  maxAttempts?: number | undefined
}
