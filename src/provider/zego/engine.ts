/**
 * As much of a ZegoExpressEngine (zego-express-engine-miniprogram 3.x) as the provider uses. Structural, so that the SDK is never
 * imported; a test checks the package's own types against it.
 */

/** Somebody as ZEGO knows them. */
export interface ZegoUser {
  userID: string
  userName?: string
}

/** A stream as ZEGO tells it. */
export interface ZegoStream {
  streamID: string
  user: ZegoUser
  extraInfo: string
}

/** A broadcast or barrage message. */
export interface ZegoMessage {
  fromUser: ZegoUser
  message: string
  /** ms since 1970 */
  sendTime: number
  messageID: number | string
}

/** What came of a call. */
export interface ZegoResponse {
  errorCode: number
  extendedData?: string
}

/** The events that are listened to, all of one room. */
export interface ZegoEvents {
  roomStateChanged: (roomID: string, reason: ZegoRoomState, errorCode: number, extendedData: string) => void
  roomUserUpdate: (roomID: string, updateType: 'DELETE' | 'ADD', users: ZegoUser[]) => void
  roomOnlineUserCountUpdate: (roomID: string, count: number) => void
  roomStreamUpdate: (roomID: string, updateType: 'DELETE' | 'ADD', streams: ZegoStream[]) => void
  streamExtraInfoUpdate: (roomID: string, streams: ZegoStream[]) => void
  publisherStateUpdate: (state: { streamID: string; state: string; errorCode: number }) => void
  IMRecvBroadcastMessage: (roomID: string, messages: ZegoMessage[]) => void
  IMRecvBarrageMessage: (roomID: string, messages: ZegoMessage[]) => void
  IMRecvCustomCommand: (roomID: string, fromUser: ZegoUser, command: string) => void
  roomExtraInfoUpdate: (roomID: string, infos: Array<{ key: string; value: string }>) => void
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

/** What the app makes: `new ZegoExpressEngine(appID, server)`. */
export interface ZegoEngine {
  /** `callBack`: a {@link ZegoEvents} listener of that event; `never`, as the package's own table is wider than ours. */
  on(event: keyof ZegoEvents, callBack: never): boolean
  off(event: keyof ZegoEvents, callBack: never): boolean
  loginRoom(roomID: string, token: string, user: ZegoUser, config?: { userUpdate?: boolean }): Promise<boolean>
  logoutRoom(roomID?: string): void
  renewToken(token: string, roomID?: string): boolean
  startPublishingStream(
    streamID: string,
    option?: { extraInfo?: string; sourceType?: 'CDN' | 'BGP'; roomID?: string },
  ): Promise<{ url: string }>
  stopPublishingStream(streamID: string): boolean
  startPlayingStream(streamID: string, option?: { sourceType?: 'CDN' | 'BGP' }): Promise<{ url: string }>
  stopPlayingStream(streamID: string): void
  getNextUrl(streamID: string): string
  setStreamExtraInfo(streamID: string, extraInfo: string): Promise<ZegoResponse>
  updatePlayerState(streamID: string, event: unknown): void
  updatePlayerNetStatus(streamID: string, event: unknown): void
  sendBroadcastMessage(roomID: string, message: string): Promise<ZegoResponse>
  sendBarrageMessage(roomID: string, message: string): Promise<ZegoResponse>
  sendCustomCommand(roomID: string, message: string, toUserIDList: string[]): Promise<ZegoResponse>
  setRoomExtraInfo(roomID: string, key: string, value: string): Promise<ZegoResponse>
}
