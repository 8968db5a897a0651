/** What the person and the phone allow, and the network. */
import { ask, get } from './phone'
import { readSettings, SCOPE_NAMES, type Scope } from './settings'
import type { PreflightReason, PreflightRow } from './types'
import { finding, row, unanswered } from './verdict'

const SCOPES = ['camera', 'microphone'] as const

const REFUSED: Readonly<Record<Scope, PreflightReason>> = {
  camera: 'camera-refused',
  microphone: 'microphone-refused',
}

const SYSTEM = {
  camera: { check: 'system-camera', field: 'cameraAuthorized', denied: 'system-camera-denied' },
  microphone: { check: 'system-microphone', field: 'microphoneAuthorized', denied: 'system-microphone-denied' },
} as const

/** The mini-program's own permissions: true, false, or missing while never asked. */
export async function checkScopes(fresh: boolean): Promise<PreflightRow[]> {
  const answer = await readSettings(fresh)
  return SCOPES.map((scope) => {
    if ('failure' in answer) return row(scope, unanswered(answer))
    const granted = answer.value.authSetting[SCOPE_NAMES[scope]]
    const data = { granted }
    if (granted) return row(scope, { state: 'ok', data })
    // Once refused it is never asked again: only the settings page helps.
    return granted === false
      ? row(scope, { state: 'blocked', ...finding(REFUSED[scope], 'open-setting'), data })
      : row(scope, { state: 'unknown', ...finding('not-asked', 'request-scope'), data })
  })
}

/** What the phone allows WeChat. (`getSystemSetting` knows switches for Bluetooth, location and Wi-Fi, none for these two.) */
export function checkSystem(): PreflightRow[] {
  const answer = get('getAppAuthorizeSetting')
  return SCOPES.map((scope) => {
    const { check, field, denied } = SYSTEM[scope]
    if ('failure' in answer) return row(check, unanswered(answer))
    const authorized = answer.value[field]
    if (!authorized) return row(check, unanswered({ failure: 'api-failed', cause: answer.value }))
    const data = { authorized }
    if (authorized === 'authorized') return row(check, { state: 'ok', data })
    return authorized === 'denied'
      ? row(check, { state: 'blocked', ...finding(denied, 'open-app-setting'), data })
      : row(check, { state: 'unknown', ...finding('not-asked'), data })
  })
}

/** Open consent is `unknown`, as a permission never asked for is: the person will be asked, or is by `requirePrivacy()`. */
export async function checkPrivacy(): Promise<PreflightRow> {
  const answer = await ask('getPrivacySetting')
  if ('failure' in answer) return row('privacy', unanswered(answer))
  const { needAuthorization, privacyContractName: contract = '' } = answer.value
  if (needAuthorization === undefined) {
    return row('privacy', unanswered({ failure: 'api-failed', cause: answer.value }))
  }
  const data = { needAuthorization, contract }
  if (!needAuthorization) return row('privacy', { state: 'ok', data })
  const names = { contract: contract || '《用户隐私保护指引》' }
  return row('privacy', { state: 'unknown', ...finding('privacy-open', 'require-privacy', names), data })
}

export async function checkNetwork(): Promise<PreflightRow> {
  const answer = await ask('getNetworkType')
  if ('failure' in answer) return row('network', unanswered(answer))
  const { networkType: type, weakNet = false } = answer.value
  if (type === undefined) return row('network', unanswered({ failure: 'api-failed', cause: answer.value }))
  // 2g carries no video whatever the phone calls it; weakNet is known from 3.5.3 on.
  const data = { type, weak: weakNet || type === '2g' }
  if (type === 'none') {
    const system = get('getSystemSetting')
    const wifiSwitch = 'value' in system ? system.value.wifiEnabled : undefined
    const more = wifiSwitch === undefined ? data : { ...data, wifiSwitch }
    return row('network', { state: 'blocked', ...finding('offline'), data: more })
  }
  return row('network', { state: 'ok', data, ...(data.weak && finding('weak-network')) })
}
