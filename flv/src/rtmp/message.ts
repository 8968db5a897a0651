import type { Amf0Value } from '../amf0'
import { decodeAmf0 } from '../amf0'
import { encodeAmf0 } from '../amf0-encode'
import type { Bytes } from '../bytes'
import { put } from '../bytes'
import { FlvError, RtmpError } from '../errors'

/** One whole RTMP message. */
export interface RtmpMessage {
  /** See {@link MESSAGE}. */
  type: number
  /** 0 for the connection itself, else what createStream gave. */
  streamId: number
  /** Milliseconds, modulo 2^32. */
  timestamp: number
  payload: Uint8Array
}

/** Message types (RTMP 1.0, sections 5.4 and 7.1). */
export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  ack: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const

/** Events of user control messages (section 7.1.7). */
export const USER_CONTROL = { streamBegin: 0, streamEof: 1, setBufferLength: 3, ping: 6, pong: 7 } as const

/** Chunk streams by use; 2 is the protocol's own, the others are custom. */
export const CHUNK_STREAM = { control: 2, command: 3, audio: 4, data: 5, video: 6 } as const

export interface RtmpCommand {
  name: string
  /** 0 when no answer is expected. */
  transaction: number
  /** The command object (mostly null) and what follows it. */
  object: Amf0Value
  args: Amf0Value[]
}

export function control(type: number, ...words: number[]): RtmpMessage {
  const payload = new Uint8Array(4 * words.length)
  words.forEach((word, i) => put(payload, 4 * i, word, 4))
  return { type, streamId: 0, timestamp: 0, payload }
}

export function userControl(event: number, ...words: number[]): RtmpMessage {
  const payload = new Uint8Array(2 + 4 * words.length)
  put(payload, 0, event, 2)
  words.forEach((word, i) => put(payload, 2 + 4 * i, word, 4))
  return { type: MESSAGE.userControl, streamId: 0, timestamp: 0, payload }
}

export function command(streamId: number, name: string, transaction: number, ...rest: Amf0Value[]): RtmpMessage {
  return { type: MESSAGE.commandAmf0, streamId, timestamp: 0, payload: encodeAmf0([name, transaction, ...rest]) }
}

export function onStatus(streamId: number, level: 'status' | 'error', code: string, description: string): RtmpMessage {
  return command(streamId, 'onStatus', 0, null, { level, code, description })
}

/** @throws RtmpError `malformed` */
export function parseCommand(message: RtmpMessage): RtmpCommand {
  // An AMF3 command is a 0 byte and then AMF0, as long as nothing in it switches to AMF3.
  const payload = message.type === MESSAGE.commandAmf3 ? message.payload.subarray(1) : message.payload
  const [name, transaction, object, ...args] = decodeValues(payload)
  if (typeof name !== 'string') throw new RtmpError('malformed', 'RTMP: a command without a name')
  return { name, transaction: typeof transaction === 'number' ? transaction : 0, object, args }
}

/** AMF0 with the errors of a session. */
export function decodeValues(payload: Uint8Array): Amf0Value[] {
  try {
    return decodeAmf0(payload, { maxBytes: 64 << 10 })
  } catch (error) {
    if (!(error instanceof FlvError)) throw error
    throw new RtmpError(error.code === 'too-large' ? 'too-large' : 'malformed', `RTMP: ${error.message}`)
  }
}

/** The string at `key` of an AMF0 object, else ''. */
export function textAt(object: Amf0Value, key: string): string {
  if (typeof object !== 'object' || object === null) return ''
  const value = object instanceof Map ? object.get(key) : (object as Record<string, Amf0Value>)[key]
  return typeof value === 'string' ? value : ''
}

const SET_DATA_FRAME: Bytes = encodeAmf0(['@setDataFrame'])

/** A publisher's data message as an FLV script tag has it: without `@setDataFrame`. */
export function stripSetDataFrame(payload: Uint8Array): Uint8Array {
  const has = payload.length > SET_DATA_FRAME.length && SET_DATA_FRAME.every((byte, i) => payload[i] === byte)
  return has ? payload.subarray(SET_DATA_FRAME.length) : payload
}

/** An FLV script tag as a publisher's data message has it. */
export function addSetDataFrame(payload: Uint8Array): Uint8Array {
  const plain = stripSetDataFrame(payload)
  const out = new Uint8Array(SET_DATA_FRAME.length + plain.length)
  out.set(SET_DATA_FRAME)
  out.set(plain, SET_DATA_FRAME.length)
  return out
}
