import type { Bytes } from '../bytes'
import { ByteQueue, concat, u8 } from '../bytes'
import { RtmpError } from '../errors'

const VERSION = 3
const BLOCK_BYTES = 1536

/**
 * The body of C1 and S1: time 0 and version 0, which announce the simple handshake, then filler. The filler is no
 * secret and proves nothing, so that a fixed pattern does.
 */
function helloBlock(): Bytes {
  return new Uint8Array(BLOCK_BYTES).map((_zero, i) => (i < 8 ? 0 : (i * 167 + 13) & 0xff))
}

export interface HandshakeStep {
  /** To be sent to the peer now; empty when nothing is due. */
  reply: Bytes
  /** Set when the handshake is over: what came after it. */
  rest?: Bytes
}

/**
 * One side of the simple handshake. Clients that begin the "complex" one (a digest inside C1) are answered as simple
 * ones are; a server version of 0 tells them to check no digest.
 */
export class Handshake {
  private readonly queue = new ByteQueue()
  private greeted = false

  constructor(private readonly side: 'server' | 'client') {}

  /** C0 and C1: the client speaks first. */
  static hello(): Bytes {
    return concat([Uint8Array.of(VERSION), helloBlock()])
  }

  /** @throws RtmpError `handshake` at the first byte that is no RTMP. */
  push(bytes: Uint8Array): HandshakeStep {
    this.queue.push(bytes)
    const reply = this.greeted ? new Uint8Array(0) : this.greet()
    if (!this.greeted || this.queue.length < BLOCK_BYTES) return { reply }
    // C2 and S2 echo the other's block. Digest clients send something else there; nobody needs to be convinced.
    this.queue.skip(BLOCK_BYTES)
    return { reply, rest: this.queue.take(this.queue.length) }
  }

  private greet(): Bytes {
    const head = this.queue.peek(1 + BLOCK_BYTES)
    if (head.length > 0 && u8(head, 0) !== VERSION) {
      throw new RtmpError('handshake', `RTMP: version ${u8(head, 0)}, only 3 (plain RTMP) is supported`)
    }
    if (head.length <= BLOCK_BYTES) return new Uint8Array(0)
    this.greeted = true
    this.queue.skip(1)
    const echo = this.queue.take(BLOCK_BYTES)
    return this.side === 'server' ? concat([Handshake.hello(), echo]) : echo
  }
}
