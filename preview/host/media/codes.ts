/**
 * The state codes this preview raises, with the platform's numbers and meanings (WeChat documentation of live-pusher and
 * live-player as of base library 3.16.0). `message` is what `event.detail.message` carries; pages must not parse it.
 */
export const PUSHER = {
  connected: [1001, 'Connected to the ingest server'],
  pushing: [1002, 'Handshake done, pushing started'],
  cameraOpened: [1003, 'Camera opened'],
  resolutionChanged: [1005, 'Push resolution changed'],
  bitrateChanged: [1006, 'Push bitrate adjusted automatically'],
  firstFrameCaptured: [1007, 'First frame captured'],
  encoderStarted: [1008, 'Encoder started'],
  firstFrameSent: [1009, 'First video frame sent'],
  networkBusy: [1101, 'Uplink too slow, upload is blocked'],
  reconnecting: [1102, 'Disconnected, reconnecting automatically'],
  micStarted: [2027, 'Microphone started'],
  connectFailed: [3002, 'Server connection failed'],
  serverDisconnected: [3004, 'Server closed the connection; check the URL or its expiry'],
  readWriteFailed: [3005, 'Read or write on the connection failed'],
  cameraFailed: [-1301, 'Could not open the camera'],
  videoEncodeFailed: [-1303, 'Video encoding failed'],
  audioEncodeFailed: [-1304, 'Audio encoding failed'],
  disconnected: [-1307, 'Disconnected and reconnects exhausted; restart pushing'],
  suspended: [5000, 'Pushing suspended, app went to background'],
  callInterrupted: [5001, 'Interrupted by a call or another app'],
  cameraDenied: [10001, 'Camera permission denied by the user'],
  micDenied: [10002, 'Microphone permission denied by the user'],
  bgmFailed: [10003, 'Background music failed to load'],
  waitingImageFailed: [10004, 'Waiting image failed to load'],
} as const satisfies Record<string, readonly [code: number, message: string]>

/** The player's codes; first picture is 2003, then 2004 (never 2032). */
export const PLAYER = {
  connected: [2001, 'Connected to the server'],
  streamBegin: [2002, 'Connected, receiving the stream'],
  firstPicture: [2003, 'First video frame rendered'],
  playing: [2004, 'Playback started'],
  loading: [2007, 'Buffering'],
  decoderStarted: [2008, 'Video decoder started'],
  resolutionChanged: [2009, 'Video resolution changed'],
  /** Its text is the message itself. */
  message: [2012, ''],
  firstAudio: [2026, 'First audio frame played'],
  firstFrameReceived: [2034, 'First video frame received'],
  firstFrameDecoded: [2035, 'First video frame decoded'],
  timestampBack: [2036, 'Video timestamp went back'],
  videoDecodeFailed: [2101, 'A video frame could not be decoded'],
  audioDecodeFailed: [2102, 'An audio frame could not be decoded'],
  reconnecting: [2103, 'Disconnected, reconnecting automatically'],
  dataLag: [2104, 'Packets arrive unsteadily'],
  stuttering: [2105, 'Playback stutters'],
  connectFailed: [3002, 'Server connection failed'],
  readWriteFailed: [3005, 'Reading from the connection failed, retrying'],
  disconnected: [-2301, 'Disconnected and reconnects exhausted; play again'],
  callInterrupted: [5001, 'Interrupted by a call or another app'],
  suspended: [6000, 'Playback suspended, app went to background'],
} as const satisfies Record<string, readonly [code: number, message: string]>

export type PusherEvent = keyof typeof PUSHER
export type PlayerEvent = keyof typeof PLAYER

/** `event.detail` of `statechange`. */
export interface StateChange {
  code: number
  message: string
}
