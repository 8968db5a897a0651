// A WebSocket client that costs next to nothing, so that the server is what is measured: no objects a frame, one read buffer for
// all sockets. It reads every frame's header; what the payload means is the owner's business.
import net from 'node:net'

/** Shared: a chunk is read to its end before the next one comes. */
const CHUNK = Buffer.alloc(64 * 1024)
const NOTHING = Buffer.alloc(0)

const TEXT = 0x81
const BINARY = 0x82
const CLOSE = 0x8
const PING = 0x9

/** A client's frame is masked. The key is zero, which servers undo like any other. */
export function frame(payload, head = TEXT) {
  const length = payload.length
  const header = length < 126 ? [head, 0x80 | length] : [head, 0x80 | 126, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), payload])
}

export const textFrame = (text) => frame(Buffer.from(text))
export const binaryFrame = (payload) => frame(payload, BINARY)

/** When the chunk that is being read came in, ms; one clock for all sockets of this process. */
export let readAt = 0

export class RawSocket {
  /**
   * @param owner `opened()`, `payload(buffer, start, end)` for each text or binary frame, `closed(why)`; the buffer is only lent
   */
  constructor({ port, path = '/' }, owner) {
    this.owner = owner
    this.rest = NOTHING
    this.open = false
    this.why = ''
    const onread = { buffer: CHUNK, callback: (size, buffer) => this.read(buffer, size) }
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true, onread })
    this.socket.on('error', (error) => (this.why ||= error.message))
    this.socket.once('close', () => owner.closed(this.why))
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
  }

  /** @param frame as {@link frame} makes them */
  write(frame) {
    this.socket.write(frame)
  }

  cut() {
    this.socket.resetAndDestroy()
  }

  read(chunk, size) {
    readAt = performance.now()
    let data = chunk
    let end = size
    if (this.rest.length > 0) {
      data = Buffer.concat([this.rest, chunk.subarray(0, size)])
      end = data.length
      this.rest = NOTHING
    }
    const from = this.open ? 0 : this.handshake(data, end)
    const done = from < 0 ? 0 : this.frames(data, from, end)
    if (done < end) this.rest = Buffer.from(data.subarray(done, end))
    return true
  }

  /** @returns where frames begin, -1 when the answer is not complete */
  handshake(data, end) {
    const blank = data.subarray(0, end).indexOf('\r\n\r\n')
    if (blank < 0) return -1
    const [status] = data.toString('latin1', 0, blank).split('\r\n')
    if (!status.startsWith('HTTP/1.1 101')) {
      this.why = status
      this.cut()
      return end
    }
    this.open = true
    this.owner.opened()
    return blank + 4
  }

  /** @returns up to where the data was read */
  frames(data, from, end) {
    let at = from
    while (end - at >= 2) {
      const short = data[at + 1]
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (end - at < head) break
      const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6)
      const start = at + head
      if (end - start < length) break
      at = start + length
      const kind = data[start - head]
      if (kind === TEXT || kind === BINARY) this.owner.payload(data, start, at)
      else this.control(kind, data.subarray(start, at))
    }
    return at
  }

  control(kind, payload) {
    if (kind === (0x80 | PING)) return this.write(frame(payload, 0x8a))
    if (kind !== (0x80 | CLOSE))
      throw new Error(`a frame of kind 0x${kind.toString(16)} is not expected of this server`)
    this.why ||= `${payload.length < 2 ? 1005 : payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`
    this.cut()
  }
}
