/** What I may do to mic-links and to others, by the gateway's rules. */
import { LiveError } from '../../errors'
import type { LinkRequest, LinkSignals, Moderation, UserId } from '../types'
import * as people from './people'
import type { Deed } from './people'
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
      world.links.open(world.me.id, 'audience', options)
    },
    cancel: async (id) => settle(at, 'link.cancel', id, toCancel, 'cancelled'),
    accept: async (id) => settle(at, 'link.accept', id, toAnswer, 'accepted'),
    refuse: async (id, message) => settle(at, 'link.refuse', id, toAnswer, 'refused', message),
    invite: async (userId, options) => hosting(at, 'link.invite').links.open(userId, 'anchor', options),
    end: async (userId) => {
      const { world, id, other } = person('link.end', userId)
      world.links.end(id, other ? 'kicked' : 'ended')
    },
    lock: async (index, on) => hosting(at, 'link.lock').links.lock(index, on),
    move: async (index, userId) => {
      const { world, id } = person('link.move', userId)
      world.links.move(id, index)
    },
  }
}

export function moderation(at: At): Moderation {
  const deed = (name: string): Deed => {
    const call = `moderate.${name}`
    const world = at(call)
    return { world, actor: world.me, call }
  }
  return {
    mute: async (userId, on) => people.mute(deed('mute'), userId, on),
    kick: async (userId) => people.kick(deed('kick'), userId),
    ban: async (userId, seconds) => people.ban(deed('ban'), userId, seconds),
    unban: async (userId) => people.unban(deed('unban'), userId),
    close: async () => people.close(deed('close')),
    silence: async (userId, on) => people.silence(deed('silence'), userId, on),
    silenceAll: async (on) => people.silenceAll(deed('silenceAll'), on),
    setRole: async (userId, role) => people.setRole(deed('setRole'), userId, role),
    transferHost: async (userId) => people.transferHost(deed('transferHost'), userId),
  }
}
