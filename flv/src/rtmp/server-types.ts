import type { Amf0Value } from '../amf0'
import type { Bytes } from '../bytes'
import type { FlvTag } from '../tag'
import type { ChunkReaderOptions } from './chunk-reader'

/** What a client asks for; answer it with `accept` or `refuse`. */
export type RtmpRequest =
  | {
      kind: 'connect'
      app: string
      /** Query given behind the application's name, '' when there is none. */
      query: string
      tcUrl: string
      /** The whole command object. */
      properties: Amf0Value
    }
  | {
      kind: 'publish' | 'play'
      app: string
      name: string
      /** The query behind the stream's name, else the application's. Without question mark. */
      query: string
    }

export type RtmpServerEvent =
  /** Write these bytes to the socket, in this order. */
  | { type: 'send'; bytes: Bytes }
  /** The conversation waits for `accept` or `refuse`; input is held back until then. */
  | { type: 'request'; request: RtmpRequest }
  /** From an accepted publisher. Script payloads come without `@setDataFrame`. */
  | { type: 'media'; tag: FlvTag }
  /** A player has pressed pause, or play again. */
  | { type: 'pause'; paused: boolean }
  /** The publisher or player is done with its stream; the connection may go on to another. */
  | { type: 'stop'; kind: 'publish' | 'play' }

export interface RtmpServerOptions extends ChunkReaderOptions {
  /** Bytes of a chunk that we write. Default 60,000: few headers, and players accept it. */
  chunkSize?: number
  /** Announced window for acknowledgements, bytes. Default 2,500,000. */
  windowAckSize?: number
  /** Most bytes of messages held back while a request waits for its answer. Default 8 MiB. */
  maxHeld?: number
}
