/** Rooms and who is in them. */
import { z } from 'zod'
import type { Room } from '../room/room'
import { seatOf } from '../room/state'
import { act, knownRoom, openRoom, operation, type Operation } from './operation'
import { ban, cut, page, pageOf, receipt, room, roomBrief, roomId, user, userId } from './schemas'

const inRoom = z.strictObject({ room: roomId })
const one = z.strictObject({ room: roomId, user: userId })

function view(open: Room): z.output<typeof room> {
  const { state, epoch, head: seq, counts } = open
  return {
    ...{ id: open.id, epoch, seq, ...counts, listed: state.users.size },
    ...{ closed: state.closed, allSilenced: state.allSilenced },
    streams: Array.from(state.streams.values()),
    seats: state.seats,
    waiting: state.requests.size,
    bans: state.bans.size,
  }
}

function people({ state }: Room): z.output<typeof user>[] {
  return Array.from(state.users.values(), (person) => {
    const seat = seatOf(state, person.id)?.index
    return { ...person, ...(seat === undefined ? {} : { seat }) }
  })
}

/** A number of seconds from now, or an end; neither: for good. */
const banBody = z
  .strictObject({
    seconds: z
      .int()
      .min(1)
      .max(10 * 366 * 24 * 3600)
      .optional(),
    until: z.number().optional().describe('Server time, ms'),
  })
  .refine(({ seconds, until }) => seconds === undefined || until === undefined, 'give seconds or until, not both')

export const roomOperations: readonly Operation[] = [
  operation({
    id: 'listRooms',
    method: 'GET',
    path: '/rooms',
    tag: 'rooms',
    summary: 'Rooms that this gateway has open',
    description:
      'With several gateways each lists the rooms that it has open itself. All other operations work on every gateway for every room.',
    query: page,
    answer: pageOf('rooms', roomBrief),
    async run({ query, world }) {
      const { entries, ...next } = cut(world.hub().all(), ({ id }) => id, query)
      const rooms = entries.map(({ id, counts, state }) => {
        return { id, online: counts.online, streams: state.streams.size, closed: state.closed }
      })
      return { rooms, ...next }
    },
  }),
  operation({
    id: 'getRoom',
    method: 'GET',
    path: '/rooms/{room}',
    tag: 'rooms',
    summary: 'A room: counts, streams, seats',
    params: inRoom,
    answer: room,
    codes: ['room-not-found'],
    run: async ({ params, world }) => view(await knownRoom(world, params.room)),
  }),
  operation({
    id: 'closeRoom',
    method: 'POST',
    path: '/rooms/{room}/close',
    tag: 'rooms',
    summary: 'Ends a room for everybody',
    description: 'Everybody is sent out, every stream ends. A host who joins later opens it again; bans hold on.',
    params: inRoom,
    answer: receipt,
    idempotent: true,
    run: (call) => act(call, call.params.room, { k: 'close', d: {} }),
  }),
  operation({
    id: 'silenceRoom',
    method: 'PUT',
    path: '/rooms/{room}/silence',
    tag: 'rooms',
    summary: 'Takes, or gives back, the microphones of everybody who is no host',
    params: inRoom,
    body: z.strictObject({ on: z.boolean() }),
    answer: receipt,
    idempotent: true,
    run: (call) => act(call, call.params.room, { k: 'silence', d: { on: call.body.on } }),
  }),
  operation({
    id: 'listUsers',
    method: 'GET',
    path: '/rooms/{room}/users',
    tag: 'people',
    summary: 'People in a room, by id',
    description: 'In a big room the first 500, and everybody who does more than talk; `online` of the room counts all.',
    params: inRoom,
    query: page,
    answer: pageOf('users', user),
    codes: ['room-not-found'],
    async run({ params, query, world }) {
      const { entries, ...next } = cut(people(await knownRoom(world, params.room)), ({ id }) => id, query)
      return { users: entries, ...next }
    },
  }),
  operation({
    id: 'listBans',
    method: 'GET',
    path: '/rooms/{room}/bans',
    tag: 'people',
    summary: 'Who is kept out of a room, and until when',
    params: inRoom,
    query: page,
    answer: pageOf('bans', ban),
    async run({ params, query, world }) {
      const { state } = await openRoom(world, params.room)
      const running = Array.from(state.bans).filter(([, until]) => until > world.now())
      const { entries, ...next } = cut(running, ([id]) => id, query)
      const bans = entries.map(([id, until]) => ({ userId: id, ...(until === Infinity ? {} : { until }) }))
      return { bans, ...next }
    },
  }),
  operation({
    id: 'banUser',
    method: 'PUT',
    path: '/rooms/{room}/bans/{user}',
    tag: 'people',
    summary: 'Sends somebody out and keeps them out',
    description: 'Also somebody who is not here. Without an end: for good.',
    params: one,
    body: banBody,
    answer: receipt,
    idempotent: true,
    async run(call) {
      const { seconds, until } = call.body
      const rest = until === undefined ? seconds : Math.max(1, Math.ceil((until - call.world.now()) / 1000))
      return act(call, call.params.room, { k: 'ban', d: { user: call.params.user, seconds: rest } })
    },
  }),
  operation({
    id: 'unbanUser',
    method: 'DELETE',
    path: '/rooms/{room}/bans/{user}',
    tag: 'people',
    summary: 'Lets somebody in again',
    params: one,
    answer: receipt,
    idempotent: true,
    run: (call) => act(call, call.params.room, { k: 'unban', d: { user: call.params.user } }),
  }),
]
