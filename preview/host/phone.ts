/** One phone: reads its address, builds the environment and starts the mini-program. */
import { edits, manifest, scripts, styles, templates } from 'virtual:mp/app.mp.js'
import settings from 'virtual:mp/settings.mp.js'
import { deviceOf } from './env/devices'
import { Environment, type PhoneStart } from './env/phone-env'
import type { RendererChoice } from './env/types'
import { readPermissions, savePermissions } from './env/permissions'
import { obeyNetwork } from './env/sockets'
import { startMiniProgram } from './runtime/start'
import { exposePhone } from './runtime/expose'
import { Screen } from './ui/screen'
import { showProblems } from './ui/problems'
import { setTextLanguage } from './ui/text'

const address = new URLSearchParams(location.search)
const start: PhoneStart = {
  phone: address.get('phone') ?? '1',
  scene: Number(address.get('scene') ?? 1001),
  path: address.get('path') ?? '',
  renderer: oneOf(address.get('renderer')),
  device: deviceOf(address.get('device')),
}
function oneOf(renderer: string | null): RendererChoice {
  return renderer === 'webview' || renderer === 'skyline' ? renderer : 'auto'
}

const env = new Environment(start, settings, location.host, readPermissions(start.phone))
env.on('permissions', (permissions) => savePermissions(start.phone, permissions))
const language = address.get('lang')
if (language === 'en' || language === 'zh_CN') env.set('language', language)
const theme = address.get('theme')
if (theme === 'light' || theme === 'dark') env.set('theme', theme)

if (address.get('held') === 'landscape') env.set('held', 'landscape')
const fontSize = Number(address.get('font') ?? 16)
if (fontSize >= 12 && fontSize <= 30) env.set('fontSize', fontSize)

const network = address.get('network')
if (network === 'weak' || network === 'offline') env.set('network', network)
document.documentElement.dataset['keyboard'] = address.get('keyboard') === 'on' ? 'on' : 'off'

setTextLanguage(env.language)
env.on('language', setTextLanguage)
const applyTheme = () => {
  document.documentElement.dataset['theme'] = env.theme
}
applyTheme()
env.on('theme', applyTheme)
obeyNetwork(env)

const screen = new Screen(env)
document.body.append(screen.element)
if (manifest.diagnostics.length > 0) {
  showProblems(screen, manifest.diagnostics, env)
  exposePhone({ env, screen })
} else {
  const program = startMiniProgram({ manifest, scripts, styles, templates, settings, env, screen, start })
  exposePhone({ env, screen, program })
}
document.documentElement.dataset['ready'] = 'true'

import.meta.hot?.on('mp:reload', () => location.reload())
import.meta.hot?.send('mp:loaded', { edits })
