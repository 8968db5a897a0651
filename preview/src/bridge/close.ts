/** How the bridge ends a WebSocket: a code of its own and a sentence, which the tag shows in its state change. */
import type { WebSocket } from 'ws'

export const CLOSE = {
  /** The stream ended in order. */
  ended: 1000,
  badRequest: 4400,
  /** The media server, or the bridge's own rule, said no. */
  forbidden: 4403,
  unsupported: 4415,
  /** The reader is too slow for the stream. */
  tooSlow: 4408,
  /** What came is no FLV or no RTMP. */
  malformed: 4422,
  /** The media server cannot be reached, or went away. */
  upstream: 4502,
} as const

const MAX_REASON_BYTES = 123

/** Closes with a reason cut to what a close frame holds, never within a character. */
export function refuse(client: WebSocket, code: number, reason: string): void {
  const bytes = Buffer.from(reason).subarray(0, MAX_REASON_BYTES)
  client.close(code, new TextDecoder().decode(bytes).replace(/\uFFFD+$/, ''))
}
