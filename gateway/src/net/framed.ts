/** FIN and the opcode of text. */
const TEXT = 0x81
const known = new WeakMap<Buffer, Buffer>()

/**
 * A text as a whole WebSocket frame, made once however many sockets it is written to (RFC 6455, 5.2; a server masks nothing).
 * `ws` would make a header a socket and write both parts at once, which costs a quarter of the fan-out. Without compression it
 * writes its own frames whole and at once, so that nothing gets between their parts.
 */
export function framed(text: Buffer): Buffer {
  let frame = known.get(text)
  if (!frame) known.set(text, (frame = Buffer.concat([header(text.length), text])))
  return frame
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([TEXT, length])
  const long = length > 0xffff
  const bytes = Buffer.alloc(long ? 10 : 4)
  bytes[0] = TEXT
  bytes[1] = long ? 127 : 126
  if (long) bytes.writeBigUInt64BE(BigInt(length), 2)
  else bytes.writeUInt16BE(length, 2)
  return bytes
}
