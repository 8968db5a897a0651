/** The authorization flow: asked once, refused for good, changed in the settings. */
import type { Scope } from '../env/types'
import { openSettings } from '../ui/permission'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

/** Scopes that WeChat answers without a question. */
const OPEN_SCOPES: readonly string[] = ['scope.userInfo', 'scope.address', 'scope.invoice', 'scope.invoiceTitle']

export function permissionApi({ env, screen }: WxDeps): WxApi {
  /** Only scopes asked so far: `true` granted, `false` refused, missing = never asked. */
  const authSetting = () => {
    const answered = Object.entries(env.permissions).filter(([, permission]) => permission !== 'ask')
    return Object.fromEntries(answered.map(([scope, permission]) => [scope, permission === 'allow']))
  }
  return {
    getSetting: api('getSetting', () => ({ authSetting: authSetting() })),
    openSetting: api('openSetting', async () => {
      await openSettings(screen, env)
      return { authSetting: authSetting() }
    }),
    authorize: api('authorize', async ({ scope }: { scope: Scope }) => {
      if (!(scope in env.permissions) && !OPEN_SCOPES.includes(scope))
        throw new ApiError(`scope "${scope}" is not supported by the preview`)
      if (OPEN_SCOPES.includes(scope)) return
      if (!(await env.authorize(scope))) throw new ApiError('auth deny', { errno: 103 })
    }),
    // There is no system behind the phone: the person comes straight back, and the app sees the way out and in.
    openAppAuthorizeSetting: api('openAppAuthorizeSetting', () => {
      env.set('foreground', false)
      setTimeout(() => env.set('foreground', true), 0)
    }),
    getPrivacySetting: api('getPrivacySetting', () => ({ needAuthorization: false, privacyContractName: '' })),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => {}),
  }
}
