/** What the person and the phone allow, and the network. */
import { ask, get } from './phone'
import { readSettings, SCOPE_NAMES } from './settings'
import type { PreflightRow } from './types'
import { blocked, finding, ok, open, silent } from './verdict'

const SCOPES = ['camera', 'microphone'] as const

/** The mini-program's own permissions: true, false, or missing while never asked. */
export async function checkScopes(fresh: boolean): Promise<PreflightRow[]> {
  const answer = await readSettings(fresh)
  return SCOPES.map((scope) => {
    if ('failure' in answer) return silent(scope, answer)
    const granted = answer.value.authSetting[SCOPE_NAMES[scope]]
    if (granted) return ok(scope, { granted })
    // Once refused it is never asked again: only the settings page helps.
    return granted === false
      ? blocked(scope, { granted }, `${scope}-refused`, {}, 'open-setting')
      : open(scope, { granted }, 'not-asked', {}, 'request-scope')
  })
}

/** What the phone allows WeChat. (`getSystemSetting` knows switches for Bluetooth, location and Wi-Fi, none for these two.) */
export function checkSystem(): PreflightRow[] {
  const answer = get('getAppAuthorizeSetting')
  return SCOPES.map((scope) => {
    const check = `system-${scope}` as const
    if ('failure' in answer) return silent(check, answer)
    const authorized = answer.value[`${scope}Authorized`]
    if (!authorized) return silent(check, { failure: 'api-failed', cause: answer.value })
    if (authorized === 'authorized') return ok(check, { authorized })
    return authorized === 'denied'
      ? blocked(check, { authorized }, `${check}-denied`, {}, 'open-app-setting')
      : open(check, { authorized }, 'not-asked')
  })
}

/** Open consent is `unknown`, as a permission never asked for is: the person will be asked, or is by `requirePrivacy()`. */
export async function checkPrivacy(): Promise<PreflightRow> {
  const answer = await ask('getPrivacySetting')
  if ('failure' in answer) return silent('privacy', answer)
  const { needAuthorization, privacyContractName: contract = '' } = answer.value
  if (needAuthorization === undefined) return silent('privacy', { failure: 'api-failed', cause: answer.value })
  const data = { needAuthorization, contract }
  if (!needAuthorization) return ok('privacy', data)
  return open('privacy', data, 'privacy-open', { contract: contract || '《用户隐私保护指引》' }, 'require-privacy')
}

export async function checkNetwork(): Promise<PreflightRow> {
  const answer = await ask('getNetworkType')
  if ('failure' in answer) return silent('network', answer)
  const { networkType: type, weakNet = false } = answer.value
  if (type === undefined) return silent('network', { failure: 'api-failed', cause: answer.value })
  // 2g carries no video whatever the phone calls it; weakNet is known from 3.5.3 on.
  const data = { type, weak: weakNet || type === '2g' }
  if (type !== 'none') return { ...ok('network', data), ...(data.weak && finding('weak-network')) } as PreflightRow
  const system = get('getSystemSetting')
  const wifiSwitch = 'value' in system ? system.value.wifiEnabled : undefined
  return blocked('network', wifiSwitch === undefined ? data : { ...data, wifiSwitch }, 'offline')
}
