/**
 * May this happen, and what does it change? Pure: the same state, person and command give the same events on every
 * gateway, so that several gateways on one log agree.
 */
import type { Rights, Role, User } from '../wire'
import { departure, linkHandlers } from './decide-link'
import { deprived, peopleHandlers } from './decide-people'
import { streamHandlers } from './decide-stream'
import { hushed, maySit, narrow, rightsOf, roleRights } from './rights'
import { refuse, type Context, type Decision, type Handlers, type Profile, type Refusal } from './rules'
import type { RoomCommand, Situation } from './rules'
import { isInternal, isMessage, seatOf, type NewEvent, type State } from './state'

/** @returns why this person's token keeps them from saying anything, in words, gifts or commands of the app. */
function watching({ state, actor, system }: Situation): Refusal | undefined {
  const may = system ? undefined : state.narrowed.get(actor)
  return !may || may.includes('chat') ? undefined : refuse('forbidden', 'your token lets you watch, not talk')
}

type Signed = (by: { name: string; m: string }) => NewEvent

function send(s: Situation, event: Signed): Decision {
  return watching(s) ?? [event({ name: s.me.name, m: s.mark })]
}

/** A mute is about words; gifts and commands of the app go on. */
function say(s: Situation, event: Signed): Decision {
  const muted = !s.rights.chat && !watching(s)
  return muted ? refuse('muted', 'a moderator has muted you') : send(s, event)
}

/** @returns why this person does not come in now. */
export function barred(state: State, user: string, { role, may }: Profile, now: number): Refusal | undefined {
  const until = state.bans.get(user)
  if (until !== undefined && until > now) {
    const why = 'a moderator keeps you out of this room'
    return until === Infinity ? refuse('banned', why) : { ...refuse('banned', why), until }
  }
  if (!state.closed || narrow(roleRights(role), may).host) return undefined
  return refuse('room-closed', 'the room was closed; it opens again when a host comes')
}

function narrowed(s: Situation, may: Profile['may']): NewEvent[] {
  const before = s.state.narrowed.get(s.actor)
  if (before === may || (before && may && before.join() === may.join())) return []
  return [{ u: s.actor, k: 'narrowed', d: { userId: s.actor, ...(may && { may }) } }]
}

/** A token with fewer rights than the one before ends what they allowed. */
function renewed(s: Situation, may: Profile['may'], role: Role): NewEvent[] {
  const events = narrowed(s, may)
  const sits = seatOf(s.state, s.actor) !== undefined && maySit(may)
  return events.length > 0 ? [...events, ...deprived(s, s.actor, narrow(roleRights(role), may), sits)] : []
}

/** What a host has made of somebody holds for as long as they come as they came: a token of another role has the last word. */
function enter(s: Situation, profile: Profile): Decision {
  const { may, ...d } = profile
  const out = barred(s.state, s.actor, profile, s.now)
  if (out) return out
  const before = s.state.users.get(s.actor)
  const role = before && s.state.cameAs.get(s.actor) === d.role ? before.role : d.role
  if (before && before.role === role && before.name === d.name && before.avatar === d.avatar)
    return renewed(s, may, role)
  // Of a big room's audience the first are listed, and who comes to be noticed.
  if (!before && role === 'audience' && !may && s.state.users.size >= s.listed) return []
  const muted = s.state.muted.has(s.actor)
  const again = before !== undefined && before.role === role
  const silenced = again ? before.silenced : hushed(s.state, s.actor, role, false)
  const user: User = { id: s.actor, muted, silenced, joinedAt: before?.joinedAt ?? s.now, ...d, role }
  if (again) return [{ u: s.actor, k: 'userUpdated', d: user }, ...renewed(s, may, role)]
  // Another role is another person as far as streams, seats and requests go.
  const first = before ? departure(s.state, before, 'left') : []
  return [...first, { u: s.actor, k: 'userJoined', d: user }, ...narrowed(s, may)]
}

const HANDLERS: Handlers<RoomCommand> = {
  ...linkHandlers,
  ...peopleHandlers,
  ...streamHandlers,
  enter,
  exit: (s, d) => (s.state.users.has(s.actor) ? departure(s.state, s.me, d.why) : []),
  chat: (s, d) => say(s, (by) => ({ u: s.actor, k: 'chat', d: { ...d, ...by } })),
  barrage: (s, d) => say(s, (by) => ({ u: s.actor, k: 'barrage', d: { ...d, ...by } })),
  gift: (s, d) => send(s, (by) => ({ u: s.actor, k: 'gift', d: { ...d, ...by } })),
  command: (s, { command, data, to }) =>
    send(s, (by) => ({ u: s.actor, k: 'command', d: { command, data, ...(to && { to }), ...by } })),
}

/** Commands that need no member behind them: an external stream's user need not be in the room. */
const UNATTENDED: ReadonlySet<RoomCommand['k']> = new Set(['enter', 'exit', 'expire', 'live', 'dark', 'revoke'])
const NOBODY: Rights = { ...roleRights('audience'), chat: false, link: false }
const EVERYTHING: Rights = { publish: true, chat: true, link: true, host: true, moderate: true }

function rights(state: State, user: User | undefined, { system }: Context): Rights {
  if (system) return EVERYTHING
  return user ? rightsOf(state, user) : NOBODY
}

/** Who does more than talk is listed from then on. */
function listing(me: User, decision: Decision): Decision {
  if (!Array.isArray(decision) || decision.every(({ k }) => isMessage(k) || isInternal(k))) return decision
  return [{ u: me.id, k: 'userJoined', d: me }, ...decision]
}

/** @returns the events to append (perhaps none), or why not. */
export function decide(state: State, actor: string, command: RoomCommand, context: Context): Decision {
  const listed = state.users.get(actor)
  const me = listed ?? context.guest
  if (!me && !context.system && !UNATTENDED.has(command.k)) return refuse('not-joined', 'join the room first')
  const situation: Situation = {
    ...context,
    state,
    actor,
    me: me ?? {
      id: actor,
      name: context.name ?? actor,
      role: 'audience',
      muted: false,
      silenced: false,
      joinedAt: context.now,
    },
    rights: rights(state, me, context),
  }
  const handler = HANDLERS[command.k] as (situation: Situation, d: unknown) => Decision
  const decision = handler(situation, command.d)
  const noticed = me && !listed && !UNATTENDED.has(command.k)
  return noticed ? listing(me, decision) : decision
}
