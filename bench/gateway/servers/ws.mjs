// A bare loop: what every message costs when nothing else is done.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const TEXT = 0x81

/** The whole frame, made once. */
function framed(payload) {
  const head = payload.length < 126 ? [TEXT, payload.length] : [TEXT, 126, payload.length >> 8, payload.length & 0xff]
  return Buffer.concat([Buffer.from(head), payload])
}

/** @param options.preBuilt one frame, written under the library, instead of one `send` a client */
export async function startWs({ preBuilt = false }) {
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  server.on('connection', (socket, { socket: stream }) => {
    socket.on('message', (data) => {
      if (preBuilt) {
        const frame = framed(data)
        for (const { stream } of server.clients) stream.write(frame)
      } else {
        for (const client of server.clients) client.send(data, { binary: false })
      }
    })
    socket.stream = stream
    socket.send('in')
  })
  await new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
  return http.address().port
}
