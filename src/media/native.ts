/** What the tag's native events say to the machine that drives it. */
import { demand, type ErrorReason, type LiveError } from '../errors'
import type { NativeEvent } from '../provider/types'
import { type CodeEffect, effectOf } from './codes'
import { noteInsertion } from './insertion'
import { netStatusOf } from './netstatus'
import type { Cell, MediaSnapshot } from './snapshot'
import type { TagSpec } from './tag-spec'

/** All that native events can do to the machine. */
export interface NativeTarget {
  /** An error that names the tag. */
  errorOf(cause: unknown, reason: ErrorReason, text: string): LiveError
  /** Native events are about the tag's current start. */
  armed(): boolean
  /** Picture (`live`), sound or connection is there. */
  came(what: 'live' | 'sound' | 'connected'): void
  paused(phase: 'suspended' | 'interrupted'): void
  lost(error: LiveError, code: number): void
  fail(error: LiveError, code: number): void
  raise(error: LiveError): void
}

/** Details as clients send them; all of it may be missing. */
interface Detail {
  code?: unknown
  errCode?: unknown
  errMsg?: unknown
  info?: unknown
  volume?: unknown
}

/** `insertLivePlayer:fail jsapi has no permission`: the account may not use the tags (category, or the console's switch). */
const NO_PERMISSION = /insertLive\w+:fail.*no permission/

/** Enough for a start, its trouble and what came before; a tag that flaps must not fill the memory. */
const LOG = 30

const EVENTS = /statechange|netstatus|error|audiovolumenotify/

const SETTINGS = 'open the settings (wx.openSetting), then retry'
const REMEDIES = {
  'camera-denied': SETTINGS,
  'microphone-denied': SETTINGS,
  'no-live-permission': 'pass an allowed category and switch the tag on in the console',
}

/** @returns the controller's native() */
export function createNative<S extends MediaSnapshot>(
  { tag, ports, media, flow, failure }: Pick<TagSpec<S, never, never>, 'tag' | 'ports' | 'media' | 'flow' | 'failure'>,
  { shown, is, active, enter, measured, sounded }: Cell<S>,
  { errorOf, armed, came, paused, lost, fail, raise }: NativeTarget,
) {
  const react = (effect: CodeEffect | 'no-live-permission' | undefined, code: number, cause?: unknown): void => {
    const error = (reason: ErrorReason, text: string) => errorOf(cause, reason, `${text} (code ${code})`)
    if (effect === 'camera-denied' || effect === 'microphone-denied' || effect === 'no-live-permission') {
      // The same refusal comes as a state code and as an error event; the second finds the state failed already.
      if (is('failed')) return
      const refusal = error(effect, REMEDIES[effect])
      // In a preview, before anything was to be published, there is no state to fail and the error alone says it.
      if (active() || !code) fail(refusal, code)
      else raise(refusal)
    } else if (!armed()) return
    else if (effect === 'live' || effect === 'sound' || effect === 'connected') came(effect)
    else if (effect === 'suspended' || effect === 'interrupted') paused(effect)
    else if (effect === 'buffering') {
      if (is('live')) enter({ phase: effect })
    } else if (effect === 'terminal') lost(error(failure, 'the platform gave up'), code)
    else if (effect === 'unsupported') fail(error('device-failed', 'this phone cannot'), code)
  }

  return (type: NativeEvent['type'], detail: unknown): void => {
    demand(EVENTS.test(type), `${tag.slice(5)}.native`, 'type', EVENTS.source)
    ports.native({ tag, streamId: shown.snapshot.streamId, type, detail })
    const { errCode, code: given = errCode, errMsg = 'no message', info, volume } = Object(detail) as Detail
    const code = Number(given)
    const effect = effectOf(code)
    if (code === code) shown.codes.push({ code, at: Date.now() })
    if (shown.codes.length > LOG) shown.codes.shift()
    if (type === 'netstatus') {
      if (!active()) return
      const stats = netStatusOf(info)
      if (is('starting', 'retrying', 'buffering')) react(flow(stats), 0)
      measured(stats, tag, media())
    } else if (type === 'audiovolumenotify') sounded(Number(volume))
    else if (type === 'statechange' || effect.endsWith('denied')) {
      if (type === 'statechange') noteInsertion(tag, 'allowed')
      react(effect, code, detail)
    }
    // live-player's error is undocumented: a missing permission is recognised by its text, what is unknown changes nothing.
    else if (NO_PERMISSION.test(String(errMsg))) {
      noteInsertion(tag, 'blocked')
      react('no-live-permission', 0, detail)
    } else raise(errorOf(detail, 'device-failed', String(errMsg)))
  }
}
