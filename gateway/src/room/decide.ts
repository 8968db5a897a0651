/**
 * May this happen, and what does it change? Pure: the same state, person and command give the same events on every
 * gateway, so that several gateways on one log agree.
 */
import type { Rights, Stream, StreamId, User, UserId } from '../wire'
import { departure, linkHandlers, unpublish } from './decide-link'
import { peopleHandlers } from './decide-people'
import { hushed, rightsOf, roleRights } from './rights'
import { refuse, type Context, type Decision, type Handlers, type Profile } from './rules'
import type { RoomCommand, Situation } from './rules'
import type { NewEvent, State } from './state'

function say(s: Situation, event: (by: { name: string; m: string }) => NewEvent): Decision {
  return s.rights.chat ? [event({ name: s.me.name, m: s.mark })] : refuse('muted', 'a moderator has muted you')
}

/** What a host has made of somebody holds for as long as they come as they came: a token of another role has the last word. */
function enter(s: Situation, d: Profile): Decision {
  const before = s.state.users.get(s.actor)
  const role = before && s.state.cameAs.get(s.actor) === d.role ? before.role : d.role
  if (before && before.role === role && before.name === d.name && before.avatar === d.avatar) return []
  const muted = s.state.muted.has(s.actor)
  const again = before !== undefined && before.role === role
  const silenced = again ? before.silenced : hushed(s.state, s.actor, role, false)
  const user: User = { id: s.actor, muted, silenced, joinedAt: before?.joinedAt ?? s.now, ...d, role }
  // Another role is another person as far as streams, seats and requests go.
  const first = before && !again ? departure(s.state, before, 'left') : []
  return [...first, { u: s.actor, k: again ? 'userUpdated' : 'userJoined', d: user }]
}

/** What others are told of a microphone that a moderator has. */
function heard(s: Situation, stream: Stream): Stream {
  return stream.kind !== 'external' && s.me.silenced ? { ...stream, audio: false } : stream
}

function live(s: Situation, stream: Stream): Decision {
  if (s.state.streams.has(stream.id)) return refuse('stream-in-use', 'the stream is already live')
  // Asked again although the media side asked before: a seat can be lost between the two.
  if (stream.kind !== 'external' && !s.rights.publish) return refuse('forbidden', 'no right to publish any more')
  return [{ u: stream.userId, k: 'streamAdded', d: heard(s, stream) }]
}

function streamFlags(s: Situation, d: { id: StreamId; audio: boolean; video: boolean }): Decision {
  const stream = s.state.streams.get(d.id)
  if (!stream) return refuse('stream-not-found', 'the stream is not live')
  if (stream.userId !== s.actor) return refuse('forbidden', 'not your stream')
  return [{ u: s.actor, k: 'streamUpdated', d: heard(s, { ...stream, audio: d.audio, video: d.video }) }]
}

const HANDLERS: Handlers<RoomCommand> = {
  ...linkHandlers,
  ...peopleHandlers,
  enter,
  exit: (s, d) => departure(s.state, s.me, d.why),
  live,
  dark: (s, d) => unpublish(s.state, [d.id]),
  chat: (s, d) => say(s, (by) => ({ u: s.actor, k: 'chat', d: { ...d, ...by } })),
  barrage: (s, d) => say(s, (by) => ({ u: s.actor, k: 'barrage', d: { ...d, ...by } })),
  gift: (s, d) => [{ u: s.actor, k: 'gift', d: { ...d, name: s.me.name, m: s.mark } }],
  command: (s, { command, data, to }) => [
    { u: s.actor, k: 'command', d: { command, data, ...(to && { to }), name: s.me.name, m: s.mark } },
  ],
  stream: streamFlags,
}

/** Commands that need no member behind them: an external stream's user need not be in the room. */
const UNATTENDED: ReadonlySet<RoomCommand['k']> = new Set(['enter', 'expire', 'live', 'dark'])
const NOBODY: Rights = { ...roleRights('audience'), chat: false, link: false }

/** @returns the events to append (perhaps none), or why not. */
export function decide(state: State, actor: UserId, command: RoomCommand, context: Context): Decision {
  const me = state.users.get(actor)
  if (!me && command.k === 'exit') return []
  if (!me && !UNATTENDED.has(command.k)) return refuse('not-joined', 'join the room first')
  const situation: Situation = {
    ...context,
    state,
    actor,
    me: me ?? { id: actor, name: actor, role: 'audience', muted: false, silenced: false, joinedAt: context.now },
    rights: me ? rightsOf(state, me) : NOBODY,
  }
  const handler = HANDLERS[command.k] as (situation: Situation, d: unknown) => Decision
  return handler(situation, command.d)
}
