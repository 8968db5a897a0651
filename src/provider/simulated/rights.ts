import type { Rights, Role } from '../types'

/** What a role may do; a seat adds publishing, a mute takes chat. The gateway's table. */
export function rightsOf(role: Role, seated: boolean, muted: boolean): Rights {
  return {
    publish: role === 'anchor' || role === 'speaker' || seated,
    chat: !muted,
    link: role === 'audience',
    host: hosting(role),
    moderate: role === 'anchor' || role === 'admin',
  }
}

/**
 * Whether somebody of this role is silenced where everybody is, or they were: hosts never, others who publish.
 * @param seated on a seat, or about to be
 */
export const hushable = (role: Role, seated: boolean): boolean =>
  !hosting(role) && rightsOf(role, seated, false).publish

/** Who answers mic-link requests. */
export const hosting = (role: Role): boolean => role === 'anchor'
