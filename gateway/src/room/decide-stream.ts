/**
 * A stream's way: issued (an address was handed out) -> live (media flows, `streamAdded`) -> gone (`streamRemoved`). A
 * publisher that stays away leaves the stream issued: the phone's own retries come back to the same address. Asking
 * again, issued or live, gives the same stream a newer address: a pusher that has to restart in another mode stays the
 * same stream to others.
 */
import { streamIdOf } from '../auth/media-url'
import type { Stream, StreamId } from '../wire'
import { unpublish } from './decide-link'
import { refuse, type Decision, type Handlers, type RoomCommand, type Situation } from './rules'
import { streamsOf, type Carrier, type NewEvent } from './state'

/** Characters of a stream's nonce: addresses have to be short. */
const NONCE = 4

/** What others are told of a microphone that a moderator has. */
function heard(s: Situation, stream: Stream): Stream {
  return stream.kind !== 'external' && s.me.silenced ? { ...stream, audio: false } : stream
}

function restate(s: Situation, stream: Stream, flags: { audio: boolean; video: boolean }): NewEvent[] {
  const { audio, video } = flags
  if (stream.audio === audio && stream.video === video) return []
  return [{ u: s.actor, k: 'streamUpdated', d: heard(s, { ...stream, audio, video }) }]
}

function issue(s: Situation, { audio, video }: { audio: boolean; video: boolean }): Decision {
  if (!s.rights.publish) return refuse('forbidden', 'no right to publish: ask for a mic-link first')
  const held = s.state.grants.get(s.actor)
  const mine = streamsOf(s.state, s.actor)
  const live = mine.find((stream) => stream.id === held?.id)
  const { id, turn } = held ?? { id: streamIdOf(s.actor, s.newId().slice(0, NONCE)), turn: 0 }
  return [
    ...unpublish(
      s.state,
      mine.flatMap((stream) => (stream === live ? [] : [stream.id])),
    ),
    ...(live ? restate(s, live, { audio, video }) : []),
    { u: s.actor, k: 'issued', d: { id, userId: s.actor, audio, video, turn: turn + 1 } },
  ]
}

function revoke(s: Situation, { id }: { id: StreamId }): Decision {
  const owner = s.state.streams.get(id)?.userId ?? s.actor
  if (owner !== s.actor && !s.system) return refuse('forbidden', 'not your stream')
  const held = s.state.grants.get(owner)?.id === id
  return [...unpublish(s.state, [id]), ...(held ? [{ u: s.actor, k: 'revoked' as const, d: { userId: owner } }] : [])]
}

/** Asked again although the media side asked before: a seat, or the whole person, can be lost between the two. */
function live(s: Situation, d: { stream: Pick<Stream, 'id' | 'userId' | 'kind'>; carrier: Carrier }): Decision {
  const { id, userId, kind } = d.stream
  const held = s.state.grants.get(userId)
  if (kind !== 'external' && held?.id !== id) return refuse('stream-not-found', 'the stream was not issued, or is over')
  if (kind !== 'external' && !s.rights.publish) return refuse('forbidden', 'no right to publish any more')
  const carried: NewEvent = { u: userId, k: 'carried', d: { id, ...d.carrier } }
  if (s.state.streams.has(id)) return s.state.carriers.get(id)?.by === d.carrier.by ? [] : [carried]
  const { audio, video } = kind === 'external' || !held ? { audio: true, video: true } : held
  const stream: Stream = { id, userId, kind, audio, video, startedAt: s.now }
  return [{ u: userId, k: 'streamAdded', d: heard(s, stream) }, carried]
}

/** A connection that ends late, after another has taken over, ends nothing. */
function dark(s: Situation, { id, by }: { id: StreamId; by?: string | undefined }): Decision {
  if (by !== undefined && s.state.carriers.get(id)?.by !== by) return []
  return unpublish(s.state, [id])
}

/** Flags of a stream that is issued, and not live yet, are kept until it is. */
function flags(s: Situation, { id, audio, video }: { id: StreamId; audio: boolean; video: boolean }): Decision {
  const stream = s.state.streams.get(id)
  if (stream && stream.userId !== s.actor) return refuse('forbidden', 'not your stream')
  if (stream) return [{ u: s.actor, k: 'streamUpdated', d: heard(s, { ...stream, audio, video }) }]
  const held = s.state.grants.get(s.actor)
  if (held?.id !== id) return refuse('stream-not-found', 'the stream is not live')
  return [{ u: s.actor, k: 'issued', d: { ...held, audio, video } }]
}

type StreamCommand = Extract<RoomCommand, { k: 'stream' | 'issue' | 'revoke' | 'live' | 'dark' }>

export const streamHandlers: Handlers<StreamCommand> = { stream: flags, issue, revoke, live, dark }
