/** `wx.createInnerAudioContext` and the background player, on the browser's own audio element. */
import type { PhoneEnv } from '../env/types'
import { Listeners } from '../runtime/listeners'
import { assetUrl } from '../ui/menu'
import type { WxApi, WxDeps } from './types'

const EVENTS = {
  Canplay: 'canplay',
  Play: 'play',
  Pause: 'pause',
  Stop: 'mp:stop',
  Ended: 'ended',
  TimeUpdate: 'timeupdate',
  Waiting: 'waiting',
  Seeking: 'seeking',
  Seeked: 'seeked',
  Error: 'error',
} as const

/** Properties that are the audio element's own. */
const SHARED = ['loop', 'volume', 'playbackRate', 'autoplay'] as const

/** Codes of `onError`, by MediaError.code. */
const ERRORS: Record<number, [errCode: number, errMsg: string]> = {
  1: [-1, 'aborted'],
  2: [10002, 'network error'],
  3: [10004, 'decode error'],
  4: [10003, 'file not supported'],
}

export function audioApi({ env, app }: WxDeps): WxApi {
  let background: Record<string, unknown> | undefined
  return {
    createInnerAudioContext: () => audioContext(env, (pause) => app.hidden.on(pause)),
    getBackgroundAudioManager: () => (background ??= backgroundManager(env)),
    setInnerAudioOption: ({
      success,
      complete,
    }: { success?: (result: object) => void; complete?: (result: object) => void } = {}) => {
      const result = { errMsg: 'setInnerAudioOption:ok' }
      success?.(result)
      complete?.(result)
    },
  }
}

function backgroundManager(env: PhoneEnv): Record<string, unknown> {
  const manager = audioContext(env, () => {})
  const play = manager['play'] as () => void
  let source = ''
  // Playing begins with the source, as there is no autoplay to set; the title is what the system shows.
  return Object.defineProperties(manager, {
    src: {
      get: () => source,
      set(next: string) {
        source = next
        ;(manager['element'] as HTMLAudioElement).src = assetUrl(next)
        play()
      },
    },
    title: { value: '', writable: true },
  })
}

function audioContext(env: PhoneEnv, whenHidden: (pause: () => void) => void): Record<string, unknown> {
  const audio = new Audio()
  let source = ''
  let startTime = 0
  const context: Record<string, unknown> = {
    play() {
      // An alarm or a call holds the audio: playing again is possible only after its end.
      if (env.audioInterrupted) return
      if (audio.currentTime === 0 && startTime > 0) audio.currentTime = startTime
      void audio.play().catch((error: Error) => error.name !== 'AbortError' && audio.dispatchEvent(new Event('error')))
    },
    pause: () => audio.pause(),
    stop() {
      audio.pause()
      audio.currentTime = 0
      audio.dispatchEvent(new Event('mp:stop'))
    },
    seek: (position: number) => void (audio.currentTime = position),
    destroy() {
      stop()
      audio.pause()
      audio.removeAttribute('src')
    },
  }
  const stop = env.on('audioInterrupted', (on) => on && audio.pause())
  whenHidden(() => audio.pause())
  for (const [name, type] of Object.entries(EVENTS)) {
    const event = new Listeners<object>()
    audio.addEventListener(type, () => event.emit(type === 'error' ? errorOf(audio) : {}))
    context[`on${name}`] = event.on
    context[`off${name}`] = event.off
  }
  for (const name of SHARED)
    Object.defineProperty(context, name, {
      get: () => audio[name],
      set: (value) => Object.assign(audio, { [name]: value }),
    })
  for (const name of ['duration', 'currentTime', 'paused'] as const)
    Object.defineProperty(context, name, { configurable: true, get: () => audio[name] || 0 })
  Object.defineProperties(context, {
    src: {
      configurable: true,
      get: () => source,
      set(next: string) {
        source = next
        audio.src = assetUrl(next)
      },
    },
    startTime: { get: () => startTime, set: (next: number) => (startTime = next) },
    buffered: { get: () => (audio.buffered.length > 0 ? audio.buffered.end(audio.buffered.length - 1) : 0) },
    paused: { get: () => audio.paused },
    obeyMuteSwitch: { value: true, writable: true },
    element: { value: audio },
  })
  return context
}

function errorOf({ error, src }: HTMLAudioElement): object {
  const [errCode, errMsg] = ERRORS[error?.code ?? 0] ?? [-1, 'the browser wants a tap before it plays sound']
  return { errCode, errMsg: `${errMsg} (${src})` }
}
