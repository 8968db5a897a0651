import { LiveError } from '../errors'
import type { NativeCode } from './codes'
import type { Driver } from './driver'
import { isObject } from './is-object'
import type { MediaState } from './types'

/** `insertLivePlayer:fail jsapi has no permission`: the account may not use the tags (category, or the console's switch). */
const NO_PERMISSION = /insertLive(Pusher|Player):fail.*no permission/

/** The state code of a `statechange` or `error` detail; 0 (no error) where there is none. */
export function codeOf(detail: unknown): number {
  if (!isObject(detail)) return 0
  const code = Number(detail.code ?? detail.errCode ?? 0)
  return Number.isFinite(code) ? code : 0
}

/** What a native state code does to the tag's state. */
export function applyEffect<T>(driver: Driver<T>, code: number, { effect }: NativeCode, parts: EffectParts): void {
  const { detail: cause, failure } = parts
  switch (effect) {
    case 'connected':
      return parts.expects() === 'connection' ? driver.alive() : undefined
    case 'live':
    case 'first-picture':
      return driver.alive()
    case 'first-audio':
      return driver.sounded()
    case 'buffering':
    case 'platform-retry':
      return driver.listening && driver.phase === 'live' ? parts.enter({ phase: 'buffering' }) : undefined
    case 'suspended':
    case 'interrupted':
      return driver.listening ? parts.enter({ phase: effect }) : undefined
    case 'terminal':
    case 'ended':
      if (driver.listening)
        driver.lost(LiveError.of(failure, `the platform gave up (state code ${code})`, { cause }), code)
      return
    case 'unsupported':
      if (driver.listening)
        driver.fail(LiveError.of('device-failed', `state code ${code}: this device cannot`, { cause }), code)
      return
    case 'denied-camera':
      return deny(driver, 'camera-denied', code, cause)
    case 'denied-mic':
      return deny(driver, 'microphone-denied', code, cause)
    case 'warning':
    case 'info':
      return
  }
}

export interface EffectParts {
  detail: unknown
  failure: 'play-failed' | 'publish-failed'
  expects(): 'connection' | 'audio' | 'video'
  enter(state: MediaState): void
}

/**
 * The same refusal comes as a state code and as an error event; the second finds the state failed already. In a preview,
 * before anything was to be published, there is no state to fail and the error alone says it.
 */
function deny<T>(driver: Driver<T>, reason: 'camera-denied' | 'microphone-denied', code: number, cause: unknown): void {
  const error = LiveError.of(reason, 'allow it in the settings (wx.openSetting, from a tap), then retry', { cause })
  if (driver.active) driver.fail(error, code)
  else if (driver.phase !== 'failed') driver.report(error, reason, error.message)
}

/**
 * The tag's `error` event without a known code. live-player's is undocumented: a missing permission is recognised by its
 * text, everything else is reported and changes nothing.
 */
export function tagError<T>(driver: Driver<T>, tag: string, detail: unknown): void {
  const text = isObject(detail) ? String(detail.errMsg ?? '') : ''
  if (!NO_PERMISSION.test(text)) {
    return driver.report(detail, 'device-failed', `${tag}: ${text || 'error event without a message'}`)
  }
  if (driver.phase === 'failed') return
  const remedy = 'the account needs an allowed category and the tag switched on in the console (开发管理 > 接口设置)'
  driver.fail(LiveError.of('no-live-permission', `${tag}: ${remedy}`, { cause: detail }))
}
