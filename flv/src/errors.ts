/** What is wrong with FLV or AMF0 bytes. */
export type FlvErrorCode =
  /** The bytes are not what the format allows. */
  | 'malformed'
  /** The bytes end before the value does. */
  | 'truncated'
  /** Larger or deeper than the limit given in the options. */
  | 'too-large'
  /** Valid, but something this package does not read or write. */
  | 'unsupported'

/** The only error thrown by the FLV and AMF0 parts of this package. */
export class FlvError extends Error {
  override readonly name = 'FlvError'
  constructor(
    readonly code: FlvErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** What went wrong in an RTMP conversation. */
export type RtmpErrorCode =
  /** The peer's first bytes are no RTMP handshake. */
  | 'handshake'
  /** A chunk, message or command that the protocol does not allow. */
  | 'malformed'
  /** Over a limit given in the options: message size, chunk streams, input held back. */
  | 'too-large'
  /** A call that the session's state does not allow, such as answering a request twice. */
  | 'state'

/** The only error thrown by the RTMP part of this package. The connection is of no use after it: close it. */
export class RtmpError extends Error {
  override readonly name = 'RtmpError'
  constructor(
    readonly code: RtmpErrorCode,
    message: string,
  ) {
    super(message)
  }
}
