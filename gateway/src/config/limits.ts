/** What one connection, one user, one room and this process may use. docs/protocol.md has the codes that answer beyond it. */
import { z } from 'zod'
import { ROOM_DEFAULTS, type RoomSettings } from '../room/settings'
import { MAX_FRAME_BYTES } from '../wire'
import { bytes, count, field, ms } from './field'

const rate = (what: string, burst: number, perSecond: number, beyond: string) =>
  z
    .strictObject({
      burst: count(burst, 1, { help: `${what}: how many at once; beyond it ${beyond}` }),
      perSecond: field(z.number().positive().default(perSecond), { help: `${what}: how many a second` }),
    })
    .prefault({})

export const connections = z
  .strictObject({
    heartbeat: ms(10_000, 1, { help: 'a client pings at least this often; silence of 2.5 times this drops it' }),
    handshakeTimeout: ms(10_000, 1, { help: 'TLS and the HTTP headers of a request must be there within this' }),
    loginTimeout: ms(5_000, 1, { help: 'the first frame must come within this; else 4400' }),
    frameBytes: bytes(MAX_FRAME_BYTES, 1024, { help: 'largest frame; else 1009. The kit never sends more than 8192' }),
    frames: rate('frames of one connection', 120, 60, '4429'),
    commands: rate('commands and questions of one connection', 20, 10, '`rate-limited`'),
    userCommands: z
      .strictObject({
        burst: field(z.int().min(1).optional(), {
          help: 'commands and questions of one user over all connections: how many at once; beyond it `rate-limited`',
          otherwise: 'twice commands.burst',
        }),
        perSecond: field(z.number().positive().optional(), {
          help: 'commands and questions of one user over all connections: how many a second',
          otherwise: 'twice commands.perSecond',
        }),
      })
      .prefault({}),
    maxRooms: count(8, 1, { help: 'rooms one connection may be in; else `forbidden`' }),
    maxPerUser: count(8, 1, { help: 'connections of one user to this gateway; else 1013' }),
    maxPerIp: field(z.int().min(1).optional(), {
      help: 'connections from one address (IPv6: one /64); else 1013. Mobile carriers put thousands of people behind one address; behind a proxy of yours set trustedProxies, or all count as one',
      otherwise: 'as many as maxConnections',
    }),
    maxConnections: count(20_000, 1, { help: 'connections of this gateway; else 1013' }),
    waitingFrames: count(64, 1, { help: 'frames that wait for their forerunners; beyond it the socket is not read' }),
    highWater: bytes(64 * 1024, 16 * 1024, {
      help: 'unsent bytes of a connection above which it gets no events and is not read until it has drained',
    }),
    hardLimit: bytes(1024 * 1024, 1024, { help: 'unsent bytes of a connection at which it is cut' }),
    totalBuffered: bytes(512 * 1024 * 1024, 1024, {
      help: 'unsent bytes of all connections; beyond it newcomers get 1013 and commands `busy` until it is less',
    }),
  })
  .prefault({})

export const rooms = z
  .strictObject({
    seats: count(ROOM_DEFAULTS.seats, 1, { help: 'mic-link seats' }),
    requestTtl: ms(ROOM_DEFAULTS.requestTtl, 1, { help: 'how long a mic-link request or invitation waits' }),
    grace: ms(ROOM_DEFAULTS.grace, 0, { help: 'how long somebody whose socket was lost still counts as present' }),
    digest: ms(ROOM_DEFAULTS.digest, 0, { help: 'likes and the online count go out at most this often' }),
    ring: count(ROOM_DEFAULTS.ring, 1, { help: 'events kept per room for connections that come back' }),
    listed: count(ROOM_DEFAULTS.listed, 1, {
      help: 'people named in the list of a room; further audience is counted, and named once they do more than talk',
    }),
    orphanGrace: ms(ROOM_DEFAULTS.orphanGrace, 0, {
      help: 'how long people of a gateway that is gone or was restarted still count as present',
    }),
    maxMembers: count(ROOM_DEFAULTS.maxMembers, 1, {
      help: 'people in one room, over all gateways; else `room-full`',
    }),
    maxRooms: count(ROOM_DEFAULTS.maxRooms, 1, { help: 'rooms open on this gateway; else `busy`' }),
    evictAfter: ms(ROOM_DEFAULTS.evictAfter, 0, { help: 'an empty room is forgotten after this' }),
    rememberFor: ms(ROOM_DEFAULTS.rememberFor, 0, {
      help: 'the same for a room that was closed or keeps somebody out, so that this holds as long',
    }),
  })
  .prefault({}) satisfies z.ZodType<RoomSettings>
