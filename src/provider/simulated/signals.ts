/** What I may do to mic-links and to others, by the gateway's rules. */
import { LiveError } from '../../errors'
import type { LinkRequest, LinkSignals, Moderation, UserId } from '../types'
import { rightsOf } from './rights'
import type { World } from './world'

/** The room I am in. @throws LiveError `invalid-state` before joining and after leaving */
type At = (call: string) => World

const myRights = ({ me }: World) => rightsOf(me.role, false, me.muted)

const forbidden = (call: string, why: string) => LiveError.of('forbidden', `simulated.${call}: ${why}`)

function hosting(at: At, call: string): World {
  const world = at(call)
  if (!myRights(world).host) throw forbidden(call, 'only hosts may')
  return world
}

/** A waiting request; whose turn it is says `mine`. One that does not wait is left for {@link Links.settle} to refuse. */
function settle(
  at: At,
  call: string,
  id: string,
  mine: (request: LinkRequest, world: World) => boolean,
  ...answer: [outcome: 'accepted' | 'refused' | 'cancelled', message?: string]
): void {
  const world = at(call)
  const request = world.links.requests.get(id)
  if (request && !mine(request, world)) throw forbidden(call, 'this request is not yours')
  const [outcome, message] = answer
  world.links.settle(id, outcome, world.me.id, message)
}

/** Hosts answer the audience, invited people answer hosts. */
const toAnswer = ({ from, userId }: LinkRequest, world: World): boolean =>
  from === 'audience' ? myRights(world).host : userId === world.me.id

/** Who asked withdraws. */
const toCancel = ({ from, userId }: LinkRequest, world: World): boolean =>
  from === 'audience' ? userId === world.me.id : myRights(world).host

export function linkSignals(at: At): LinkSignals {
  /** Others' links are a host's business. */
  const person = (call: string, userId: UserId | undefined): { world: World; id: UserId; other: boolean } => {
    const world = at(call)
    const other = userId !== undefined && userId !== world.me.id
    return { world: other ? hosting(at, call) : world, id: userId ?? world.me.id, other }
  }
  return {
    request: async (options) => {
      const world = at('link.request')
      if (!myRights(world).link) throw forbidden('link.request', 'who publishes or moderates needs no link')
      return world.links.open(world.me.id, 'audience', options)
    },
    cancel: async (id) => settle(at, 'link.cancel', id, toCancel, 'cancelled'),
    accept: async (id) => settle(at, 'link.accept', id, toAnswer, 'accepted'),
    refuse: async (id, message) => settle(at, 'link.refuse', id, toAnswer, 'refused', message),
    invite: async (userId, options) => {
      const world = hosting(at, 'link.invite')
      const { role } = world.user(userId)
      if (!rightsOf(role, false, false).link) throw forbidden('link.invite', `"${userId}" is ${role}, needs no seat`)
      return world.links.open(userId, 'anchor', options)
    },
    end: async (userId) => {
      const { world, id, other } = person('link.end', userId)
      world.links.end(id, other ? 'kicked' : 'ended')
    },
    seat: async (index, change) => hosting(at, 'link.seat').links.change(index, change),
    move: async (index, userId) => {
      const { world, id } = person('link.move', userId)
      world.links.move(id, index)
    },
  }
}

export function moderation(at: At): Moderation {
  const target = (call: string, userId: UserId): World => {
    const world = at(call)
    if (!myRights(world).moderate) throw forbidden(call, 'only anchors and admins may')
    const { id, role } = world.user(userId)
    if (id === world.me.id) throw forbidden(call, 'not yourself; leave() instead')
    if (role === 'admin' && world.me.role !== 'admin') throw forbidden(call, 'only an admin moderates an admin')
    return world
  }
  return {
    mute: async (userId, on) => target('moderate.mute', userId).mute(userId, on),
    kick: async (userId) => target('moderate.kick', userId).exit(userId, 'kicked'),
  }
}
