/** As much of npm trtc-wx-sdk 1.1.15 as is used here; the package has no types of its own. */

/** One entry of the SDK's player list. */
export interface TrtcPlayer {
  userID: string
  /** `<userID>_<streamType>`. */
  streamID: string
  /** `aux`: a screen. */
  streamType: string
  src: string
  hasVideo: unknown
  hasAudio: unknown
}

/** What the SDK makes of a room: attributes of its live-pusher in camel case, with its own parameters among them. */
export type TrtcAttributes = Readonly<Record<string, unknown>> & { readonly url: string | null }

/** Where listeners get their payload. */
export interface TrtcEvent {
  data?: { userID?: string; code?: number; message?: string }
}

/** One room of the SDK. */
export interface TrtcSdk {
  readonly EVENT: { readonly ERROR: string; readonly REMOTE_USER_JOIN: string; readonly REMOTE_USER_LEAVE: string }
  on(event: string, listener: (event: TrtcEvent) => void): void
  off(): void
  setLogLevel(level: number): void
  createPusher(attributes: object): object
  enterRoom(room: Readonly<Record<string, unknown>>): TrtcAttributes
  exitRoom(): object
  getPlayerList(): readonly TrtcPlayer[]
  pusherEventHandler(event: { detail: { code: number; message: string } }): void
  pusherErrorHandler(event: { detail: unknown }): void
}

/** The class that `trtc-wx-sdk` exports. */
export type TrtcClass = new (page: object, options: { TUIScene?: string | number; env?: string }) => TrtcSdk
