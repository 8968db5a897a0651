/**
 * Roles and pictures. ZEGO knows an id and a name of everybody: role and avatar travel behind the name, as `Ann|anchor` or
 * `Ann|anchor|https://...`; a name without them is somebody of the audience, from whatever app.
 */
import type { Rights, Role, User } from '../types'
import type { ZegoUser } from './engine'

/** Longest userName that ZEGO takes. */
const MOST_NAME = 256

const WITH_ROLE = /^([^]*)\|(anchor|speaker|audience|admin)(?:\|(\S+))?$/

/** My name for ZEGO; the picture is left out where all would be too long. */
export function userNameOf({ name, role, avatar }: Pick<User, 'name' | 'role' | 'avatar'>): string {
  if (role === 'audience' && !avatar && !WITH_ROLE.test(name)) return name
  const short = `${name}|${role}`
  const full = `${short}|${avatar}`
  return !avatar || full.length > MOST_NAME ? short : full
}

/** A person, of whom ZEGO says no more than this. */
export const personOf = (id: string, name: string, role: Role, avatar: string | undefined, now: number): User => ({
  id,
  name,
  role,
  ...(avatar && { avatar }),
  muted: false,
  silenced: false,
  joinedAt: now,
})

/** @param roleOf the app's own knowledge of roles, for apps whose rooms strangers could enter with another client */
export function userOf({ userID, userName = '' }: ZegoUser, now: number, roleOf?: (userId: string) => Role): User {
  const [, name = userName || userID, role = 'audience', avatar] = WITH_ROLE.exec(userName) || []
  return personOf(userID, name, roleOf ? roleOf(userID) : (role as Role), avatar, now)
}

/** What a role may do; a seat adds publishing. The gateway's table. */
export const rightsOf = ({ role }: User, seated: boolean, moderated: boolean): Rights => ({
  publish: role === 'anchor' || role === 'speaker' || seated,
  chat: true,
  link: role === 'audience',
  host: role === 'anchor',
  moderate: moderated && (role === 'anchor' || role === 'admin'),
})
