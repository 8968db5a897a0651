/** Which way a stream is shown. */
import { MseRenderer } from './mse-renderer'
import type { PlayerAttributes } from './attributes'
import type { Renderer, RendererEvents } from './renderer'

/** The documentation's advice for conversations: 0.2 and 0.8 s. */
const REALTIME_CACHE = { minCache: 0.2, maxCache: 0.8 }

export function createRenderer(attributes: PlayerAttributes, muted: boolean, events: RendererEvents): Renderer {
  const { mode, minCache, maxCache } = attributes
  return new MseRenderer(mode === 'RTC' ? REALTIME_CACHE : { minCache, maxCache }, muted, events)
}
