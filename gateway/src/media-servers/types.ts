/** What the rooms know of whatever carries their media: the relay in this process, SRS, nginx-rtmp, a CDN. */
import type { Answers } from '../wire'

export type MediaServerKind = 'relay' | 'srs' | 'nginx-rtmp' | 'cdn'

/** Both addresses of one stream. A server without HTTP-FLV has its RTMP address in both. */
export type PlayUrls = Answers['play']

/** What an address is good for. */
export interface Lease {
  /** When it may be used to connect for the last time, server time, ms. */
  expiresAt: number
  /** Which of a person's push addresses this is; absent: an ingest address. */
  turn?: number
  /** Host header of whoever asked: how they reach us. */
  host?: string | undefined
  /** Where this one stream plays from, when that is another gateway's relay. */
  base?: { http: string; rtmp: string } | undefined
}

/** A connection that publishes right now. */
export interface ServerStream {
  /** `<room>~<stream>`, as everywhere. */
  name: string
  /** The connection, as the server's hooks name it. */
  client: string
}

/** What a server can do for us; what it cannot is left out where it would be needed, and said in docs/media-servers.md. */
export interface ServerAbilities {
  /** Tells its streams ({@link MediaServer.list}), so that lost hooks are made good. */
  list: boolean
  /** Ends connections ({@link MediaServer.kick}). */
  kick: boolean
}

export interface MediaServer {
  /** In hook addresses and carriers. A relay's begins with "@". */
  readonly id: string
  readonly kind: MediaServerKind
  readonly can: ServerAbilities
  /** @param name `<room>~<stream>` */
  pushUrl(name: string, lease: Lease): string
  playUrls(name: string, lease: Lease): PlayUrls
  /** Rejects when the server does not answer. */
  list(): Promise<readonly ServerStream[]>
  /**
   * Ends the connection that publishes this, or only the one given; nothing when it is gone already.
   * @returns whether there was one. Rejects when the server does not answer.
   */
  kick(name: string, client?: string): Promise<boolean>
}
