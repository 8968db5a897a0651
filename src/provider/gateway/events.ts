/**
 * The room's log as the deltas of the provider contract. Exhaustive by type: an event added to the wire breaks the
 * build here until it is handled. Who waits for a mic-link is folded, because the receipt of a request does not name it
 * (a person waits at most once, so the person does).
 */
import type { Emitter } from '../../emitter'
import type { IncomingMessage, LeaveReason, LinkRequest, ProviderEvents, RoomSnapshot, UserId } from '../types'
import type { EventBody, LogEvent, ServerFrame } from './wire'

type Kind = EventBody['k']
type MessageEvent = Extract<LogEvent, { d: { m: string } }>
type Plain = Exclude<Kind, MessageEvent['k'] | 'pub-' | 'skip' | 'kick' | 'close'>
/** The events of the contract that carry what this kind carries. */
type NameFor<K> = {
  [E in keyof ProviderEvents]: Extract<EventBody, { k: K }>['d'] extends ProviderEvents[E] ? E : never
}[keyof ProviderEvents]

/** Kinds whose contents are handed on as they are. */
const PLAIN: { readonly [K in Plain]: NameFor<K> } = {
  in: 'userJoined',
  'in~': 'userUpdated',
  out: 'userLeft',
  'mic.req': 'linkRequested',
  'mic.inv': 'linkRequested',
  'mic.set': 'linkSettled',
  'mic.on': 'linkStarted',
  'mic.off': 'linkEnded',
  seats: 'seats',
  'pub+': 'streamAdded',
  'pub~': 'streamUpdated',
}

const isMessage = (event: LogEvent): event is MessageEvent => /^(chat|barrage|gift|command)$/.test(event.k)

/** A message's id: unique as long as the room lives, the same in the log and in the receipt. */
export const messageId = (epoch: string, seq: number): string => `${epoch}:${seq}`

export interface Translator {
  snapshot(frame: Extract<ServerFrame, { t: 'snap' }>): RoomSnapshot
  event(event: LogEvent, epoch: string): void
  /** The request or invitation that waits for an answer, of this person or (no id) of me. */
  waiting(userId?: UserId): LinkRequest | undefined
}

/**
 * @param keyOf my own mark of a message that I sent
 * @param over the log itself says that the room is over for me
 */
export function createTranslator(
  events: Emitter<ProviderEvents>,
  keyOf: (m: string) => string | undefined,
  over: (reason: LeaveReason) => void,
): Translator {
  let waiting: Map<UserId, LinkRequest>
  let me: UserId

  function message({ k: kind, s, u: from, at, d }: MessageEvent, epoch: string): IncomingMessage {
    const { m, to: _, ...body } = d as MessageEvent['d'] & { to?: UserId[] }
    const key = keyOf(m)
    const mine = key === undefined ? {} : { key }
    return { kind, ...body, id: messageId(epoch, s), from, at, ...mine } as IncomingMessage
  }

  return {
    snapshot({ r: roomId, e, me: self, rights, online, likes, st: { log, ...state } }) {
      me = self.id
      waiting = new Map(state.link.requests.map((request) => [request.userId, request]))
      const messages = log.filter(isMessage).map((event) => message(event, e))
      return { roomId, me: self, rights, online, likes, ...state, messages }
    },
    event(event, epoch) {
      const { k, d } = event
      // What a newer gateway logs and this client does not know has no name; its place in the order is kept all the same.
      const name = PLAIN[k as Plain] as keyof ProviderEvents | undefined
      if (k === 'mic.req' || k === 'mic.inv') waiting.set(d.userId, d)
      if (k === 'mic.set') waiting.delete(d.userId)
      if (name) events.emit(name, d as never)
      else if (isMessage(event)) events.emit('message', message(event, epoch))
      else if (k === 'pub-') events.emit('streamRemoved', { streamId: d.id })
      else if (k === 'close') over('room-closed')
      // Of the others an `out` follows.
      else if (k === 'kick' && d.userId === me) over('kicked')
    },
    waiting: (userId = me) => waiting.get(userId),
  }
}
