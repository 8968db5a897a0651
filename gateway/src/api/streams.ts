/** Streams: addresses to push and play, and an end. */
import { z } from 'zod'
import { streamIdOf } from '../auth/media-url'
import { act, knownRoom, openRoom, operation, type Operation } from './operation'
import { ApiProblem, problemOf } from './problem'
import { receipt, roomId, streamId, ttl, userId } from './schemas'

const inRoom = z.strictObject({ room: roomId })
const TEN_MINUTES = 600
const DAY = 24 * 60 * 60

export const streamOperations: readonly Operation[] = [
  operation({
    id: 'endStream',
    method: 'DELETE',
    path: '/rooms/{room}/streams/{stream}',
    tag: 'streams',
    summary: 'Ends a stream and its media connection',
    description: 'Its address is good no more. Whoever may publish can ask for another.',
    params: z.strictObject({ room: roomId, stream: streamId }),
    answer: receipt,
    idempotent: true,
    codes: ['stream-not-found'],
    async run(call) {
      const { room, stream } = call.params
      const open = await openRoom(call.world, room)
      const [user = ''] = stream.split('~')
      const issued = open.state.grants.get(user)?.id === stream
      if (!open.state.streams.has(stream) && !issued)
        throw new ApiProblem('stream-not-found', 'the stream is not live, and no address of it is out')
      return act(call, room, { k: 'revoke', d: { id: stream } }, { actor: user })
    },
  }),
  operation({
    id: 'issuePush',
    method: 'POST',
    path: '/rooms/{room}/push',
    tag: 'streams',
    summary: 'An address to push to for somebody in the room who may publish',
    description: 'In place of every address they had before. Clients ask for theirs by themselves.',
    params: inRoom,
    body: z.strictObject({ user: userId, audio: z.boolean().default(true), video: z.boolean().default(true), ttl }),
    answer: z.strictObject({ stream: streamId, url: z.string() }),
    codes: ['not-joined', 'forbidden'],
    async run({ params, body, world, host }) {
      const { user, audio, video, ttl: life = TEN_MINUTES } = body
      const room = await openRoom(world, params.room)
      const answer = await world.desk.push(room, user, { audio, video }, host, life * 1000)
      if ('code' in answer) throw problemOf(answer)
      return { stream: answer.id, url: answer.url }
    },
  }),
  operation({
    id: 'issuePlay',
    method: 'POST',
    path: '/rooms/{room}/play',
    tag: 'streams',
    summary: 'Addresses to play a live stream from',
    params: inRoom,
    body: z.strictObject({ stream: streamId, ttl }),
    answer: z.strictObject({ rtmp: z.string(), flv: z.string() }),
    codes: ['room-not-found', 'stream-not-found'],
    async run({ params, body, world, host }) {
      const room = await knownRoom(world, params.room)
      if (!room.state.streams.has(body.stream)) throw new ApiProblem('stream-not-found', 'the stream is not live')
      return world.desk.playUrls(room, body.stream, (body.ttl ?? TEN_MINUTES) * 1000, host)
    },
  }),
  operation({
    id: 'issueIngest',
    method: 'POST',
    path: '/rooms/{room}/ingest',
    tag: 'streams',
    summary: 'An address to push to for something that is not in the room as a person: OBS, a camera, ffmpeg',
    params: inRoom,
    body: z.strictObject({ user: userId.describe('What the stream is named after'), ttl }),
    answer: z.strictObject({ stream: streamId, url: z.string() }),
    async run({ params, body, world, host }) {
      const url = world.desk.ingestUrl(params.room, body.user, (body.ttl ?? DAY) * 1000, host)
      return { stream: streamIdOf(body.user), url }
    },
  }),
]
