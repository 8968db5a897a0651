// Our wire, as a client speaks it: hi, join, do; and what a client checks: no hole in the sequence, nothing twice.
import { headOf, HEARTBEAT } from '../../lib/person.mjs'
import { textFrame } from '../../lib/websocket.mjs'
import { marksIn } from '../marks.mjs'

const ROOM = 'bench'
const JOIN = textFrame(JSON.stringify({ t: 'join', r: ROOM }))
const PING = textFrame('{"t":"ping"}')

export async function lianmai({ bundle, key }) {
  const { issueToken } = await import(bundle)
  const token = (sub) => issueToken(key, { sub, role: 'audience', rooms: [ROOM] })
  return {
    heartbeat: { frame: PING, every: HEARTBEAT },
    async prepare(member) {
      member.seq = 0
      member.numbers = 0
      member.token = token(`u${member.index}`)
      return '/'
    },
    opened: (member) => member.send(textFrame(JSON.stringify({ t: 'hi', v: 1, tok: member.token, pk: 'bench' }))),
    /** @returns whether the member is in now */
    entering(member, data, start, end) {
      // The type comes first; a snapshot may be long.
      const type = data.latin1Slice(start, Math.min(end, start + 16))
      if (type.startsWith('{"t":"snap"')) {
        member.seq = headOf(data, start, end).s
        return true
      }
      if (type.startsWith('{"t":"yo"')) member.send(JOIN)
      else if (!/^\{"t":"(dg|rights)"/.test(type)) throw new Error(`not let in: ${data.utf8Slice(start, start + 300)}`)
      return false
    },
    say(member, text) {
      return textFrame(JSON.stringify({ t: 'do', n: ++member.numbers, r: ROOM, k: 'chat', d: { text } }))
    },
    parse,
    /** @returns what is wrong with this frame coming now */
    check(member, { from, to, snap }) {
      if (snap) return `member ${member.index}: a snapshot nobody asked for`
      if (from === undefined) return undefined
      const before = member.seq
      member.seq = to
      return from === before + 1 ? undefined : `member ${member.index}: seq ${from} after ${before}`
    },
  }
}

/** A whole frame, by a real parser; the caller does this once for all members that get the same bytes. */
function parse(payload) {
  const frame = JSON.parse(payload.utf8Slice())
  if (frame.t === 'no' || frame.t === 'bye') throw new Error(`refused: ${payload.utf8Slice()}`)
  if (frame.t !== 'e') return { marks: [], snap: frame.t === 'snap' }
  const [first] = frame.ev
  frame.ev.forEach(({ s }, index) => {
    if (s !== first.s + index) throw new Error(`seq ${s} at ${index} of a frame that begins with ${first.s}`)
  })
  if (frame.s !== frame.ev.at(-1).s) throw new Error(`a frame that says ${frame.s} ends with ${frame.ev.at(-1).s}`)
  const marks = frame.ev.flatMap(({ k, d }) => (k === 'chat' ? marksIn(d.text) : []))
  return { from: first.s, to: frame.s, marks }
}
