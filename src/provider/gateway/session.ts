/**
 * One stay in one room: puts connection, outbox, questions and cursor together and reads the server's frames.
 *
 * join: `hi` `yo` `join` -> `snap`. After a reconnect `hi` carries the cursor: `res` (missed events follow, then
 * `resumed`) or `snap` (the state is replaced: `snapshot`). Commands flow only while the room is in.
 */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { JoinRequest, LeaveReason, ProviderEvents, RoomSnapshot } from '../types'
import { createAsks } from './asks'
import type { Asks } from './asks'
import { createConnection } from './connection'
import type { ConnectionOptions } from './connection'
import { createTranslator } from './events'
import type { Translator } from './events'
import { createInbox } from './inbox'
import { createLikes } from './likes'
import { createOutbox, randomKey } from './outbox'
import type { Outbox } from './outbox'
import { refusal } from './refusal'
import { createTokens } from './token'
import { PROTOCOL_VERSION } from './wire'
import type { ClientFrame, ServerFrame } from './wire'

export interface SessionOptions extends ConnectionOptions {
  joinTimeoutMs: number
  askTimeoutMs: number
}

export interface SessionHost {
  events: Emitter<ProviderEvents>
  entered(): void
  /** The stay (or the try) is over and everything of it released. */
  ended(reason: LeaveReason, cause?: LiveError): void
}

export interface Session {
  /** Settles when the first snapshot is there, or with the reason why it will not come. */
  readonly snapshot: Promise<RoomSnapshot>
  readonly command: Outbox['add']
  readonly ask: Asks['add']
  readonly waiting: Translator['waiting']
  like(count: number): void
  renew(token: string): void
  wake(): void
  leave(): void
}

export function createSession(options: SessionOptions, request: JoinRequest, host: SessionHost): Session {
  const { events } = host
  const room = request.roomId
  const pk = randomKey()
  const tokens = createTokens(request.token)
  /** @returns false while the room is not in; the sender waits for its start() then. */
  const send = (frame: ClientFrame) => {
    if (inside) connection.send(frame)
    return inside
  }
  const outbox = createOutbox(room, pk, send)
  const asks = createAsks(room, options.askTimeoutMs, send)
  const likes = createLikes((c) => send({ t: 'like', r: room, c }))
  const translator = createTranslator({ events, keyOf: outbox.keyOf, over: end })
  const inbox = createInbox({ event: translator.event, caughtUp: () => events.emit('resumed', {}), broken: join })
  const connection = createConnection(options, tokens, { hello, frame, lost, closed: end })

  /** The room is in on this connection. */
  let inside = false
  let entered = false
  let over = false
  let lastCause: LiveError | undefined
  /** Frames right behind the first snapshot; see {@link hold}. */
  let held: ServerFrame[] | undefined
  let timer = setTimeout(expire, options.joinTimeoutMs)
  let resolve!: (snapshot: RoomSnapshot) => void
  let reject!: (error: LiveError) => void
  const snapshot = new Promise<RoomSnapshot>((yes, no) => {
    resolve = yes
    reject = no
  })

  function hello(tok: string): ClientFrame {
    const { cursor } = inbox
    return { t: 'hi', v: PROTOCOL_VERSION, tok, pk, ...(cursor && { res: { [room]: cursor } }) }
  }

  function join(): void {
    // Attributes of components are '' when they are not set; on the wire they are absent.
    const { role, name, avatar } = request
    connection.send({ t: 'join', r: room, ...(role && { role }), ...(name && { name }), ...(avatar && { avatar }) })
  }

  const handlers: { [T in ServerFrame['t']]: (frame: Extract<ServerFrame, { t: T }>) => void } = {
    yo({ hb }) {
      connection.ready(hb)
      if (!inbox.cursor) join()
    },
    snap(frame) {
      inbox.place(frame.e, frame.s)
      const state = translator.snapshot(frame)
      enter()
      if (entered) return events.emit('snapshot', state)
      entered = true
      host.entered()
      hold()
      resolve(state)
    },
    res({ e, s, rights }) {
      events.emit('rights', rights)
      enter()
      inbox.resume(e, s)
    },
    e: ({ ev, s }) => inbox.apply(ev, s),
    ok: outbox.ok,
    no: outbox.no,
    ans: asks.answer,
    nope: asks.refuse,
    refused({ c, why }) {
      const cause = refusal(c, inside ? 'gateway' : 'gateway.join', why)
      if (inside) events.emit('error', cause)
      else if (c === 'token-expired' || c === 'token-invalid') connection.bye(c, why)
      else if (c === 'busy' || c === 'rate-limited') connection.lost(cause)
      else end(c === 'banned' ? c : 'refused', cause)
    },
    rights: ({ rights }) => events.emit('rights', rights),
    dg: ({ online, likes }) => events.emit('counts', { online, likes }),
    pong: () => undefined,
    bye: ({ c, why, retry }) => connection.bye(c, why, retry),
  }

  function frame(frame: ServerFrame): void {
    const handler = handlers[frame.t] as ((frame: ServerFrame) => void) | undefined
    if (held) held.push(frame)
    // What a newer gateway says in unknown frames is not for this client.
    else if (handler) handler(frame)
  }

  /** Nothing is told before the awaiter of join() has had its turn: deltas must not overtake the snapshot. */
  function hold(): void {
    held = []
    clearTimeout(timer)
    timer = setTimeout(() => {
      const frames = held ?? []
      held = undefined
      frames.forEach(frame)
    }, 0)
  }

  function enter(): void {
    inside = true
    connection.settled()
    outbox.start()
    asks.start()
    likes.flush()
  }

  function lost(cause: LiveError, attempt: number): void {
    inside = false
    lastCause = cause
    if (entered) events.emit('reconnecting', { attempt, cause })
  }

  function expire(): void {
    const said = lastCause ? lastCause.message : `gateway: no answer from ${options.url}`
    const text = `${said}; gave up after ${options.joinTimeoutMs} ms: check the address and that the gateway runs`
    end('refused', LiveError.of(lastCause ? lastCause.reason : 'timeout', text, { cause: lastCause, subject: 'url' }))
  }

  function end(reason: LeaveReason, cause?: LiveError): void {
    if (over) return
    over = true
    clearTimeout(timer)
    held = undefined
    connection.close()
    inbox.clear()
    likes.clear()
    const error = cause ?? LiveError.of('invalid-state', `gateway: the room is over (${reason})`)
    outbox.clear(error)
    asks.clear(error)
    reject(error)
    host.ended(reason, cause)
  }

  connection.open()
  return {
    snapshot,
    command: outbox.add,
    ask: asks.add,
    waiting: translator.waiting,
    like: likes.add,
    renew: tokens.set,
    wake: connection.wake,
    leave() {
      send({ t: 'leave', r: room })
      end('left')
    },
  }
}
