/** The phone's permission prompt and its settings sheet. */
import type { PhoneEnv, Scope } from '../env/types'
import { showModal } from './dialogs'
import { element } from './element'
import type { Screen } from './screen'
import { text, type TextKey } from './text'

const QUESTIONS: Record<Scope, TextKey> = {
  'scope.camera': 'askCamera',
  'scope.record': 'askRecord',
  'scope.writePhotosAlbum': 'askAlbum',
}

const NAMES: Record<Scope, TextKey> = {
  'scope.camera': 'camera',
  'scope.record': 'record',
  'scope.writePhotosAlbum': 'album',
}

export async function askPermission(screen: Screen, program: string, scope: Scope): Promise<boolean> {
  const title = text(QUESTIONS[scope], program)
  const { confirm } = await showModal(screen, { title, confirmText: text('allow'), cancelText: text('deny') })
  return confirm
}

/** `wx.openSetting`: switches for every scope asked so far; resolves when it is closed. */
export function openSettings(screen: Screen, env: PhoneEnv): Promise<void> {
  const mask = element('div', 'mask')
  const sheet = element('div', 'sheet settings-sheet')
  sheet.setAttribute('role', 'dialog')
  sheet.append(element('p', 'sheet-title', text('settings')))
  for (const scope of Object.keys(NAMES) as Scope[]) {
    if (env.permissions[scope] === 'ask') continue
    const row = element('label', 'settings-row')
    const box = element('input')
    box.type = 'checkbox'
    box.checked = env.permissions[scope] === 'allow'
    box.dataset['scope'] = scope
    box.addEventListener('change', () =>
      env.set('permissions', { ...env.permissions, [scope]: box.checked ? 'allow' : 'deny' }),
    )
    row.append(element('span', '', text(NAMES[scope])), box)
    sheet.append(row)
  }
  const done = element('button', 'sheet-item sheet-cancel', text('done'))
  done.type = 'button'
  sheet.append(done)
  mask.append(sheet)
  return new Promise((resolve) => {
    const remove = screen.overlay(mask)
    done.addEventListener('click', () => {
      remove()
      resolve()
    })
  })
}
