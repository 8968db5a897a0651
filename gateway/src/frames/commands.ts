/** Contents of `do` and `ask`: each kind has one reader that copies what the protocol knows and drops the rest. */
import { LIMITS } from '../limits'
import { ROLES } from '../room/rights'
import type { Command, Gift, Question, StreamId, UserId } from '../wire'
import { BadFrame, fields, flag, id, integer, oneOf, optional, text, type Fields } from './check'

type Data<K> = Extract<Command, { k: K }>['d']

const MEDIA = ['video', 'audio'] as const
/** `<user>~<nonce>` */
const STREAM_ID = /^[A-Za-z0-9_-]{1,48}~[A-Za-z0-9_-]{1,16}$/

function streamId(value: unknown): StreamId {
  if (typeof value !== 'string' || !STREAM_ID.test(value))
    throw new BadFrame('d.id must be a stream id, <user>~<nonce>')
  return value
}

function receivers(value: unknown): UserId[] {
  if (!Array.isArray(value)) throw new BadFrame('d.to must be a list of user ids')
  if (value.length > LIMITS.receivers)
    throw new BadFrame(`d.to has more than ${LIMITS.receivers} receivers`, 'too-large')
  return Array.from(new Set(value.map((user) => id(user, 'd.to'))))
}

function command(d: Fields): Data<'command'> {
  if (!('data' in d)) throw new BadFrame('d.data is missing; send null for a command without data')
  const name = text(d['command'], 'd.command', LIMITS.commandName)
  const to = optional(d['to'], receivers)
  // An empty list means everybody, as in the provider contract.
  return { command: name, data: d['data'], ...(to && to.length > 0 ? { to } : {}) }
}

function gift(value: unknown): Gift {
  const d = fields(value, 'd.gift')
  return {
    id: text(d['id'], 'd.gift.id', LIMITS.name),
    name: text(d['name'], 'd.gift.name', LIMITS.name),
    count: integer(d['count'], 'd.gift.count', 1, LIMITS.giftCount),
  }
}

function seat(value: unknown, what: string): number {
  return integer(value, what, 0, LIMITS.seat)
}

/** A wish, not a right: what is out of bounds is brought into them. */
function ttl(d: Fields): { ttl?: number } {
  const wish = optional(d['ttl'], (value) => integer(value, 'd.ttl', 1, Number.MAX_SAFE_INTEGER))
  return wish === undefined ? {} : { ttl: Math.min(LIMITS.linkTtl, Math.max(LIMITS.linkTtlLeast, wish)) }
}

function request(d: Fields): Data<'mic.req'> {
  const wish = optional(d['seat'], (value) => seat(value, 'd.seat'))
  return { media: oneOf(d['media'], 'd.media', MEDIA), ...(wish === undefined ? {} : { seat: wish }), ...ttl(d) }
}

function invitation(d: Fields): Data<'mic.inv'> {
  const media = optional(d['media'], (value) => oneOf(value, 'd.media', MEDIA))
  const wish = optional(d['seat'], (value) => seat(value, 'd.seat'))
  return {
    user: id(d['user'], 'd.user'),
    ...(media === undefined ? {} : { media }),
    ...(wish === undefined ? {} : { seat: wish }),
    ...ttl(d),
  }
}

function someone(d: Fields): { user?: UserId } {
  const user = optional(d['user'], (value) => id(value, 'd.user'))
  return user === undefined ? {} : { user }
}

function rejection(d: Fields): Data<'mic.rej'> {
  const message = optional(d['message'], (value) => text(value, 'd.message', LIMITS.refusal))
  return { id: id(d['id'], 'd.id'), ...(message === undefined ? {} : { message }) }
}

function ban(d: Fields): Data<'ban'> {
  const seconds = optional(d['seconds'], (value) => integer(value, 'd.seconds', 1, LIMITS.banSeconds))
  return { user: id(d['user'], 'd.user'), ...(seconds === undefined ? {} : { seconds }) }
}

type Readers<U extends { k: string; d: unknown }> = { [K in U['k']]: (d: Fields) => Extract<U, { k: K }>['d'] }

const COMMANDS: Readers<Command> = {
  chat: (d) => ({ text: text(d['text'], 'd.text', LIMITS.chat) }),
  barrage: (d) => ({ text: text(d['text'], 'd.text', LIMITS.barrage) }),
  gift: (d) => ({ gift: gift(d['gift']) }),
  command,
  'mic.req': request,
  'mic.cancel': (d) => ({ id: id(d['id'], 'd.id') }),
  'mic.acc': (d) => ({ id: id(d['id'], 'd.id') }),
  'mic.rej': rejection,
  'mic.inv': invitation,
  'mic.end': someone,
  seat: (d) => ({ i: seat(d['i'], 'd.i'), locked: flag(d['locked'], 'd.locked') }),
  'seat.move': (d) => ({ to: seat(d['to'], 'd.to'), ...someone(d) }),
  stream: (d) => ({ id: streamId(d['id']), audio: flag(d['audio'], 'd.audio'), video: flag(d['video'], 'd.video') }),
  mute: (d) => ({ user: id(d['user'], 'd.user'), on: flag(d['on'], 'd.on') }),
  kick: (d) => ({ user: id(d['user'], 'd.user') }),
  ban,
  unban: (d) => ({ user: id(d['user'], 'd.user') }),
  close: () => ({}),
  silence: (d) => ({ ...someone(d), on: flag(d['on'], 'd.on') }),
  role: (d) => ({ user: id(d['user'], 'd.user'), role: oneOf(d['role'], 'd.role', ROLES) }),
  host: (d) => ({ user: id(d['user'], 'd.user') }),
}

const QUESTIONS: Readers<Question> = {
  push: (d) => ({ audio: flag(d['audio'], 'd.audio'), video: flag(d['video'], 'd.video') }),
  unpush: (d) => ({ id: streamId(d['id']) }),
  play: (d) => ({ id: streamId(d['id']) }),
}

function read(readers: Record<string, (d: Fields) => unknown>, frame: Fields): { k: string; d: unknown } {
  const k = frame['k']
  const reader = typeof k === 'string' && Object.hasOwn(readers, k) ? readers[k] : undefined
  if (!reader) throw new BadFrame(`k must be one of ${Object.keys(readers).join(', ')}`)
  return { k: k as string, d: reader(fields(frame['d'], 'd')) }
}

/** @throws BadFrame */
export function readCommand(frame: Fields): Command {
  return read(COMMANDS, frame) as Command
}

/** @throws BadFrame */
export function readQuestion(frame: Fields): Question {
  return read(QUESTIONS, frame) as Question
}
