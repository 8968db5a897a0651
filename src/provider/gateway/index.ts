/**
 * The client of the lianmai gateway, as a provider. Pure TypeScript on `wx.connectSocket` and timers: no URL, crypto or
 * TextEncoder, which phones do not have.
 */
import type { ProviderFactory } from '../types'
import { createProvider } from './provider'
import type { Connect } from './socket'

export type { Connect, WebSocketLike } from './socket'

/** How patient the client is, and what it connects with. */
export interface GatewayOptions {
  /** Opens the socket where there is neither `wx` nor a global WebSocket: `(url) => new WebSocket(url)` with `ws`. */
  connect?: Connect
  /** How long `join()` tries before it rejects, ms. Default 10000. */
  joinTimeoutMs?: number
  /** How long `publish()`, `unpublish()` and `play()` wait for their answer, ms. Default 8000. */
  askTimeoutMs?: number
  /** How long the server may be silent beyond its own heartbeat before the connection counts as lost, ms. Default 8000. */
  graceMs?: number
}

/**
 * Rooms on a lianmai gateway; the address is the `url` of `<live-room>` or of `createRoom()`.
 *
 * - Calls made while reconnecting wait and are sent in order; what was acknowledged is in the room exactly once.
 * - `send()` of a like resolves at once with an empty id: likes are a figure of the room, not messages.
 * - `play()` offers the RTMP and the HTTP-FLV address of the gateway's relay; the room chooses.
 * - Held back by a rate limit, calls wait and go out by themselves; an `error` event with `waitMs` says so once.
 * - `native()` does nothing: the gateway carries the media itself and sees it start and end.
 * - `leave()` may be called at any time and any number of times.
 *
 * @example createRoom({ url: 'wss://live.example.com' }) // `gateway` is the default provider
 */
export function gateway(options: GatewayOptions = {}): ProviderFactory {
  return ({ url = '' }) => createProvider({ joinTimeoutMs: 10_000, askTimeoutMs: 8000, graceMs: 8000, ...options, url })
}
