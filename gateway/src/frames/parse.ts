/**
 * Text of a socket -> a frame. Two depths of wrong: what cannot be answered (no JSON, no known `t`, no number to answer
 * to) costs the connection; a numbered frame with bad contents is refused by its number and the connection goes on.
 */
import { LIMITS } from '../limits'
import type { ClientFrame, Cursor, RefusalCode } from '../wire'
import { BadFrame, fields, id, integer, optional, text, type Fields } from './check'
import { readCommand, readQuestion } from './commands'

export type Incoming =
  | { kind: 'frame'; frame: ClientFrame }
  | { kind: 'refuse'; reply: 'do' | 'ask' | 'room'; n: number; room: string; code: RefusalCode; why: string }
  | { kind: 'fatal'; why: string }

function cursor(value: unknown, room: string): Cursor {
  if (!Array.isArray(value) || value.length !== 2) throw new BadFrame(`res.${room} must be [epoch, seq]`)
  return [text(value[0], `res.${room}[0]`, 64), integer(value[1], `res.${room}[1]`, 0, Number.MAX_SAFE_INTEGER)]
}

function hi(frame: Fields): ClientFrame {
  const { v, tok, pk, res } = frame
  const rooms = Object.entries(res === undefined ? {} : fields(res, 'res'))
  if (rooms.length > LIMITS.rooms) throw new BadFrame(`res names more than ${LIMITS.rooms} rooms`)
  const cursors = rooms.map(([room, value]) => [id(room, 'a room in res'), cursor(value, room)] as const)
  return {
    t: 'hi',
    v: integer(v, 'v', 0, 1000),
    tok: text(tok, 'tok', LIMITS.token),
    pk: id(pk, 'pk'),
    res: Object.fromEntries(cursors),
  }
}

/** The role stays a string here: an unknown one is refused at `join` with a code of its own. */
function join(frame: Fields): ClientFrame {
  const role = optional(frame['role'], (value) => text(value, 'role', LIMITS.name))
  const name = optional(frame['name'], (value) => text(value, 'name', LIMITS.name))
  const avatar = optional(frame['avatar'], (value) => text(value, 'avatar', LIMITS.avatar))
  return {
    t: 'join',
    r: id(frame['r'], 'r'),
    ...(role === undefined ? {} : { role }),
    ...(name === undefined ? {} : { name }),
    ...(avatar === undefined ? {} : { avatar }),
  } as ClientFrame
}

function counted(frame: Fields, key: 'n' | 'q'): number {
  return integer(frame[key], key, 1, Number.MAX_SAFE_INTEGER)
}

const READERS: { [T in ClientFrame['t']]: (frame: Fields) => ClientFrame } = {
  hi,
  join,
  leave: (frame) => ({ t: 'leave', r: id(frame['r'], 'r') }),
  do: (frame) => ({ t: 'do', n: counted(frame, 'n'), r: id(frame['r'], 'r'), ...readCommand(frame) }),
  ask: (frame) => ({ t: 'ask', q: counted(frame, 'q'), r: id(frame['r'], 'r'), ...readQuestion(frame) }),
  like: (frame) => ({ t: 'like', r: id(frame['r'], 'r'), c: integer(frame['c'], 'c', 1, LIMITS.likes) }),
  ping: () => ({ t: 'ping' }),
}

/** To whom a bad frame can be answered, if to anybody. */
function refusal(frame: Fields, error: BadFrame): Incoming {
  const { t, n, q, r } = frame
  const room = typeof r === 'string' ? r.slice(0, 48) : ''
  const base = { kind: 'refuse', room, code: error.code, why: error.message } as const
  if (t === 'do' && Number.isSafeInteger(n) && (n as number) > 0) return { ...base, reply: 'do', n: n as number }
  if (t === 'ask' && Number.isSafeInteger(q) && (q as number) > 0) return { ...base, reply: 'ask', n: q as number }
  if ((t === 'join' || t === 'leave' || t === 'like') && room !== '') return { ...base, reply: 'room', n: 0 }
  return { kind: 'fatal', why: error.message }
}

export function parseFrame(textFrame: string): Incoming {
  let json: unknown
  try {
    json = JSON.parse(textFrame)
  } catch {
    return { kind: 'fatal', why: 'the frame is not JSON' }
  }
  let frame: Fields = {}
  try {
    frame = fields(json, 'a frame')
    const t = frame['t']
    if (typeof t !== 'string' || !Object.hasOwn(READERS, t)) {
      throw new BadFrame(`t must be one of ${Object.keys(READERS).join(', ')}`)
    }
    return { kind: 'frame', frame: READERS[t as ClientFrame['t']](frame) }
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error
    return refusal(frame, error)
  }
}
