/**
 * May this happen, and what does it change? Pure: the same state, person and command give the same events on every
 * gateway, so that several gateways on one log agree.
 */
import type { Rights, Stream, StreamId, User, UserId } from '../wire'
import { departure, linkHandlers, unpublish } from './decide-link'
import { rightsOf, roleRights } from './rights'
import { refuse, type Context, type Decision, type Handlers, type Profile } from './rules'
import type { Refusal, RoomCommand, Situation } from './rules'
import type { NewEvent, State } from './state'

function say(s: Situation, event: (by: { name: string; m: string }) => NewEvent): Decision {
  return s.rights.chat ? [event({ name: s.me.name, m: s.mark })] : refuse('muted', 'a moderator has muted you')
}

function enter(s: Situation, d: Profile): Decision {
  const before = s.state.users.get(s.actor)
  if (before && before.role === d.role && before.name === d.name && before.avatar === d.avatar) return []
  const muted = s.state.muted.has(s.actor)
  const user: User = { id: s.actor, muted, joinedAt: before?.joinedAt ?? s.now, ...d }
  // Another role is another person as far as streams, seats and requests go.
  const first = before && before.role !== d.role ? departure(s.state, before, 'left') : []
  return [...first, { u: s.actor, k: before && first.length === 0 ? 'userUpdated' : 'userJoined', d: user }]
}

function live(s: Situation, stream: Stream): Decision {
  if (s.state.streams.has(stream.id)) return refuse('stream-in-use', 'the stream is already live')
  // Asked again although the media side asked before: a seat can be lost between the two.
  if (stream.kind !== 'external' && !s.rights.publish) return refuse('forbidden', 'no right to publish any more')
  return [{ u: stream.userId, k: 'streamAdded', d: stream }]
}

function streamFlags(s: Situation, d: { id: StreamId; audio: boolean; video: boolean }): Decision {
  const stream = s.state.streams.get(d.id)
  if (!stream) return refuse('stream-not-found', 'the stream is not live')
  if (stream.userId !== s.actor) return refuse('forbidden', 'not your stream')
  return [{ u: s.actor, k: 'streamUpdated', d: { ...stream, audio: d.audio, video: d.video } }]
}

/** @returns why the actor may not moderate this person. */
function moderationProblem(s: Situation, user: UserId): Refusal | undefined {
  if (!s.rights.moderate) return refuse('forbidden', 'only anchors and admins moderate')
  const target = s.state.users.get(user)
  if (!target) return refuse('user-not-found', `${user} is not in the room`)
  if (user === s.actor) return refuse('forbidden', 'you cannot moderate yourself')
  if (target.role === 'admin' && s.me.role !== 'admin') return refuse('forbidden', 'only an admin moderates an admin')
  return undefined
}

function kick(s: Situation, d: { user: UserId }): Decision {
  const problem = moderationProblem(s, d.user)
  if (problem) return problem
  const target = s.state.users.get(d.user) as User
  return [{ u: s.actor, k: 'kick', d: { userId: d.user } }, ...departure(s.state, target, 'kicked')]
}

/** Chat mute: a change of the person, whom everybody sees as muted. */
function mute(s: Situation, d: { user: UserId; on: boolean }): Decision {
  const problem = moderationProblem(s, d.user)
  if (problem) return problem
  const target = s.state.users.get(d.user) as User
  return target.muted === d.on ? [] : [{ u: s.actor, k: 'userUpdated', d: { ...target, muted: d.on } }]
}

const HANDLERS: Handlers<RoomCommand> = {
  ...linkHandlers,
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
  mute,
  kick,
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
    me: me ?? { id: actor, name: actor, role: 'audience', muted: false, joinedAt: context.now },
    rights: me ? rightsOf(state, me) : NOBODY,
  }
  const handler = HANDLERS[command.k] as (situation: Situation, d: unknown) => Decision
  return handler(situation, command.d)
}
