import { WebSocket } from 'ws'
import type { ByeCode, ServerFrame } from '../wire'

/** With which WebSocket close code each goodbye goes; {@link CLOSE} of the wire is what clients make of the final ones. */
export const CLOSE_OF: Record<ByeCode, number> = {
  malformed: 4400,
  'too-large': 1009,
  'token-invalid': 4401,
  'token-expired': 4401,
  forbidden: 4403,
  kicked: 4403,
  banned: 4403,
  'room-closed': 4403,
  replaced: 4409,
  flood: 4429,
  full: 1013,
  restart: 1012,
}

export function byeFrame(c: ByeCode, why: string, retry?: number, until?: number): string {
  const frame: ServerFrame = {
    t: 'bye',
    c,
    why,
    ...(retry !== undefined && { retry }),
    ...(until !== undefined && { until }),
  }
  return JSON.stringify(frame)
}

/** WebSocket closes by itself on these; the client is told why first, as on every other close. */
const PROTOCOL_ERRORS: Record<number, { c: ByeCode; why: string }> = {
  1002: { c: 'malformed', why: 'not a valid WebSocket frame' },
  1007: { c: 'malformed', why: 'text must be UTF-8' },
  1009: { c: 'too-large', why: 'the frame is larger than the gateway takes' },
}

/** `ws` closes a socket itself when a frame is oversized or broken; this says goodbye before. */
export class PoliteSocket extends WebSocket {
  /** Why ws ended the connection, if it did, and with which close code. */
  protocolError: { c: ByeCode; code: number } | undefined
  private said = false

  /** Says why and closes. */
  bye(c: ByeCode, why: string, retry?: number, until?: number): void {
    if (this.said || this.readyState !== WebSocket.OPEN) return
    this.said = true
    this.send(byeFrame(c, why, retry, until))
    super.close(CLOSE_OF[c], c)
  }

  override close(code?: number, reason?: string | Buffer): void {
    const error = code === undefined ? undefined : PROTOCOL_ERRORS[code]
    if (error && code !== undefined) this.protocolError ??= { c: error.c, code }
    if (error && !this.said && this.readyState === WebSocket.OPEN) {
      this.said = true
      this.send(byeFrame(error.c, error.why))
    }
    super.close(code, reason)
  }
}
