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
  if (role === 'audience' && avatar === undefined && !WITH_ROLE.test(name)) return name
  const short = `${name}|${role}`
  const full = avatar === undefined ? short : `${short}|${avatar}`
  return full.length > MOST_NAME ? short : full
}

/** @param roleOf the app's own knowledge of roles, for apps whose rooms strangers could enter with another client */
export function userOf({ userID, userName = '' }: ZegoUser, now: number, roleOf?: (userId: string) => Role): User {
  const [, name = userName || userID, role = 'audience', avatar] = WITH_ROLE.exec(userName) ?? []
  return {
    id: userID,
    name,
    role: roleOf ? roleOf(userID) : (role as Role),
    ...(avatar !== undefined && { avatar }),
    muted: false,
    silenced: false,
    joinedAt: now,
  }
}

/** What a role may do; a seat adds publishing. The gateway's table. */
export const rightsOf = ({ role, muted }: User, seated: boolean, moderated: boolean): Rights => ({
  publish: role === 'anchor' || role === 'speaker' || seated,
  chat: !muted,
  link: role === 'audience',
  host: role === 'anchor',
  moderate: moderated && (role === 'anchor' || role === 'admin'),
})
