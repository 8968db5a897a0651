/** Fixed addresses instead of a cloud: for monitoring walls, CDN streams and one's own push address, with no backend at all. */
import type { ProviderFactory } from '../types'
import { checkOptions } from './check'
import { createProvider } from './provider'
import type { UrlOptions } from './types'

export type { UrlOptions, UrlStream, UrlStreams } from './types'

/**
 * Plays what is in a list, and pushes where it is told to. I am alone in the room, under the name that I join with; chat, mic-link
 * and moderation are off (`capabilities`), and the components hide them. The room's id and token are mine to choose.
 *
 * - `streams` as a function: asked on joining, every `poll` ms, and whenever an address failed (`play` with `fresh`), so that it may
 *   sign anew. When it fails, what is known stays, `reconnecting` says so, and `resumed` when it answers again.
 * - `push`: who joins as `anchor` or `speaker` may publish there, and is an `anchor` unless said otherwise.
 * @throws LiveError `invalid-argument` for options of another shape; a function's answer of another shape rejects the join
 * @example registerProvider('url', url({ streams: [{ id: 'door', name: 'Front door', urls: ['https://cdn/door.flv'] }] }))
 */
export function url(options: UrlOptions): ProviderFactory {
  checkOptions(options)
  return () => createProvider(options)
}
