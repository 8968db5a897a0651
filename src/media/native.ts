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
  /** Picture (`live`), sound or connection is there. */
  came(what: 'live' | 'sound' | 'connected'): void
  paused(phase: 'suspended' | 'interrupted'): void
  lost(error: LiveError, code: number): void
  fail(error: LiveError, code: number): void
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

/** @returns the controller's native() */
export function createNative<S extends MediaSnapshot>(
  { tag, ports, media, flow, failure }: Pick<TagSpec<S, never, never>, 'tag' | 'ports' | 'media' | 'flow' | 'failure'>,
  { shown, is, active, enter, measured, volume }: Cell<S>,
  { armed, came, paused, lost, fail, report }: NativeTarget,
) {
  const react = (effect: CodeEffect | 'no-live-permission' | undefined, code: number, cause?: unknown): void => {
    const error = (reason: ErrorReason, text: string) =>
      LiveError.of(reason, `${tag}: ${text} (code ${code})`, { cause })

    /**
     * The same refusal comes as a state code and as an error event; the second finds the state failed already. In a preview,
     * before anything was to be published, there is no state to fail and the error alone says it.
     */
    const refused = (reason: ErrorReason, remedy: string, always?: boolean) => {
      if (is('failed')) return
      const refusal = error(reason, remedy)
      if (always || active()) fail(refusal, code)
      else report(refusal, reason, '')
    }

    if (effect === 'no-live-permission')
      refused(effect, 'pass an allowed category, switch the tag on in the console', true)
    else if (effect === 'camera-denied' || effect === 'microphone-denied') refused(effect, 'wx.openSetting, then retry')
    else if (!armed()) return
    else if (effect === 'live' || effect === 'sound' || effect === 'connected') came(effect)
    else if (effect === 'suspended' || effect === 'interrupted') paused(effect)
    else if (effect === 'buffering') {
      if (is('live')) enter({ phase: effect })
    } else if (effect === 'terminal') lost(error(failure, 'the platform gave up'), code)
    else if (effect === 'unsupported') fail(error('device-failed', 'this phone cannot'), code)
  }

  const handlers: Record<NativeEvent['type'], (detail: unknown, code: number, effect: CodeEffect) => void> = {
    statechange(detail, code, effect) {
      noteInsertion(tag, 'allowed')
      react(effect, code, detail)
    },
    netstatus(detail) {
      if (!active()) return
      const stats = netStatusOf((Object(detail) as Detail).info)
      if (is('starting', 'retrying', 'buffering')) react(flow(stats), 0)
      measured(stats, tag, media())
    },
    /** live-player's is undocumented: a missing permission is recognised by its text, what is unknown changes nothing. */
    error(detail, code, effect) {
      const text = String((Object(detail) as Detail).errMsg)
      if (effect.endsWith('denied')) react(effect, code, detail)
      else if (NO_PERMISSION.test(text)) {
        noteInsertion(tag, 'blocked')
        react('no-live-permission', 0, detail)
      } else report(detail, 'device-failed', `${tag}: ${text}`)
    },
    audiovolumenotify: volume,
  }

  return (type: NativeEvent['type'], detail: unknown): void => {
    const handle = handlers[type]
    demand(handle, `${tag.slice(5)}.native`, 'type', `one of ${Object.keys(handlers).join()}`)
    ports.native({ tag, streamId: shown.snapshot.streamId, type, detail })
    const { errCode, code = errCode } = Object(detail) as Detail
    handle(detail, Number(code), effectOf(Number(code)))
  }
}
