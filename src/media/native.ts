/** What the tag's native events say to the machine that drives it. */
import { demand, type ErrorReason, LiveError } from '../errors'
import type { NativeEvent } from '../provider/types'
import { type CodeEffect, effectOf } from './codes'
import { noteInsertion } from './insertion'
import { netStatusOf } from './netstatus'
import type { Cell, MediaSnapshot } from './snapshot'
import type { TagSpec } from './tag-spec'

/** All that native events can do to the machine. */
export interface NativeTarget {
  /** Native events are about the tag's current start. */
  armed(): boolean
  alive(): void
  sounded(): void
  /** Whether nothing better is to be waited for. */
  suffices(what: 'sound' | 'connected'): boolean
  paused(phase: 'suspended' | 'interrupted'): void
  lost(error: LiveError, code: number): unknown
  fail(error: LiveError, code?: number): void
  report(thrown: unknown, reason: ErrorReason, message: string): void
}

/** Details as clients send them; all of it may be missing. */
interface Detail {
  code?: unknown
  errCode?: unknown
  errMsg?: unknown
  info?: unknown
}

/** `insertLivePlayer:fail jsapi has no permission`: the account may not use the tags (category, or the console's switch). */
const NO_PERMISSION = /insertLive\w+:fail.*no permission/

const SETTINGS = 'allow it in the settings (wx.openSetting, from a tap), then retry'

/** @returns the controller's native() */
export function createNative<S extends MediaSnapshot>(
  { tag, ports, media, flow, failure }: Pick<TagSpec<S, never, never>, 'tag' | 'ports' | 'media' | 'flow' | 'failure'>,
  { shown, is, active, enter, measured, volume }: Cell<S>,
  { armed, alive, sounded, suffices, paused, lost, fail, report }: NativeTarget,
) {
  /**
   * The same refusal comes as a state code and as an error event; the second finds the state failed already. In a preview,
   * before anything was to be published, there is no state to fail and the error alone says it.
   */
  const refused = (reason: ErrorReason, remedy: string, cause: unknown, code?: number) => {
    const error = LiveError.of(reason, `${tag}: ${remedy}`, { cause })
    if (is('failed')) return
    if (active() || !code) fail(error, code)
    else report(error, reason, remedy)
  }

  /** @returns whether the code was one of a refused permission */
  const denied = (effect: CodeEffect, code: number, cause: unknown) => {
    const reason = effect === 'denied-camera' ? 'camera-denied' : effect === 'denied-mic' && 'microphone-denied'
    if (reason) refused(reason, SETTINGS, cause, code)
    return reason
  }

  /** What concerns the tag's current start; nothing when there is none. */
  const react = (effect: CodeEffect | undefined, code: number, cause?: unknown): void => {
    if (!armed()) return
    if (effect === 'live') alive()
    else if (effect === 'sound' || effect === 'connected') {
      if (effect === 'sound') sounded()
      if (suffices(effect)) alive()
    } else if (effect === 'buffering') {
      if (is('live')) enter({ phase: effect })
    } else if (effect === 'suspended' || effect === 'interrupted') paused(effect)
    else if (effect === 'terminal')
      lost(LiveError.of(failure, `${tag}: the platform gave up (state code ${code})`, { cause }), code)
    else if (effect === 'unsupported')
      fail(LiveError.of('device-failed', `${tag}: this phone cannot (state code ${code})`, { cause }), code)
  }

  /** live-player's is undocumented: a missing permission is recognised by its text, what is unknown changes nothing. */
  const troubled = (text: string, detail: unknown) => {
    if (NO_PERMISSION.test(text)) {
      noteInsertion(tag, 'blocked')
      refused('no-live-permission', 'pass an allowed category and switch the tag on (开发管理 > 接口设置)', detail)
    } else report(detail, 'device-failed', `${tag}: ${text || 'error event without a message'}`)
  }

  return (type: NativeEvent['type'], detail: unknown): void => {
    const call = `${tag.slice(5)}.native`
    demand(
      /^(statechange|netstatus|error|audiovolumenotify)$/.test(type),
      call,
      'type',
      'the name of an event of the tag',
    )
    ports.native({ tag, streamId: shown.snapshot.streamId, type, detail })
    const { errCode, code = errCode, errMsg, info } = Object(detail) as Detail
    const number = Number(code)
    const effect = effectOf(tag, number)
    if (type === 'statechange') {
      noteInsertion(tag, 'allowed')
      if (!denied(effect, number, detail)) react(effect, number, detail)
    } else if (type === 'netstatus') {
      if (!active()) return
      const stats = netStatusOf(info)
      if (is('starting', 'retrying', 'buffering')) react(flow(stats), 0)
      measured(stats, tag, media())
    } else if (type === 'error') {
      if (!denied(effect, number, detail)) troubled(String(errMsg || ''), detail)
    } else volume(detail)
  }
}
