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
 *   sequence goes on) and the head to catch up with. On a connection that the room is in on, it names the epoch and no more.
 * - A hole, or a head behind the cursor (the server lost what this client has), cannot be mended by waiting: the cursor
 *   is forgotten and a snapshot asked for. So it is where an acknowledged command of mine has not come by yet when another
 *   epoch begins, and is not in the new log: what is lost is lost aloud.
 */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { JoinRequest, LeaveReason, ProviderEvents, RoomSnapshot } from '../types'
import { leaveReason, refusal } from './codes'
import { createConnection } from './connection'
import type { Connection, ConnectionOptions } from './connection'
import { createTranslator } from './events'
import { createPending } from './pending'
import type { Pending } from './pending'
import { PROTOCOL_VERSION } from './wire'
import type { ClientFrame, ServerFrame } from './wire'

export interface SessionOptions extends ConnectionOptions {
  joinTimeoutMs: number
  askTimeoutMs: number
}

export interface Session {
  readonly add: Pending['add']
  /** The id of my own message, by its command's number. */
  idOf(n: number): string
  readonly renew: Connection['renew']
  readonly wake: Connection['wake']
  like(count: number): void
  leave(): void
}

const encode = (frame: ClientFrame) => JSON.stringify(frame)

/** Likes that the gateway takes in one frame. */
const MAX_LIKES = 100
/** More than this at once is no tapping, and would count as a flood. */
const LIKES_AT_ONCE = 1000

/**
 * @param onEntered the first snapshot is there
 * @param onEnded the stay, or the try, is over and everything of it released; calls that waited were rejected with `cause`
 */
export function createSession(
  options: SessionOptions,
  { roomId: room, token, ...profile }: JoinRequest,
  events: Emitter<ProviderEvents>,
  onEntered: (snapshot: RoomSnapshot) => void,
  onEnded: (reason: LeaveReason, cause: LiveError) => void,
): Session {
  const { url, joinTimeoutMs, askTimeoutMs } = options
  const pk = `k${Math.random().toString(36).slice(2)}`
  /** The room is in on this connection. */
  let inside = false
  let entered = false
  let over = false
  /** The cursor; no epoch: there is none, or it is worth nothing. */
  let epoch = ''
  let seq = 0
  /** Acknowledged commands of mine that have not come by: their numbers by seq. */
  const owed = new Map<number, number>()
  /** Of them, those of an earlier epoch. */
  let doubted = new Map<number, number>()
  /** What a resume has to reach; Infinity when there is nothing to catch up with. */
  let head = Infinity
  let likes = 0
  let lastCause = LiveError.of('timeout', `gateway: no answer from ${url}`)
  /** Frames right behind the first snapshot: nothing is told before the awaiter of join() has had its turn. */
  let held: ServerFrame[] | undefined
  let timer = setTimeout(() => {
    const { reason, message } = lastCause
    const text = `${message}; gave up after ${joinTimeoutMs} ms, check the address`
    end(LiveError.of(reason, text, { cause: lastCause, subject: 'url' }))
  }, joinTimeoutMs)
  const send = (text: string) => {
    if (inside) connection.send(text)
    return inside
  }
  const pending = createPending(room, pk, askTimeoutMs, send, (error) => events.emit('error', error))
  const translator = createTranslator(events, pk, pending.keyOf, end)
  const connection = createConnection(options, token, {
    hello: (tok) =>
      encode({ t: 'hi', v: PROTOCOL_VERSION, tok, pk, res: epoch ? { [room]: [epoch, seq] } : undefined }),
    frame: receive,
    lost(cause, attempt) {
      inside = false
      lastCause = cause
      if (entered) events.emit('reconnecting', { attempt, cause })
    },
    closed: end,
  })

  const say = (frame: ClientFrame) => connection.send(encode(frame))

  /** Also asks for a snapshot where the cursor is worth nothing. */
  const join = (): void => {
    epoch = ''
    say({ t: 'join', r: room, ...profile })
  }

  const handlers: { [T in ServerFrame['t']]?: (frame: Extract<ServerFrame, { t: T }>) => void } = {
    yo() {
      if (!epoch) join()
    },
    snap(frame) {
      epoch = frame.e
      seq = frame.s
      owed.clear()
      doubted.clear()
      head = Infinity
      const state = translator.snapshot(frame)
      enter()
      if (entered) return events.emit('snapshot', state)
      entered = true
      const frames: ServerFrame[] = (held = [])
      clearTimeout(timer)
      timer = setTimeout(() => {
        held = undefined
        frames.forEach(receive)
      }, 0)
      onEntered(state)
    },
    res({ e, s, rights }) {
      // A snapshot is on its way.
      if (!epoch) return
      if (e !== epoch) doubted = new Map(owed)
      epoch = e
      if (!inside) {
        head = s
        events.emit('rights', rights)
        enter()
      }
      if (s < Math.max(seq, ...doubted.keys())) join()
      else caughtUp()
    },
    e: apply,
    ok(frame) {
      if (frame.s > seq) owed.set(frame.s, frame.n)
      pending.answer(frame)
    },
    no: refuse,
    ans: pending.answer,
    nope: refuse,
    refused({ c, why, until }) {
      // A snapshot that was asked for and is refused would be waited for in vain.
      if (inside && epoch) events.emit('error', refusal(c, 'gateway', why))
      else connection.bye(c, why, undefined, until)
    },
    rights: ({ rights }) => events.emit('rights', rights),
    dg: ({ online, likes }) => events.emit('counts', { online, likes }),
  }

  /** Refused for the token alone, it goes out again behind the `hi` with the next one. */
  function refuse(frame: Parameters<Pending['refuse']>[0]): void {
    if (frame.c === 'token-expired') connection.bye(frame.c, frame.why)
    else pending.refuse(frame)
  }

  function receive(frame: ServerFrame): void {
    // What a newer gateway says in unknown frames is not for this client.
    const handler = handlers[frame.t] as ((frame: ServerFrame) => void) | undefined
    if (held) held.push(frame)
    // Some were held when a listener of the one before left the room.
    else if (handler && !over) handler(frame)
  }

  /** `s` is the sequence number of the last of the events. */
  function apply({ ev, s }: Extract<ServerFrame, { t: 'e' }>): void {
    for (const event of ev) {
      // Gone while a listener of the event before left the room, or never there.
      if (!epoch) return
      if (event.s <= seq) continue
      const n = doubted.get(event.s)
      if (event.s > seq + 1 || (n && !translator.isMine(event, n))) return join()
      seq++
      owed.delete(seq)
      translator.event(event, epoch)
    }
    if (epoch && seq < s) join()
    else caughtUp()
  }

  const caughtUp = (): void => {
    if (seq < head) return
    head = Infinity
    events.emit('resumed', {})
  }

  /** Once a connection: what has no answer goes out again, for nobody knows how far it came. */
  const enter = (): void => {
    if (inside) return
    inside = true
    connection.settled()
    pending.start()
    flushLikes()
  }

  /** Likes are a figure: sent without a number, never twice; those of a moment without a connection go with the next. */
  const flushLikes = (): void => {
    while (inside && likes) {
      const c = Math.min(likes, MAX_LIKES)
      likes -= c
      say({ t: 'like', r: room, c })
    }
  }

  function end(cause: LiveError, reason = leaveReason(cause)): void {
    over = true
    inside = false
    clearTimeout(timer)
    epoch = ''
    held = undefined
    connection.close()
    pending.clear(cause)
    onEnded(reason, cause)
  }

  return {
    add: pending.add,
    idOf: translator.idOf,
    renew: connection.renew,
    wake: connection.wake,
    like(count) {
      // Not a number is none.
      likes = Math.min(LIKES_AT_ONCE, likes + count || 0)
      flushLikes()
    },
    leave() {
      if (inside) say({ t: 'leave', r: room })
      end(LiveError.of('invalid-state', 'gateway: the room was left'), 'left')
    },
  }
}
