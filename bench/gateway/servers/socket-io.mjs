import { createServer } from 'node:http'
import { peer } from '../../lib/packages.mjs'

/** @param options.recovery `connectionStateRecovery`, with its defaults */
export async function startSocketIo({ recovery = false }) {
  const { Server } = peer('socket.io')
  const http = createServer()
  const io = new Server(http, { transports: ['websocket'], ...(recovery ? { connectionStateRecovery: {} } : {}) })
  io.on('connection', (socket) => {
    socket.join('bench')
    socket.on('m', (text) => io.to('bench').emit('m', text))
    socket.emit('in')
  })
  await new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
  return http.address().port
}
