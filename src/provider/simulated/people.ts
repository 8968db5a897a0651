/** What moderators do to people, by the gateway's rules. `actor` is who does it: me, or a host of the script. */
import { LiveError } from '../../errors'
import type { Role, User, UserId } from '../types'
import { hosting, hushable, rightsOf } from './rights'
import type { World } from './world'

/** Who does what, for messages. */
export interface Deed {
  world: World
  actor: User
  call: string
}

const forbidden = ({ call }: Deed, why: string) => LiveError.of('forbidden', `simulated.${call}: ${why}`)

function moderating(deed: Deed): void {
  if (!rightsOf(deed.actor.role, false, false).moderate) throw forbidden(deed, 'only anchors and admins may')
}

function target(deed: Deed, userId: UserId): User {
  const { world, actor } = deed
  moderating(deed)
  const user = world.user(userId)
  if (user === actor) throw forbidden(deed, 'not yourself; leave() instead')
  if (user.role === 'admin' && actor.role !== 'admin') throw forbidden(deed, 'only an admin moderates an admin')
  return user
}

/** What somebody is from now on, and the ends of what goes with what they were. */
function become({ world, actor }: Deed, user: User, role: Role): void {
  const { id } = user
  const { publish, link } = rightsOf(role, false, false)
  world.change(user, { role, silenced: world.hushed(id, role, false) })
  if (!link) world.links.release(id, actor.id)
  if (!publish) world.unpublish(id, 'demoted')
  world.righted(id)
}

/** Whoever may publish now goes on air at once; I would by my own pusher. */
function goOnAir({ world }: Deed, { id, role }: User): void {
  if (rightsOf(role, false, false).publish && id !== world.me.id) world.publish(id)
}

export function mute(deed: Deed, userId: UserId, on: boolean): void {
  const { id } = target(deed, userId)
  deed.world.mute(id, on)
}

export function kick(deed: Deed, userId: UserId): void {
  const { id } = target(deed, userId)
  deed.world.exit(id, 'kicked')
}

/** Somebody who is away can be kept out as well. */
export function ban(deed: Deed, userId: UserId, seconds = Infinity): void {
  moderating(deed)
  if (deed.world.users.has(userId)) target(deed, userId)
  deed.world.ban(userId, seconds)
}

export function unban(deed: Deed, userId: UserId): void {
  moderating(deed)
  deed.world.bans.delete(userId)
}

export function close(deed: Deed): void {
  moderating(deed)
  deed.world.over('room-closed')
}

export function silence(deed: Deed, userId: UserId, on: boolean): void {
  const { world, call } = deed
  const { id, role } = target(deed, userId)
  if (hosting(role)) throw forbidden(deed, 'hosts are not silenced')
  if (!hushable(role, !!world.links.seatOf(id)))
    throw LiveError.of('not-linked', `simulated.${call}: "${id}" does not publish`, { subject: 'userId' })
  world.silence(id, on)
}

export function silenceAll(deed: Deed, on: boolean): void {
  moderating(deed)
  deed.world.silenceAll(on)
}

export function setRole(deed: Deed, userId: UserId, role: Role): void {
  const user = target(deed, userId)
  if (user.role === role) return
  if (hosting(user.role) && deed.world.hosts.length === 1) throw forbidden(deed, 'the only host stays one')
  become(deed, user, role)
  goOnAir(deed, user)
}

/** The other one first: never without a host. */
export function transferHost(deed: Deed, userId: UserId): void {
  const { actor } = deed
  if (!hosting(actor.role)) throw forbidden(deed, 'only a host hands over')
  const user = target(deed, userId)
  if (user.role !== 'anchor') become(deed, user, 'anchor')
  become(deed, actor, 'speaker')
  goOnAir(deed, user)
  goOnAir(deed, actor)
}
