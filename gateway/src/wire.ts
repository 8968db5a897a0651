/**
 * The wire as the gateway sees it. Everything from the kit's sources enters through this one file: the frames and their
 * constants, and names for the shapes inside them, so that the rest of the gateway imports nothing from `src/`.
 */
import type {
  ClientFrame,
  EventBody,
  LogEvent as PublicEvent,
  RoomState,
  ServerFrame,
} from '../../src/provider/gateway/wire'
import type { InternalBody } from './room/state'

export type {
  Answers,
  ByeCode,
  ClientFrame,
  Command,
  Cursor,
  EventBody,
  Question,
  RefusalCode,
  RoomState,
  ServerFrame,
} from '../../src/provider/gateway/wire'
export { CLOSE, ID_PATTERN, MAX_FRAME_BYTES, PROTOCOL_VERSION } from '../../src/provider/gateway/wire'

/** An event as it stands in the log: those of no concern to clients reach them as `skip`. */
export type LogEvent = PublicEvent | ({ s: number; at: number; u: UserId } & InternalBody)

export type User = RoomState['users'][number]
export type UserId = User['id']
export type Role = User['role']
export type Gift = Extract<EventBody, { k: 'gift' }>['d']['gift']
export type Stream = RoomState['streams'][number]
export type StreamId = Stream['id']
export type LinkRequest = RoomState['link']['requests'][number]
export type Seat = RoomState['link']['seats'][number]
export type Rights = Extract<ServerFrame, { t: 'snap' }>['rights']
export type LinkOutcome = Extract<EventBody, { k: 'linkSettled' }>['d']['outcome']
export type StreamEndReason = NonNullable<Extract<EventBody, { k: 'streamRemoved' }>['d']['reason']>
export type LinkEndReason = Extract<EventBody, { k: 'linkEnded' }>['d']['reason']
export type DoFrame = Extract<ClientFrame, { t: 'do' }>
export type AskFrame = Extract<ClientFrame, { t: 'ask' }>
