/** What moderators do to people: mute, silence, kick, ban, give another role, hand over, close the room. */
import type { Rights, Role, User, UserId } from '../wire'
import { departure, settle, unpublish } from './decide-link'
import { hushed, narrow, rightsOf, roleRights } from './rights'
import { refuse, type Decision, type Handlers, type Refusal, type RoomCommand, type Situation } from './rules'
import { seatOf, streamsOf, type NewEvent, type State } from './state'

/** @returns whom the actor may moderate, or why not. */
function target(s: Situation, id: UserId): User | Refusal {
  if (!s.rights.moderate) return refuse('forbidden', 'only anchors and admins moderate')
  const user = s.state.users.get(id) ?? (s.someone?.id === id ? s.someone : undefined)
  if (!user) return refuse('user-not-found', `${id} is not in the room`)
  if (s.system) return user
  if (id === s.actor) return refuse('forbidden', 'you cannot moderate yourself')
  if (user.role === 'admin' && s.me.role !== 'admin') return refuse('forbidden', 'only an admin moderates an admin')
  return user
}

function kick(s: Situation, d: { user: UserId }): Decision {
  const user = target(s, d.user)
  if ('code' in user) return user
  return [{ u: s.actor, k: 'kick', d: { userId: d.user } }, ...departure(s.state, user, 'kicked')]
}

/** Somebody who is not here can be kept out as well. */
function ban(s: Situation, { user: id, seconds }: { user: UserId; seconds?: number | undefined }): Decision {
  const user = target(s, id)
  const absent = 'code' in user && user.code === 'user-not-found'
  if ('code' in user && !absent) return user
  const until = seconds === undefined ? undefined : s.now + seconds * 1000
  return [
    { u: s.actor, k: 'ban', d: { userId: id, ...(until !== undefined && { until }) } },
    ...('code' in user ? [] : departure(s.state, user, 'kicked')),
  ]
}

function unban(s: Situation, { user }: { user: UserId }): Decision {
  if (!s.rights.moderate) return refuse('forbidden', 'only anchors and admins moderate')
  return s.state.bans.has(user) ? [{ u: s.actor, k: 'unban', d: { userId: user } }] : []
}

function close(s: Situation): Decision {
  if (!s.rights.moderate) return refuse('forbidden', 'only anchors and admins close a room')
  return s.state.closed ? [] : [{ u: s.actor, k: 'closed', d: {} }]
}

/** A change of the person that everybody sees; none when it is so already. Who was not listed is from then on. */
function change(s: Situation, user: User, difference: Partial<User>): NewEvent[] {
  const same = Object.entries(difference).every(([name, value]) => user[name as keyof User] === value)
  const k = s.state.users.has(user.id) ? 'userUpdated' : 'userJoined'
  return same ? [] : [{ u: s.actor, k, d: { ...user, ...difference } }]
}

/** Chat mute. */
function mute(s: Situation, d: { user: UserId; on: boolean }): Decision {
  const user = target(s, d.user)
  return 'code' in user ? user : change(s, user, { muted: d.on })
}

/** Whose microphone can be taken: of whoever publishes and is no host. */
function taken(state: State, user: User): boolean {
  const { publish, host } = rightsOf(state, user)
  return publish && !host
}

function silence(s: Situation, { user: id, on }: { user?: UserId | undefined; on: boolean }): Decision {
  if (id === undefined) return silenceAll(s, on)
  const user = target(s, id)
  if ('code' in user) return user
  if (roleRights(user.role).host) return refuse('forbidden', `${id} is a host; hosts are not silenced`)
  if (!taken(s.state, user)) return refuse('not-linked', `${id} does not publish`)
  return change(s, user, { silenced: on })
}

/** Hosts give single microphones back meanwhile; off gives all back, whoever took them. */
function silenceAll(s: Situation, on: boolean): Decision {
  if (!s.rights.moderate) return refuse('forbidden', 'only anchors and admins moderate')
  const others = Array.from(s.state.users.values()).filter((user) => taken(s.state, user))
  const switched: NewEvent[] = s.state.allSilenced === on ? [] : [{ u: s.actor, k: 'allSilenced', d: { on } }]
  return [...switched, ...others.flatMap((user) => change(s, user, { silenced: on }))]
}

/** What somebody is from now on, and the ends of what goes with what they were. */
function become(s: Situation, user: User, role: Role): NewEvent[] {
  const { id } = user
  return [
    ...change(s, user, { role, silenced: hushed(s.state, id, role, false) }),
    ...deprived(s, id, roleRights(role), false),
  ]
}

/** The ends of what goes with rights that are lost: a wait, a seat unless it `stays`, a stream that nothing allows any more. */
export function deprived(s: Situation, id: UserId, { publish, link }: Rights, stays: boolean): NewEvent[] {
  const waits = link ? [] : Array.from(s.state.requests.values()).filter((request) => request.userId === id)
  const seat = stays ? undefined : seatOf(s.state, id)
  const streams = publish || stays ? [] : streamsOf(s.state, id).map((stream) => stream.id)
  return [
    ...waits.map((request) => settle(request, 'cancelled', s.actor)),
    ...(seat
      ? [{ u: s.actor, k: 'linkEnded' as const, d: { userId: id, seat: seat.index, reason: 'ended' as const } }]
      : []),
    ...unpublish(s.state, streams, 'demoted'),
  ]
}

function setRole(s: Situation, d: { user: UserId; role: Role }): Decision {
  const user = target(s, d.user)
  if ('code' in user) return user
  if (user.role === d.role) return []
  const hosts = Array.from(s.state.users.values()).filter(({ role }) => roleRights(role).host)
  if (hosts.length === 1 && hosts[0] === user)
    return refuse('forbidden', `${d.user} is the only host; make another one first`)
  return become(s, user, d.role)
}

/** The other one first: at no event is the room without a host, and what runs with the host runs on. */
function transfer(s: Situation, d: { user: UserId }): Decision {
  if (!s.rights.host || s.system) return refuse('forbidden', 'only a host hands over')
  const user = target(s, d.user)
  if ('code' in user) return user
  if (!narrow(roleRights('anchor'), s.state.narrowed.get(d.user)).host)
    return refuse('forbidden', `the token of ${d.user} does not let them host`)
  return [...(user.role === 'anchor' ? [] : become(s, user, 'anchor')), ...become(s, s.me, 'speaker')]
}

type PeopleCommand = Extract<
  RoomCommand,
  { k: 'mute' | 'kick' | 'ban' | 'unban' | 'close' | 'silence' | 'role' | 'host' }
>

export const peopleHandlers: Handlers<PeopleCommand> = {
  mute,
  kick,
  ban,
  unban,
  close,
  silence,
  role: setRole,
  host: transfer,
}
