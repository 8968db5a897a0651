/** Whether, and as whom, somebody may enter a room. The token has the last word. */
import type { VerifiedClaims } from '../auth/token'
import { isRole, ROLES } from '../room/rights'
import { refuse, type Profile, type Refusal } from '../room/rules'
import type { ClientFrame } from '../wire'

export type Join = Extract<ClientFrame, { t: 'join' }>

/** @returns why the token does not open the room, or not in the role that is wished for */
export function entryProblem({ role, rooms }: VerifiedClaims, room: string, wish?: Join): Refusal | undefined {
  for (const name of [role, wish?.role ?? role]) {
    if (!isRole(name)) return refuse('unknown-role', `role "${name.slice(0, 48)}" must be one of ${ROLES.join(', ')}`)
  }
  if (rooms.includes(room) || rooms.includes('*')) return undefined
  return refuse('forbidden', 'the token does not open this room')
}

/** @param last how they were here before: a resuming client does not repeat what it said when it joined */
export function profileOf(claims: VerifiedClaims, wish?: Join, last?: Profile): Profile {
  const { sub, name, role, may } = claims
  const avatar = wish?.avatar ?? last?.avatar
  const profile = { name: name ?? wish?.name ?? last?.name ?? sub, role: role as Profile['role'] }
  return { ...profile, ...(avatar !== undefined && { avatar }), ...(may && { may }) }
}
