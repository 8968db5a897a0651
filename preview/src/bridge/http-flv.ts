/** Plays an HTTP-FLV address: its bytes are passed on as they come. */
import type { WebSocket } from 'ws'
import { CLOSE, refuse } from './close'

/** More than this unsent and the reader has lost the stream anyway. */
export const MAX_UNSENT = 8 << 20

export async function playHttpFlv(client: WebSocket, url: URL): Promise<void> {
  const abort = new AbortController()
  client.on('close', () => abort.abort())
  try {
    const response = await fetch(url, { signal: abort.signal })
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      return refuse(client, CLOSE.forbidden, `${url.host} answered ${response.status}`)
    }
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      client.send(chunk)
      if (client.bufferedAmount <= MAX_UNSENT) continue
      abort.abort()
      return refuse(client, CLOSE.tooSlow, 'the player is too slow for this stream')
    }
    refuse(client, CLOSE.ended, 'the stream ended')
  } catch (error) {
    if (abort.signal.aborted) return
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    refuse(client, CLOSE.upstream, `${url.host}: ${cause}`)
  }
}
