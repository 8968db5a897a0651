import type { Report } from '../report'
import type { Tick } from '../tick'
import type { Stream, StreamId } from '../wire'
import type { Entry } from './log'
import type { Meter } from './meter'
import type { Room } from './room'
import type { Carrier } from './state'

export interface RoomSettings {
  /** Mic-link seats. Default 8. */
  seats: number
  /** How long a mic-link request or invitation waits, ms. Default 30,000. */
  requestTtl: number
  /** How long somebody whose socket was lost still counts as present, ms. Default 3,000. */
  grace: number
  /** Likes and the online count go out at most this often, ms; in rooms of more than 2,000 people more seldom. Default 500. */
  digest: number
  /** Events kept per room for connections that come back. Default 4,096. */
  ring: number
  /** People in one room, over all gateways. Default 100,000. */
  maxMembers: number
  /** Rooms open on this gateway. Default 100,000. */
  maxRooms: number
  /** People named in a room's list; further audience is counted, and named once they do more than talk. Default 500. */
  listed: number
  /** How long people of a gateway that is gone, or was restarted, still count as present, ms. Default 10,000. */
  orphanGrace: number
  /** An empty room is forgotten after this, ms. Default 300,000. */
  evictAfter: number
  /** The same for a room that was closed or keeps somebody out, so that this holds as long, ms. Default 86,400,000 (a day). */
  rememberFor: number
}

export const ROOM_DEFAULTS: RoomSettings = {
  seats: 8,
  requestTtl: 30_000,
  grace: 3_000,
  digest: 500,
  ring: 4_096,
  maxMembers: 100_000,
  maxRooms: 100_000,
  listed: 500,
  orphanGrace: 10_000,
  evictAfter: 300_000,
  rememberFor: 86_400_000,
}

/** What rooms need of the gateway around them. */
export interface RoomContext {
  settings: RoomSettings
  tick: Tick
  report: Report
  meter: Meter
  /** Server time, ms. */
  now(): number
  /** A stream went live. */
  started(room: string, stream: Stream): void
  /** A stream is over, or carried by another connection from now on: end the media connection that carried it. */
  cut(room: string, id: StreamId, carrier: Carrier | undefined): void
  /** This gateway has written these; of all that share a log, one is told. */
  wrote(room: Room, entries: readonly Entry[]): void
  /** Something happened; the room may have become empty, or be so no more. */
  changed(room: Room): void
}
