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

/** A message's id: unique as long as the room lives, the same in the log and in the receipt. */
export const messageId = (epoch: string, seq: number): string => `${epoch}:${seq}`

export interface Translator {
  snapshot(frame: Extract<ServerFrame, { t: 'snap' }>): RoomSnapshot
  event(event: LogEvent, epoch: string): void
}

/**
 * @param keyOf my own mark of a message that I sent
 * @param over the log itself says that the room is over for me
 */
export function createTranslator(
  events: Emitter<ProviderEvents>,
  keyOf: (m: string) => string | undefined,
  over: (cause: LiveError) => void,
): Translator {
  let me: UserId

  function message({ k: kind, s, u: from, at, d }: MessageEvent, epoch: string): IncomingMessage {
    const { m, to: _, ...body } = d as MessageEvent['d'] & { to?: UserId[] }
    const key = keyOf(m)
    return { kind, ...body, id: messageId(epoch, s), from, at, ...(key !== undefined && { key }) } as IncomingMessage
  }

  return {
    snapshot({ r: roomId, e, me: self, rights, online, likes, st: { log, ...state } }) {
      me = self.id
      const messages = log.filter(isMessage).map((event) => message(event, e))
      return { roomId, me: self, rights, online, likes, ...state, messages }
    },
    event(event, epoch) {
      if (isMessage(event)) return events.emit('message', message(event, epoch))
      const { k, d } = event
      if (k === 'kick') {
        // Of the others a `userLeft` follows.
        if (d.userId === me) over(refusal('kicked', 'gateway'))
      }
      // A `skip`, or what a newer gateway logs, has no listener; its place in the order is kept all the same.
      else events.emit(k as Exclude<typeof k, 'skip'>, d as never)
    },
  }
}
