/** `wx.onX` and `wx.offX` of the phone's surroundings. */
import type { EnvValues } from '../env/types'
import { Listeners } from '../runtime/listeners'
import type { WxApi, WxDeps } from './types'

export function eventApi({ env, app, screen, navigation }: WxDeps): WxApi {
  const wx: WxApi = {}
  const pair = <T>(name: string, listeners = new Listeners<T>()): Listeners<T> => {
    wx[`on${name}`] = (listener: (value: T) => void) => listeners.on(listener)
    wx[`off${name}`] = (listener?: (value: T) => void) => listeners.off(listener)
    return listeners
  }
  const follow = <K extends keyof EnvValues, T>(
    name: K,
    listeners: Listeners<T>,
    map: (value: EnvValues[K]) => T | undefined,
  ) => {
    env.on(name, (value) => {
      const mapped = map(value)
      if (mapped !== undefined) listeners.emit(mapped)
    })
  }
  pair('AppShow', app.shown)
  pair('AppHide', app.hidden)
  pair('Error', app.failed)
  follow('network', pair<object>('NetworkStatusChange'), (network) => ({
    isConnected: network !== 'offline',
    networkType: network === 'offline' ? 'none' : network === 'weak' ? '3g' : 'wifi',
  }))
  follow('network', pair<object>('NetworkWeakChange'), (network) => ({
    weakNet: network === 'weak',
    networkType: network === 'weak' ? '3g' : 'wifi',
  }))
  follow('audioInterrupted', pair<object>('AudioInterruptionBegin'), (on) => (on ? {} : undefined))
  follow('audioInterrupted', pair<object>('AudioInterruptionEnd'), (on) => (on ? undefined : {}))
  follow('theme', pair<object>('ThemeChange'), (theme) => ({ theme }))
  for (const name of ['MemoryWarning', 'UserCaptureScreen', 'PageNotFound', 'UnhandledRejection', 'LocaleChange'])
    pair(name)
  const keyboard = pair<object>('KeyboardHeightChange')
  screen.element.addEventListener('mp:keyboard', (event) =>
    keyboard.emit({ height: (event as CustomEvent<number>).detail }),
  )
  const resized = pair<object>('WindowResize')
  new ResizeObserver(() => {
    if (navigation.pages.length === 0) return
    const { clientWidth: windowWidth } = screen.element
    resized.emit({ size: { windowWidth, windowHeight: screen.windowHeight } })
  }).observe(screen.element)
  return wx
}
