import type { Rights, Role } from '../types'

/** What a role may do; a seat adds publishing. */
export function rightsOf(role: Role, seated: boolean): Rights {
  const host = hosting(role)
  return {
    publish: role === 'anchor' || role === 'speaker' || seated,
    chat: true,
    link: role === 'audience',
    host,
    moderate: host,
  }
}

/** Who answers mic-link requests. */
export const hosting = (role: Role): boolean => role === 'anchor' || role === 'admin'
