/** As much of npm trtc-wx-sdk 1.1.15 as is used here; the package has no types of its own. */

/** One entry of the SDK's player list. */
export interface TrtcPlayer {
  /** Who sends it. */
  userID: string
  /** `<userID>_<streamType>`. */
  streamID: string
  /** `main`, or `aux`: a screen. */
  streamType: string
  /** Where it plays from. */
  src: string
  /** Truthy: there is a picture. */
  hasVideo: unknown
  /** Truthy: there is sound. */
  hasAudio: unknown
}

/** What the SDK makes of a room: attributes of its live-pusher in camel case, with its own parameters among them. */
export type TrtcAttributes = Readonly<Record<string, unknown>> & {
  /** What the pusher starts; null where the parameters were refused. */
  readonly url: string | null
}

/** Where listeners get their payload. */
export interface TrtcEvent {
  /** Whom it is about, or what failed. */
  data?: { userID?: string; code?: number; message?: string }
}

/** One room of the SDK. */
export interface TrtcSdk {
  /** Names of events. */
  readonly EVENT: { readonly REMOTE_USER_JOIN: string; readonly REMOTE_USER_LEAVE: string }
  /** Listens. */
  on(event: string, listener: (event: TrtcEvent) => void): void
  /** Removes every listener. */
  off(): void
  /** 0: everything, 3: errors only. */
  setLogLevel(level: number): void
  /** Has to be called before a room is entered. */
  createPusher(attributes: object): object
  /** Computes what the pusher starts. */
  enterRoom(room: Readonly<Record<string, unknown>>): TrtcAttributes
  /** Forgets the room, and stops the page's pusher. */
  exitRoom(): object
  /** Everybody's streams, with those that send nothing. */
  getPlayerList(): readonly TrtcPlayer[]
  /** Takes a statechange of the pusher. */
  pusherEventHandler(event: { detail: { code: number; message: string } }): void
  /** Takes an error of the pusher. */
  pusherErrorHandler(event: { detail: unknown }): void
}

/** The class that `trtc-wx-sdk` exports. */
export type TrtcClass = new (page: object, options: { TUIScene?: string | number; env?: string }) => TrtcSdk
