/**
 * As much of a ZegoExpressEngine (zego-express-engine-miniprogram 3.x) as the provider uses. Structural, so that the SDK is never
 * imported; a test checks the package's own types against it.
 */

/** Somebody as ZEGO knows them. */
export interface ZegoUser {
  /** As in the token. */
  userID: string
  /** Display name. */
  userName?: string
}

/** A stream as ZEGO tells it. */
export interface ZegoStream {
  /** Unique in the app. */
  streamID: string
  /** Who publishes it. */
  user: ZegoUser
  /** What its publisher says of it. */
  extraInfo: string
}

/** A broadcast or barrage message. */
export interface ZegoMessage {
  /** The sender. */
  fromUser: ZegoUser
  /** The text. */
  message: string
  /** ms since 1970 */
  sendTime: number
  /** Unique in the room; a number of broadcasts, a string of barrage. */
  messageID: number | string
}

/** What came of a call. */
export interface ZegoResponse {
  /** 0: done. */
  errorCode: number
  /** ZEGO's words for it. */
  extendedData?: string
}

/** The events that are listened to, all of one room. */
export interface ZegoEvents {
  /** How the connection stands. */
  roomStateChanged: (roomID: string, reason: ZegoRoomState, errorCode: number, extendedData: string) => void
  /** People came or went. */
  roomUserUpdate: (roomID: string, updateType: 'DELETE' | 'ADD', users: ZegoUser[]) => void
  /** How many are here. */
  roomOnlineUserCountUpdate: (roomID: string, count: number) => void
  /** Streams of others began or ended. */
  roomStreamUpdate: (roomID: string, updateType: 'DELETE' | 'ADD', streams: ZegoStream[]) => void
  /** Their publishers say something else of them. */
  streamExtraInfoUpdate: (roomID: string, streams: ZegoStream[]) => void
  /** How my own stream stands. */
  publisherStateUpdate: (state: { streamID: string; state: string; errorCode: number }) => void
  /** Broadcast messages of others. */
  IMRecvBroadcastMessage: (roomID: string, messages: ZegoMessage[]) => void
  /** Barrage messages of others. */
  IMRecvBarrageMessage: (roomID: string, messages: ZegoMessage[]) => void
  /** Words for me. */
  IMRecvCustomCommand: (roomID: string, fromUser: ZegoUser, command: string) => void
  /** The room's notes. */
  roomExtraInfoUpdate: (roomID: string, infos: Array<{ key: string; value: string }>) => void
  /** 30 s are left. */
  tokenWillExpire: (roomID: string) => void
}

/** ZegoRoomStateChangedReason, by its values. */
export type ZegoRoomState = `${
  | 'LOGINING'
  | 'LOGINED'
  | 'LOGIN_FAILED'
  | 'RECONNECTING'
  | 'RECONNECTED'
  | 'RECONNECT_FAILED'
  | 'KICKOUT'
  | 'LOGOUT'
  | 'LOGOUT_FAILED'}`

/** What the app makes: `new ZegoExpressEngine(appID, server)`. Each call as in the package's own documentation. */
export interface ZegoEngine {
  /** Listens. `callBack`: a {@link ZegoEvents} listener of that event; `never`, as the package's own table is wider than ours. */
  on(event: keyof ZegoEvents, callBack: never): boolean
  /** Undoes `on`. */
  off(event: keyof ZegoEvents, callBack: never): boolean
  /** Enters a room. */
  loginRoom(roomID: string, token: string, user: ZegoUser, config?: { userUpdate?: boolean }): Promise<boolean>
  /** Leaves it. */
  logoutRoom(roomID?: string): void
  /** False: that is no token. */
  renewToken(token: string, roomID?: string): boolean
  /** Where to push. */
  startPublishingStream(
    streamID: string,
    option?: { extraInfo?: string; sourceType?: 'CDN' | 'BGP'; roomID?: string },
  ): Promise<{ url: string }>
  /** Ends a stream of mine. */
  stopPublishingStream(streamID: string): boolean
  /** Where it plays from. */
  startPlayingStream(streamID: string, option?: { sourceType?: 'CDN' | 'BGP' }): Promise<{ url: string }>
  /** Nobody plays it here any more. */
  stopPlayingStream(streamID: string): void
  /** Another address of the same stream; empty: there is none. */
  getNextUrl(streamID: string): string
  /** What others are told of my stream. */
  setStreamExtraInfo(streamID: string, extraInfo: string): Promise<ZegoResponse>
  /** Takes `statechange` of live-pusher and live-player. */
  updatePlayerState(streamID: string, event: unknown): void
  /** Takes `netstatus` of live-pusher and live-player. */
  updatePlayerNetStatus(streamID: string, event: unknown): void
  /** To everybody, in order. */
  sendBroadcastMessage(roomID: string, message: string): Promise<ZegoResponse>
  /** To everybody, where some may be lost. */
  sendBarrageMessage(roomID: string, message: string): Promise<ZegoResponse>
  /** To some. */
  sendCustomCommand(roomID: string, message: string, toUserIDList: string[]): Promise<ZegoResponse>
  /** Writes a note of the room. */
  setRoomExtraInfo(roomID: string, key: string, value: string): Promise<ZegoResponse>
}
