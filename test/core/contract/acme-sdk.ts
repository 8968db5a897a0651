/** The made-up vendor of the guide: what Agora's, NERTC's and Volcengine's SDKs for mini-programs have in common. */

export interface AcmePeer {
  uid: string
  name: string
  /** `host` may publish. */
  role: 'host' | 'viewer'
}

export interface AcmeFlags {
  audio: boolean
  video: boolean
}

export interface AcmeStream extends AcmeFlags {
  /** Whose; a person has one. */
  uid: string
  /** ms since 1970. */
  since: number
}

/** What the SDK rejects with, and closes with. */
export interface AcmeFailure {
  code: number
  message: string
}

export interface AcmeEvents {
  'peer-online': AcmePeer
  'peer-leave': { uid: string }
  /** Media flows, mine too. */
  'stream-added': AcmeStream
  'stream-changed': AcmeStream
  'stream-removed': { uid: string }
  'token-will-expire': Record<string, never>
  reconnecting: { times: number }
  connected: Record<string, never>
  /** It is over. */
  closed: AcmeFailure
  /** Something failed, and it goes on. */
  error: AcmeFailure
}

/** Who is there already, and who I am. */
export interface AcmeChannel {
  uid: string
  peers: AcmePeer[]
  streams: AcmeStream[]
}

/** One stay in one channel. */
export interface AcmeClient {
  join(channel: string, token: string, me: Omit<AcmePeer, 'uid'>): Promise<AcmeChannel>
  leave(): Promise<void>
  renewToken(token: string): Promise<void>
  publish(flags: AcmeFlags): Promise<{ url: string }>
  setFlags(flags: AcmeFlags): Promise<void>
  unpublish(): Promise<void>
  subscribe(uid: string): Promise<{ url: string }>
  unsubscribe(uid: string): Promise<void>
  updatePusherState(detail: unknown): void
  updatePlayerState(uid: string, detail: unknown): void
  on<K extends keyof AcmeEvents>(event: K, listener: (payload: AcmeEvents[K]) => void): void
  /** Removes every listener. */
  off(): void
}
