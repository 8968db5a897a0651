/** The sheet of a phone's permissions: what the mini-program may, and what the system lets the app do. */
import type { Environment } from '../env/phone-env'
import type { AppAuthorization, AppCapability, Permission, Scope } from '../env/types'
import { element } from '../ui/element'
import { text, type TextKey } from '../ui/text'
import { choice } from './controls'
import { popover, sheetRow, type Popover } from './popover'

const SCOPES: readonly [Scope, TextKey][] = [
  ['scope.camera', 'camera'],
  ['scope.record', 'record'],
  ['scope.writePhotosAlbum', 'album'],
]

const CAPABILITIES: readonly [AppCapability, TextKey][] = [
  ['camera', 'camera'],
  ['microphone', 'record'],
  ['album', 'album'],
]

export function permissionSheet(env: () => Environment | undefined, changed: () => void): Popover {
  return popover('shield', text('permission'), (sheet) => {
    const current = env()
    if (!current) return
    sheet.append(element('h3', '', text('ofMiniProgram')))
    for (const [scope, name] of SCOPES)
      sheet.append(
        sheetRow(
          text(name),
          choice(text(name), answers(), current.permissions[scope], (permission) => {
            current.set('permissions', { ...current.permissions, [scope]: permission })
            changed()
          }),
        ),
      )
    sheet.append(element('h3', '', text('ofSystem')))
    for (const [capability, name] of CAPABILITIES)
      sheet.append(
        sheetRow(
          text(name),
          choice(`${text('ofSystem')}: ${text(name)}`, states(), current.appAuthorize[capability], (state) => {
            current.set('appAuthorize', { ...current.appAuthorize, [capability]: state })
            changed()
          }),
        ),
      )
  })
}

/** Whether something is refused, so that the bar can show it without being opened. */
export function refuses(env: Environment | undefined): boolean {
  if (!env) return false
  return Object.values(env.permissions).includes('deny') || Object.values(env.appAuthorize).includes('denied')
}

const answers = (): readonly (readonly [Permission, string])[] => [
  ['ask', text('ask')],
  ['allow', text('allow')],
  ['deny', text('refuse')],
]

const states = (): readonly (readonly [AppAuthorization, string])[] => [
  ['authorized', text('allow')],
  ['denied', text('refuse')],
  ['not determined', text('notDetermined')],
]
