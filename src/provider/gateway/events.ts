/**
 * The room's log as the deltas of the provider contract: most events are named and filled as there and go through.
 * Exhaustive by type: an event added to the wire breaks the build here until it is handled.
 */
import type { Emitter } from '../../emitter'
import type { LiveError } from '../../errors'
import type { IncomingMessage, ProviderEvents, RoomSnapshot, UserId } from '../types'
import { refusal } from './codes'
import type { LogEvent, ServerFrame } from './wire'

type MessageEvent = Extract<LogEvent, { d: { m: string } }>

const isMessage = (event: LogEvent): event is MessageEvent => /^(chat|barrage|gift|command)$/.test(event.k)

/**
 * A message's id: unique as long as the room lives, the same in the log and in the receipt, and the same after the log has
 * got another epoch, so that what a snapshot repeats is known again.
 * @param mark as in the log; empty for what the room's own backend said
 */
const messageId = (user: UserId, mark: string, place: string): string => (mark ? `${user}:${mark}` : place)

/** Events by which the room is over, for whom they name or for everybody. */
const OVER = { kick: 'kicked', ban: 'banned', closed: 'room-closed' } as const

export interface Translator {
  snapshot(frame: Extract<ServerFrame, { t: 'snap' }>): RoomSnapshot
  event(event: LogEvent, epoch: string): void
  /** The id of my own message, by the number it was sent under. */
  idOf(n: number): string
  /** Whether the last event of my command of that number may look like this. */
  isMine(event: LogEvent, n: number): boolean
}

/**
 * @param pk as in `hi`
 * @param keyOf my own mark of a message that I sent
 * @param over the log itself says that the room is over for me
 */
export function createTranslator(
  events: Emitter<ProviderEvents>,
  pk: string,
  keyOf: (m: string) => string | undefined,
  over: (cause: LiveError) => void,
): Translator {
  let me: UserId

  function message({ k: kind, s, u: from, at, d }: MessageEvent, epoch: string): IncomingMessage {
    const { m, to: _, ...body } = d as MessageEvent['d'] & { to?: UserId[] }
    const id = messageId(from, m, `${epoch}:${s}`)
    const key = from === me ? keyOf(m) : undefined
    return { kind, ...body, id, from, at, ...(key !== undefined && { key }) } as IncomingMessage
  }

  return {
    isMine: (event, n) => (isMessage(event) ? event.d.m === `${pk}:${n}` : event.k === 'skip' || event.u === me),
    idOf: (n) => messageId(me, `${pk}:${n}`, ''),
    snapshot({ r: roomId, e, me: self, rights, online, likes, st: { log, ...state } }) {
      me = self.id
      const messages = log.filter(isMessage).map((event) => message(event, e))
      // Of a big room's people the first few hundred are listed; I am always among mine.
      const users = state.users.some(({ id }) => id === me) ? state.users : state.users.concat([self])
      return { roomId, me: self, rights, online, likes, ...state, users, messages }
    },
    event(event, epoch) {
      if (isMessage(event)) return events.emit('message', message(event, epoch))
      const { k, d } = event
      const code = OVER[k as keyof typeof OVER]
      if (code) {
        // Of the others a `userLeft` follows.
        if (!('userId' in d) || d.userId === me)
          over(refusal(code, 'gateway', '', 'until' in d ? { until: d.until } : {}))
      }
      // A `skip` or `unban`, or what a newer gateway logs, has no listener; its place in the order is kept all the same.
      else events.emit(k as Exclude<typeof k, keyof typeof OVER | 'skip' | 'unban'>, d as never)
    },
  }
}
