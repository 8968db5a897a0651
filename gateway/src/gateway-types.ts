/** What a program sees of a gateway. */
import type { GatewayUrls } from './addresses'
import type { Key } from './auth/keys'
import type { Feed, FeedOptions } from './feeds/feed'
import type { Ready } from './readiness'

/** A stream that went live, with addresses to play it from. */
export interface StreamInfo {
  room: string
  streamId: string
  userId: string
  rtmp: string
  flv: string
}

export interface GatewayEvents {
  stream: StreamInfo
}

export interface Health {
  ok: true
  rooms: number
  connections: number
  streams: number
  /** Seconds. */
  uptime: number
}

/** What may change while it runs. */
export interface Renewal {
  /** All keys from now on; what an older one signed is not believed any more. */
  keys?: readonly Key[]
  /** PEM texts, for connections from now on. */
  tls?: { cert?: string | undefined; key?: string | undefined }
}

export interface Gateway {
  readonly urls: GatewayUrls
  /** @returns undo */
  on<K extends keyof GatewayEvents>(event: K, listener: (payload: GatewayEvents[K]) => void): () => void
  /**
   * A signed RTMP push address for something that is not in the room as a person (OBS, ffmpeg, a camera). Its stream is
   * of kind `external` and shows up when media arrives.
   * @param options.ttl ms for which the address may be used to connect; default a day
   * @throws TypeError on ids that are none
   */
  ingestUrl(room: string, user: string, options?: { ttl?: number }): string
  /**
   * Pushes a file in a loop, as a camera (`room/stream`) or as the picture of somebody who was given a push address.
   * @throws TypeError on a bad option or a file that cannot be fed; Error when the relay says no
   */
  feed(options: FeedOptions): Promise<Feed>
  health(): Health
  /** Whether newcomers should be sent here: it is started, it is not stopping, and rooms can be written. */
  ready(): Promise<Ready>
  /**
   * Takes other keys and certificates; nobody is disconnected.
   * @throws TypeError or the TLS library's error on what cannot be used; the old ones stay then
   */
  reload(renewal: Renewal): void
  /**
   * Stops in good order: not ready from now on and no newcomers, `shutdown.drainDelay` of serving on, goodbyes spread over
   * `shutdown.drainSpread`, writes finished, ports freed.
   * @param options.now leaves out the drain delay
   */
  close(options?: { now?: boolean }): Promise<void>
}
