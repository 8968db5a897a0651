import type { Rights, Role, User, UserId } from '../wire'
import { seatOf, type State } from './state'

/** What each role may do; a seat adds `publish`, a mute takes `chat`. */
const RIGHTS: Record<Role, Rights> = {
  anchor: { publish: true, chat: true, link: false, host: true, moderate: true },
  speaker: { publish: true, chat: true, link: false, host: false, moderate: false },
  audience: { publish: false, chat: true, link: true, host: false, moderate: false },
  admin: { publish: false, chat: true, link: false, host: false, moderate: true },
}

export const ROLES = Object.keys(RIGHTS) as Role[]

export function isRole(role: string): role is Role {
  return Object.hasOwn(RIGHTS, role)
}

/** By role alone, without seats and mutes. */
export function roleRights(role: Role): Rights {
  return RIGHTS[role]
}

/**
 * Whether a person's microphone is a moderator's: of hosts never, of others who publish when everybody is silenced, or they were.
 * @param role what they are, or are to become
 * @param seated on a seat, or about to be
 */
export function hushed(state: State, id: UserId, role: Role, seated: boolean): boolean {
  const { publish, host } = RIGHTS[role]
  return !host && (publish || seated) && (state.allSilenced || state.silenced.has(id))
}

export function rightsOf(state: State, user: User): Rights {
  const may = state.narrowed.get(user.id)
  const base = narrow(RIGHTS[user.role], may)
  const seated = seatOf(state, user.id) !== undefined && maySit(may)
  return { ...base, publish: base.publish || seated, chat: base.chat && !state.muted.has(user.id) }
}

/** What a seat gives is no right of the role: a token that allows a link, allows what the link is for. */
export function maySit(may: readonly (keyof Rights)[] | undefined): boolean {
  return !may || may.includes('link') || may.includes('publish')
}

/** @param may what a token leaves of its role's rights; it never adds any */
export function narrow(rights: Rights, may: readonly (keyof Rights)[] | undefined): Rights {
  if (!may) return rights
  const names = Object.keys(rights) as (keyof Rights)[]
  return Object.fromEntries(names.map((name) => [name, rights[name] && may.includes(name)])) as unknown as Rights
}
