/** Events of a room's log -> events of webhooks. Pure. */
import type { Entry } from '../room/log'
import type { State } from '../room/state'
import type { EventBody, LogEvent } from '../wire'
import type { WebhookData, WebhookEvent, WebhookType } from './types'

/** What a written batch is looked at with: the room as it is after it. */
export interface Scene {
  room: string
  epoch: string
  state: Pick<State, 'users' | 'streams'>
}

type Made = { [T in WebhookType]: { type: T; data: WebhookData[T] } }[WebhookType]
type Makers = {
  [K in EventBody['k']]: ((event: Extract<LogEvent, { k: K }>) => Made) | undefined
}

/** A new event of the log breaks this until somebody has said whether backends hear of it. */
const MAKERS: Makers = {
  userJoined: ({ d: { id, name, role } }) => ({ type: 'user.joined', data: { user: { id, name, role } } }),
  userLeft: ({ d }) => ({ type: 'user.left', data: { userId: d.userId } }),
  streamAdded: ({ d }) => ({ type: 'stream.started', data: { stream: d } }),
  streamRemoved: ({ u, d: { streamId, reason } }) => {
    return { type: 'stream.ended', data: { streamId, userId: u, ...(reason && { reason }) } }
  },
  linkStarted: ({ d: { userId, seat } }) => ({ type: 'link.started', data: { userId, seat } }),
  linkEnded: ({ d: { userId, seat, reason } }) => ({ type: 'link.ended', data: { userId, seat, reason } }),
  kick: ({ u, d }) => ({ type: 'user.kicked', data: { userId: d.userId, by: u } }),
  ban: ({ u, d }) => ({ type: 'user.banned', data: { ...d, by: u } }),
  unban: ({ u, d }) => ({ type: 'user.unbanned', data: { userId: d.userId, by: u } }),
  closed: ({ u }) => ({ type: 'room.closed', data: { by: u } }),
  chat: ({ u, d }) => ({ type: 'message', data: { kind: 'chat', userId: u, name: d.name, text: d.text } }),
  barrage: ({ u, d }) => ({ type: 'message', data: { kind: 'barrage', userId: u, name: d.name, text: d.text } }),
  gift: ({ u, d }) => ({ type: 'message', data: { kind: 'gift', userId: u, name: d.name, gift: d.gift } }),
  command: ({ u, d: { m: _mark, ...d } }) => ({ type: 'message', data: { kind: 'command', userId: u, ...d } }),
  userUpdated: undefined,
  allSilenced: undefined,
  linkRequested: undefined,
  linkSettled: undefined,
  seats: undefined,
  streamUpdated: undefined,
  skip: undefined,
}

type PublicEvent = Extract<LogEvent, { k: EventBody['k'] }>

function isPublic(event: LogEvent): event is PublicEvent {
  return Object.hasOwn(MAKERS, event.k)
}

const COMES: { readonly [k: string]: 1 | -1 } = { userJoined: 1, streamAdded: 1, userLeft: -1, streamRemoved: -1 }

/**
 * What backends hear of a batch that this gateway has written. Opened and emptied are seen by counting back from the state
 * after the batch: people and streams that came and went in it say how many there were before each event.
 */
export function webhookEvents(entries: readonly Entry[], { room, epoch, state }: Scene): WebhookEvent[] {
  const events = entries.flatMap((entry) => entry.events.filter(isPublic))
  const change = events.reduce((sum, { k }) => sum + (COMES[k] ?? 0), 0)
  let present = state.users.size + state.streams.size - change
  return events.flatMap((event): WebhookEvent[] => {
    const before = present
    present += COMES[event.k] ?? 0
    const head = { room, at: event.at }
    const id = `${room}.${epoch}.${event.s}`
    const made = (MAKERS[event.k] as ((event: LogEvent) => Made) | undefined)?.(event)
    const opened = before === 0 && present > 0
    const emptied = before > 0 && present === 0
    return [
      ...(opened ? [{ id: `${id}o`, type: 'room.opened' as const, ...head, data: {} }] : []),
      ...(made ? [{ id, ...head, ...made } as WebhookEvent] : []),
      ...(emptied ? [{ id: `${id}e`, type: 'room.emptied' as const, ...head, data: {} }] : []),
    ]
  })
}
