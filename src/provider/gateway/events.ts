/**
 * The room's log as the deltas of the provider contract. Exhaustive by type: an event added to the wire breaks the
 * build here until it is handled. Two things are folded: the users, because a mute has to name a whole User and because
 * a repeated `in` or `out` must not announce anybody twice; and the waiting mic-link requests, because the receipt of a
 * request does not name it (a person waits at most once, so the person does).
 */
import type { Emitter } from '../../emitter'
import type {
  IncomingMessage,
  LeaveReason,
  LinkRequest,
  MessageBody,
  ProviderEvents,
  RoomSnapshot,
  User,
  UserId,
} from '../types'
import type { EventBody, LogEvent, ServerFrame } from './wire'

type Kind = EventBody['k']
type Data<K extends Kind> = Extract<EventBody, { k: K }>['d']
type MessageKind = 'chat' | 'barrage' | 'gift' | 'cmd'
type Snap = Extract<ServerFrame, { t: 'snap' }>

/** Per message kind: the body and the sender's display name. */
const BODIES: { [K in MessageKind]: (data: Data<K>) => MessageBody & { name: string } } = {
  chat: ({ text, name }) => ({ kind: 'chat', text, name }),
  barrage: ({ text, name }) => ({ kind: 'barrage', text, name }),
  gift: ({ id, name, count, by }) => ({ kind: 'gift', gift: { id, name, count }, name: by }),
  cmd: ({ name, data, by }) => ({ kind: 'command', command: name, data, name: by }),
}

/** A message's id: unique as long as the room lives, the same in the log and in the receipt. */
export function messageId(epoch: string, seq: number): string {
  return `${epoch}:${seq}`
}

export interface Translator {
  snapshot(frame: Snap): RoomSnapshot
  event(event: LogEvent, epoch: string): void
  /** The request or invitation that waits for an answer, of this person or (no id) of me. */
  waiting(userId?: UserId): LinkRequest | undefined
}

export interface TranslatorHost {
  events: Emitter<ProviderEvents>
  /** My own mark of a message that I sent. */
  keyOf(m: string): string | undefined
  /** The log itself says that the room is over for me. */
  over(reason: LeaveReason): void
}

export function createTranslator({ events, keyOf, over }: TranslatorHost): Translator {
  let users = new Map<UserId, User>()
  let requests: LinkRequest[] = []
  let me = ''

  function join(user: User): void {
    const known = users.has(user.id)
    users.set(user.id, user)
    events.emit(known ? 'userUpdated' : 'userJoined', user)
  }

  function leave(userId: UserId): void {
    if (users.delete(userId)) events.emit('userLeft', { userId })
  }

  function mute(userId: UserId, muted: boolean): void {
    const user = users.get(userId)
    if (user) join({ ...user, muted })
  }

  function message(event: LogEvent, epoch: string): IncomingMessage | undefined {
    const body = BODIES[event.k as MessageKind] as ((data: unknown) => MessageBody & { name: string }) | undefined
    if (!body) return undefined
    const key = keyOf((event.d as { m: string }).m)
    return {
      ...body(event.d),
      id: messageId(epoch, event.s),
      from: event.u,
      at: event.at,
      ...(key === undefined ? {} : { key }),
    }
  }

  const say = (_: unknown, event: LogEvent, epoch: string) => {
    const said = message(event, epoch)
    if (said) events.emit('message', said)
  }
  const requested = ({ m: _, ...request }: LinkRequest & { m: string }) => {
    requests.push(request)
    events.emit('linkRequested', request)
  }

  const handlers: { [K in Kind]: (data: Data<K>, event: LogEvent, epoch: string) => void } = {
    in: join,
    out: (_, { u }) => leave(u),
    chat: say,
    barrage: say,
    gift: say,
    cmd: say,
    skip: () => undefined,
    'mic.req': requested,
    'mic.inv': requested,
    'mic.set': ({ id, user, outcome, message }, { u }) => {
      requests = requests.filter((request) => request.id !== id)
      events.emit('linkSettled', {
        requestId: id,
        userId: user,
        outcome,
        ...(u && { by: u }),
        ...(message && { message }),
      })
    },
    'mic.on': ({ user, seat }) => events.emit('linkStarted', { userId: user, seat }),
    'mic.off': ({ user, seat, why }) => events.emit('linkEnded', { userId: user, seat, reason: why }),
    seats: ({ seats }) => events.emit('seats', seats),
    'pub+': (stream) => events.emit('streamAdded', stream),
    'pub~': (stream) => events.emit('streamUpdated', stream),
    'pub-': ({ id }) => events.emit('streamRemoved', { streamId: id }),
    mute: ({ user, on }) => mute(user, on),
    // Of the others an `out` follows.
    kick: ({ user }) => (user === me ? over('kicked') : undefined),
    close: () => over('room-closed'),
  }

  return {
    snapshot({ r, e, st, me: self, rights, online, likes }) {
      me = self.id
      users = new Map(st.users.map((user) => [user.id, user]))
      requests = st.link.requests.slice()
      const messages = st.log.map((event) => message(event, e)).filter((said): said is IncomingMessage => !!said)
      const { users: all, streams, link } = st
      return { roomId: r, me: self, rights, users: all, streams, messages, link, online, likes }
    },
    event(event, epoch) {
      // A newer gateway may log what this client does not know; its place in the order is kept all the same.
      const handler = handlers[event.k] as ((data: unknown, event: LogEvent, epoch: string) => void) | undefined
      handler?.(event.d, event, epoch)
    },
    waiting: (userId = me) => requests.find((request) => request.userId === userId),
  }
}
