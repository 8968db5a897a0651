/** `window.lianmaiMedia`: what end-to-end tests and the preview's bar can read of every mounted tag. */
import type { BuiltinHost } from '../builtins/types'
import { pictureHash } from './snapshot'
import type { NetStatusInfo } from './transport/rates'

export interface MediaProbe {
  readonly tag: 'live-pusher' | 'live-player'
  readonly id: string
  readonly pageId: string
  readonly state: string
  /** The tag's `mode`: live or RTC of a player, SD, HD, FHD or RTC of a pusher. */
  readonly mode: string
  /** State codes raised, oldest first, at most the last 100. */
  readonly codes: readonly number[]
  /** The last netstatus; `undefined` while nothing flows. */
  readonly netStatus: NetStatusInfo | undefined
  /** The sentence over the picture; the empty string without one. */
  readonly notice: string
  /** Changes when the picture changes; `undefined` before the first. */
  pictureHash(): number | undefined
  /** Root mean square of the sound, 0-1: sent by a pusher, received by a player. */
  audioLevel(): number
}

declare global {
  interface Window {
    lianmaiMedia?: { list(): MediaProbe[] }
  }
}

const probes = new Set<MediaProbe>()

/** Adds a tag; returns the function that removes it. */
export function addProbe(probe: MediaProbe): () => void {
  window.lianmaiMedia ??= { list: () => [...probes] }
  probes.add(probe)
  return () => void probes.delete(probe)
}

/** What both engines show of themselves. */
interface Inspectable {
  readonly state: string
  readonly attributes: { readonly mode: string }
  readonly codes: readonly number[]
  readonly netStatus: NetStatusInfo | undefined
  readonly view: { readonly said: string }
  readonly audioLevel: number
}

/** @param picture what the tag shows at the moment */
export function probeOf(
  tag: MediaProbe['tag'],
  { id, pageId }: BuiltinHost,
  engine: Inspectable,
  picture: () => Parameters<typeof pictureHash>[0],
): MediaProbe {
  return {
    tag,
    id,
    pageId,
    get state() {
      return engine.state
    },
    get mode() {
      return engine.attributes.mode
    },
    get codes() {
      return engine.codes
    },
    get netStatus() {
      return engine.netStatus
    },
    get notice() {
      return engine.view.said
    },
    pictureHash: () => pictureHash(picture()),
    audioLevel: () => engine.audioLevel,
  }
}
