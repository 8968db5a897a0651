import { createServer } from 'node:http'
import { peer } from '../../lib/packages.mjs'

export async function startColyseus() {
  const { Room, Server } = peer('@colyseus/core')
  const { WebSocketTransport } = peer('@colyseus/ws-transport')
  class BenchRoom extends Room {
    onCreate() {
      this.onMessage('m', (_client, text) => this.broadcast('m', text))
    }
  }
  const http = createServer()
  const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false })
  server.define('bench', BenchRoom)
  await server.listen(0, '127.0.0.1', 4096)
  return http.address().port
}
