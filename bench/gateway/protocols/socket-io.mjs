// Engine.IO 4 and Socket.IO 5 packets over WebSocket, without their HTTP polling.
import { textFrame } from '../../lib/websocket.mjs'
import { marksIn } from '../marks.mjs'

const PONG = textFrame('3')
const CONNECT = textFrame('40')

export const socketIo = async () => ({
  prepare: async () => '/socket.io/?EIO=4&transport=websocket',
  opened: () => undefined,
  entering(member, data, start, end) {
    const text = data.latin1Slice(start, end)
    if (text.startsWith('0')) member.send(CONNECT)
    else if (text === '2') member.send(PONG)
    else if (!text.startsWith('40') && !text.startsWith('42')) throw new Error(`not let in: ${text}`)
    return text.startsWith('42["in"')
  },
  say: (_member, text) => textFrame(`42${JSON.stringify(['m', text])}`),
  parse(payload) {
    const text = payload.latin1Slice()
    if (text === '2') return { marks: [], reply: PONG }
    // With recovery an offset follows the text.
    const [name, said] = text.startsWith('42') ? JSON.parse(text.slice(2)) : []
    return { marks: name === 'm' ? marksIn(said) : [] }
  },
})
