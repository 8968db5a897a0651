// Colyseus 0.16: a seat by HTTP, then its binary protocol. Messages are [13, msgpack type, msgpack contents].
import { Agent, request } from 'node:http'
import { binaryFrame } from '../../lib/websocket.mjs'
import { marksIn } from '../marks.mjs'

const JOIN_ROOM = 10
const ROOM_DATA = 13
const JOINED = binaryFrame(Buffer.from([JOIN_ROOM]))

function reserve(agent, port) {
  return new Promise((resolve, reject) => {
    const options = { agent, port, host: '127.0.0.1', method: 'POST', path: '/matchmake/joinOrCreate/bench' }
    const query = request({ ...options, headers: { 'content-type': 'application/json' } }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => {
        const { room, sessionId, error } = JSON.parse(Buffer.concat(parts))
        if (room) resolve(`/${room.processId}/${room.roomId}?sessionId=${sessionId}`)
        else reject(new Error(`no seat: ${error}`))
      })
    })
    query.once('error', reject).end('{}')
  })
}

/** A text under 256 bytes: 0xd9 and its length; a type of one letter: 0xa1. */
function said(text) {
  return Buffer.concat([Buffer.from([ROOM_DATA, 0xa1, 0x6d, 0xd9, text.length]), Buffer.from(text)])
}

export async function colyseus() {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  return {
    prepare: (member) => reserve(agent, member.port),
    opened: () => undefined,
    entering(member, data, start, end) {
      if (data[start] === JOIN_ROOM) member.send(JOINED)
      else throw new Error(`not let in: ${data.latin1Slice(start, end)}`)
      return true
    },
    say: (_member, text) => binaryFrame(said(text)),
    parse: (payload) => ({ marks: payload[0] === ROOM_DATA ? marksIn(payload.latin1Slice()) : [] }),
  }
}
