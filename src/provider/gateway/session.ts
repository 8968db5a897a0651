/**
 * One stay in one room: puts connection, calls and log together and reads the server's frames.
 *
 * join: `hi` `yo` `join` -> `snap`. After a reconnect `hi` carries the cursor: `res` (missed events follow, then
 * `resumed`) or `snap` (the state is replaced: `snapshot`). Calls flow only while the room is in.
 *
 * The cursor `[epoch, seq]` is the client's place in the room's log: every event is applied exactly once and without a
 * hole, or the loss is announced.
 *
 * - `snap` sets it, `e` moves it one by one; what is behind it is a repetition and is dropped.
 * - `res` says that the server knows it. It names the epoch that counts from now on (an epoch can change while the
 *   sequence goes on) and the head to catch up with.
 * - A hole, or a head behind the cursor (the server lost what this client has), cannot be mended by waiting: the cursor
 *   is forgotten and a snapshot asked for.
 */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { JoinRequest, LeaveReason, ProviderEvents, RoomSnapshot } from '../types'
import { leaveReason, refusal } from './codes'
import { createConnection } from './connection'
import type { Connection, ConnectionOptions } from './connection'
import { createTranslator } from './events'
import type { Translator } from './events'
import { createPending } from './pending'
import type { Pending } from './pending'
import { PROTOCOL_VERSION } from './wire'
import type { Cursor, LogEvent, ServerFrame } from './wire'

export interface SessionOptions extends ConnectionOptions {
  joinTimeoutMs: number
  askTimeoutMs: number
}

export interface SessionHost {
  /** The first snapshot is there. */
  entered(snapshot: RoomSnapshot): void
  /**
   * The stay, or the try, is over and everything of it released.
   * @param error what calls that still waited were rejected with
   * @param cause absent when I left, or the log said so
   */
  ended(reason: LeaveReason, error: LiveError, cause?: LiveError): void
}

export interface Session {
  readonly add: Pending['add']
  readonly waiting: Translator['waiting']
  readonly renew: Connection['renew']
  readonly wake: Connection['wake']
  like(count: number): void
  leave(): void
}

/** Likes that the gateway takes in one frame. */
const MAX_LIKES = 100

export function createSession(
  options: SessionOptions,
  { roomId: room, token, role, name, avatar }: JoinRequest,
  events: Emitter<ProviderEvents>,
  host: SessionHost,
): Session {
  const { url, joinTimeoutMs, askTimeoutMs } = options
  const pk = `k${Math.random().toString(36).slice(2)}`
  /** The room is in on this connection. */
  let inside = false
  let entered = false
  let over = false
  let cursor: Cursor | undefined
  /** What a resume has to reach; undefined when there is nothing to catch up with. */
  let head: number | undefined
  let likes = 0
  let lastCause: LiveError | undefined
  /** Frames right behind the first snapshot; see {@link hold}. */
  let held: ServerFrame[] | undefined
  let timer = setTimeout(expire, joinTimeoutMs)
  const pending = createPending({
    room,
    pk,
    askTimeoutMs,
    send(text) {
      if (inside) connection.send(text)
      return inside
    },
    held: (error) => events.emit('error', error),
  })
  const translator = createTranslator(events, pending.keyOf, end)
  const connection = createConnection(options, token, {
    hello: (tok) => ({ t: 'hi', v: PROTOCOL_VERSION, tok, pk, res: cursor && { [room]: cursor } }),
    frame,
    lost(cause, attempt) {
      inside = false
      lastCause = cause
      if (entered) events.emit('reconnecting', { attempt, cause })
    },
    closed: end,
  })

  /** Also asks for a snapshot where the cursor is worth nothing. */
  function join(): void {
    cursor = head = undefined
    connection.send({
      t: 'join',
      r: room,
      // Attributes of components are '' when they are not set; on the wire they are absent.
      role: role || undefined,
      name: name || undefined,
      avatar: avatar || undefined,
    })
  }

  const handlers: { [T in ServerFrame['t']]?: (frame: Extract<ServerFrame, { t: T }>) => void } = {
    yo() {
      if (!cursor) join()
    },
    snap(frame) {
      cursor = [frame.e, frame.s]
      head = undefined
      const state = translator.snapshot(frame)
      enter()
      if (entered) return events.emit('snapshot', state)
      entered = true
      hold()
      host.entered(state)
    },
    res({ e, s, rights }) {
      events.emit('rights', rights)
      enter()
      if (!cursor || s < cursor[1]) return join()
      cursor[0] = e
      head = s
      caughtUp()
    },
    e: ({ ev, s }) => apply(ev, s),
    ok: (frame) => pending.answer(frame.n, frame),
    no: ({ n, c, why, wait }) => pending.refuse(n, c, why, wait),
    ans: ({ q, d }) => pending.answer(q, d),
    nope: ({ q, c, why, wait }) => pending.refuse(q, c, why, wait),
    refused({ c, why }) {
      const cause = refusal(c, 'gateway.join', why)
      if (inside) events.emit('error', cause)
      else if (/^token/.test(c)) connection.bye(c as 'token-expired', why)
      // A full room is worth another try, but of the person's.
      else if (cause.recoverable && c !== 'room-full') connection.lost(cause)
      else end(leaveReason(c), cause)
    },
    rights: ({ rights }) => events.emit('rights', rights),
    dg: ({ online, likes }) => events.emit('counts', { online, likes }),
  }

  function frame(frame: ServerFrame): void {
    // What a newer gateway says in unknown frames is not for this client.
    const handler = handlers[frame.t] as ((frame: ServerFrame) => void) | undefined
    if (held) held.push(frame)
    else if (handler) handler(frame)
  }

  /** Nothing is told before the awaiter of join() has had its turn: deltas must not overtake the snapshot. */
  function hold(): void {
    const frames: ServerFrame[] = (held = [])
    clearTimeout(timer)
    timer = setTimeout(() => {
      held = undefined
      frames.forEach(frame)
    }, 0)
  }

  /** @param last sequence number of the last of `log` */
  function apply(log: readonly LogEvent[], last: number): void {
    for (const event of log) {
      // Gone while a listener of the event before left the room, or never there.
      if (!cursor) return
      if (event.s <= cursor[1]) continue
      if (event.s > cursor[1] + 1) return join()
      cursor[1]++
      translator.event(event, cursor[0])
    }
    if (cursor && cursor[1] < last) join()
    else caughtUp()
  }

  function caughtUp(): void {
    if (!cursor || head === undefined || cursor[1] < head) return
    head = undefined
    events.emit('resumed', {})
  }

  function enter(): void {
    inside = true
    connection.settled()
    pending.start()
    flushLikes()
  }

  /** Likes are a figure: sent without a number, never twice; those of a moment without a connection go with the next. */
  function flushLikes(): void {
    for (; inside && likes > 0; likes -= MAX_LIKES)
      connection.send({ t: 'like', r: room, c: Math.min(likes, MAX_LIKES) })
    if (inside) likes = 0
  }

  function expire(): void {
    const cause = lastCause || LiveError.of('timeout', `gateway: no answer from ${url}`)
    const text = `${cause.message}; gave up after ${joinTimeoutMs} ms: check the address and the gateway`
    end('refused', LiveError.of(cause.reason, text, { cause, subject: 'url' }))
  }

  function end(reason: LeaveReason, cause?: LiveError): void {
    if (over) return
    over = true
    inside = false
    clearTimeout(timer)
    cursor = held = undefined
    connection.close()
    const error = cause || LiveError.of('invalid-state', `gateway: the room is over (${reason})`)
    pending.clear(error)
    host.ended(reason, error, cause)
  }

  return {
    add: pending.add,
    waiting: translator.waiting,
    renew: connection.renew,
    wake: connection.wake,
    like(count) {
      // Not a number is none.
      likes = likes + count || 0
      flushLikes()
    },
    leave() {
      if (inside) connection.send({ t: 'leave', r: room })
      end('left')
    },
  }
}
