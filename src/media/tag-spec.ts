import type { createDriver } from './driver'
import type { LiveError } from '../errors'
import type { PlayerPorts } from './ports'
import type { CellSpec, MediaSnapshot } from './snapshot'
import type { NetStatus } from './types'

/**
 * How long changed attributes get to reach the native tag before the device is told: the store's flush, the component's
 * setData and the view layer's round trip, three frames in all. The platform has no event that says so, and a changed `src`
 * or `url` is only taken by a stop and a start after it.
 */
export const ATTRIBUTES_MS = 50

/** A stop whose callback never comes (seen around background) must not hold up the start. */
export const STOP_MS = 1000

/** What a player and a pusher do differently. */
export interface TagSpec<S extends MediaSnapshot, Target, Device> extends CellSpec<S> {
  tag: 'live-player' | 'live-pusher'
  ports: Pick<PlayerPorts, 'native' | 'clock'>
  /** The reason of a failure that brings no better one. */
  failure: 'play-failed' | 'publish-failed'
  /** Milliseconds that a start may take; absent: until the platform says it is over. */
  startTimeout?: number
  /** Gets the address; `fresh` after a failure. */
  ask(fresh: boolean): Promise<Target>
  /** Puts the answer into the tag's attributes. The tag is stopped at this time. @param failures attempts lost in a row */
  apply(target: Target, failures: number): void
  /** Takes an answer that nobody waits for any more; absent where it holds nothing on the server. */
  late?(target: Target): void
  start(device: Device): Promise<void>
  /** False: there is nothing yet to come back to, so a refused ask is final and nothing starts by itself. */
  persistent(): boolean
  /** What is sent: says whether a picture, a sound, or the connection alone is to be waited for. */
  media(): { audio: boolean; video: boolean }
  /** What a report says where a client sends no code. */
  flow(stats: NetStatus): 'live' | 'sound' | undefined
  /** Takes a failure that somebody holds a promise for. @returns false when nobody does */
  failed?(error: LiveError): boolean
}

/** The machine, as the two controllers hold it. */
export type Driver<S extends MediaSnapshot, Target, Device extends { stop(): Promise<void> }> = ReturnType<
  typeof createDriver<S, Target, Device>
>
