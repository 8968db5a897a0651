/** What a phone was allowed, kept over reloads. */
import type { Permission, Scope } from './types'

const NEVER_ASKED: Record<Scope, Permission> = {
  'scope.camera': 'ask',
  'scope.record': 'ask',
  'scope.writePhotosAlbum': 'ask',
}

const key = (phone: string): string => `mp:${phone}:permissions`

export function readPermissions(phone: string): Record<Scope, Permission> {
  const saved = sessionStorage.getItem(key(phone))
  return { ...NEVER_ASKED, ...(saved === null ? {} : (JSON.parse(saved) as Partial<Record<Scope, Permission>>)) }
}

export function savePermissions(phone: string, permissions: Readonly<Record<Scope, Permission>>): void {
  sessionStorage.setItem(key(phone), JSON.stringify(permissions))
}
