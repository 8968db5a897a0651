/** The ways out of a blocked row. Each opens something of WeChat's or the phone's, so each belongs behind a tap. */
import { LiveError } from '../errors'
import { ask, phone, type Failure } from './phone'
import { preflight } from './preflight'
import { knownScope, noteScope, noteSettings, SCOPE_NAMES, type Scope } from './settings'
import type { PreflightOptions, PreflightReport } from './types'

/** Which settings: the mini-program's own (`setting`), or WeChat's in the phone (`app-setting`). */
export type SettingsPage = 'setting' | 'app-setting'

const textOf = (cause: unknown): string => String((cause as { errMsg?: unknown } | undefined)?.errMsg ?? cause)

function failed(call: string, { failure, cause }: Failure): LiveError {
  if (failure === 'no-wx') return LiveError.of('unsupported', `${call}: there is no wx here; call it in a mini-program`)
  if (failure === 'api-missing')
    return LiveError.of('unsupported', `${call}: this WeChat lacks the call; update WeChat`)
  return /tap|gesture/i.test(textOf(cause))
    ? LiveError.of('invalid-state', `${call}: call it directly in a tap handler, before any await`, { cause })
    : LiveError.of('unsupported', `${call}: WeChat refused it (${textOf(cause)})`, { cause })
}

/** The phone first: while it keeps WeChat from the camera, the mini-program's own permission is worth nothing. */
function pageOf(what: unknown): SettingsPage {
  if (what === 'setting' || what === 'app-setting') return what
  const rows = (what as PreflightReport | undefined)?.rows
  if (!Array.isArray(rows))
    throw LiveError.of('invalid-argument', "openPermissions: pass a report of preflight(), 'setting' or 'app-setting'")
  const fixes = (rows as PreflightReport['rows']).map(({ fix }) => fix)
  if (fixes.includes('open-app-setting')) return 'app-setting'
  if (fixes.includes('open-setting')) return 'setting'
  throw LiveError.of(
    'invalid-state',
    'openPermissions: no row of this report is put right in settings; read the remedies',
  )
}

/** Resolves when the app is shown again; listens before the settings open, so that no return is missed. */
function returned(): { back: Promise<void>; forget(): void } {
  let forget = () => undefined as void
  const back = new Promise<void>((resolve) => {
    const listener = () => {
      forget()
      resolve()
    }
    const api = phone()
    // A client that never tells cannot be waited for.
    if (!api?.onAppShow) return resolve()
    api.onAppShow(listener)
    forget = () => phone()?.offAppShow?.(listener)
  })
  return { back, forget }
}

async function openAppSetting(): Promise<void> {
  const { back, forget } = returned()
  const answer = await ask('openAppAuthorizeSetting')
  if ('failure' in answer) {
    forget()
    throw failed('openPermissions', answer)
  }
  await back
}

async function openSetting(): Promise<void> {
  const answer = await ask('openSetting')
  if ('failure' in answer) throw failed('openPermissions', answer)
  noteSettings(answer.value)
}

/**
 * Opens the settings where what the report found is put right, waits until the person is back, and checks again.
 * Call it directly in a tap handler, before any `await` (wx.openSetting, since 2.3.0). Returning from the phone's own settings
 * shows as the next app show.
 * @param what a report, or which settings
 * @returns the new report, for the options of the old one
 * @throws LiveError `invalid-state` outside a tap or when settings help nothing, `unsupported` when WeChat cannot
 * @example onFix() { openPermissions(this.report).then((report) => this.show(report)) }
 */
export async function openPermissions(what: PreflightReport | SettingsPage): Promise<PreflightReport> {
  const page = pageOf(what)
  await (page === 'setting' ? openSetting() : openAppSetting())
  const options: PreflightOptions = typeof what === 'string' ? {} : what.options
  return preflight(options)
}

/**
 * Asks the person for the camera or the microphone, if they were never asked. Once refused WeChat asks no more: it then fails
 * at once, and only {@link openPermissions} helps.
 * @throws LiveError `camera-denied` or `microphone-denied`, with the platform's words as cause; `unsupported`
 */
export async function requestScope(scope: Scope): Promise<void> {
  if (scope !== 'camera' && scope !== 'microphone')
    throw LiveError.of('invalid-argument', "requestScope: scope has to be 'camera' or 'microphone'", {
      subject: 'scope',
    })
  const denied = scope === 'camera' ? 'camera-denied' : 'microphone-denied'
  const refused = `requestScope: the person refused the ${scope}; only openPermissions('setting') behind a tap helps`
  if (knownScope(scope) === false) throw LiveError.of(denied, refused)
  const answer = await ask('authorize', { scope: SCOPE_NAMES[scope] })
  if ('value' in answer) return noteScope(scope, true)
  if (answer.failure !== 'api-failed') throw failed('requestScope', answer)
  const { cause } = answer
  if (!/auth den/i.test(textOf(cause)))
    // Not the person: the privacy agreement does not name the device, or is not agreed to.
    throw LiveError.of(denied, `requestScope: WeChat refused the ${scope} (${textOf(cause)})`, { cause })
  noteScope(scope, false)
  throw LiveError.of(denied, refused, { cause })
}

/**
 * Asks for the person's privacy consent, if it is open. WeChat's own dialog appears, or the app's, if the app registered
 * `wx.onNeedPrivacyAuthorization`; the kit never does, because it holds one listener only.
 * @throws LiveError `privacy-refused` when the person does not agree, `unsupported` before base library 2.32.3
 */
export async function requirePrivacy(): Promise<void> {
  const answer = await ask('requirePrivacyAuthorize')
  if ('value' in answer) return
  if (answer.failure !== 'api-failed') throw failed('requirePrivacy', answer)
  const { cause } = answer
  throw LiveError.of('privacy-refused', `requirePrivacy: no consent (${textOf(cause)}); ask again behind a tap`, {
    cause,
  })
}
