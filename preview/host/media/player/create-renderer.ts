/** Which way a stream is shown. */
import { missingForRealtimePlay } from '../support'
import type { PlayerAttributes } from './attributes'
import { MseRenderer } from './mse-renderer'
import { RealtimeRenderer } from './realtime-renderer'
import type { Renderer, RendererEvents } from './renderer'

/** The documentation's advice for conversations: 0.2 and 0.8 s. */
const REALTIME_CACHE = { minCache: 0.2, maxCache: 0.8 }

export function createRenderer(attributes: PlayerAttributes, muted: boolean, events: RendererEvents): Renderer {
  // Read when used: the page may move them while it plays.
  if (attributes.mode !== 'RTC') return new MseRenderer(() => attributes, muted, events)
  const missing = missingForRealtimePlay()
  if (missing.length === 0) return new RealtimeRenderer(muted, events)
  console.warn(`live-player: mode="RTC" is played like "live", this browser lacks ${missing.join(', ')}`)
  return new MseRenderer(() => REALTIME_CACHE, muted, events)
}
