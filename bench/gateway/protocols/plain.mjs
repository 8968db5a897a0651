// A bare `ws` server: a message is a frame.
import { textFrame } from '../../lib/websocket.mjs'
import { marksIn } from '../marks.mjs'

export const plain = async () => ({
  prepare: async () => '/',
  opened: () => undefined,
  entering: (_member, data, start, end) => data.latin1Slice(start, end) === 'in',
  say: (_member, text) => textFrame(text),
  parse: (payload) => ({ marks: marksIn(payload.latin1Slice()) }),
})
