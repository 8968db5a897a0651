/** `wx.onX` and `wx.offX` of the phone's surroundings. */
import type { EnvValues } from '../env/types'
import { Listeners } from '../runtime/listeners'
import type { WxApi, WxDeps } from './types'

export function eventApi({ env, app, screen, manifest }: WxDeps): WxApi {
  const wx: WxApi = {}
  const pair = <T>(name: string, listeners = new Listeners<T>()): Listeners<T> => {
    wx[`on${name}`] = listeners.on
    wx[`off${name}`] = listeners.off
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
  follow('theme', pair<object>('ThemeChange'), (theme) => (manifest.app.darkmode ? { theme } : undefined))
  const memory = pair<object>('MemoryWarning')
  screen.element.addEventListener('mp:memory', () => memory.emit({ level: 10 }))
  pair('PageNotFound', app.lost)
  pair('UnhandledRejection', app.rejected)
  const captured = pair<object>('UserCaptureScreen')
  screen.element.addEventListener('mp:capture', () => captured.emit({}))
  follow('language', pair<object>('LocaleChange'), (locale) => ({ locale }))
  // The latest alone counts, as it answers with the query of the copied link.
  wx['onCopyUrl'] = (listener: () => { query?: string }) => (screen.linkQuery = () => listener()?.query ?? '')
  wx['offCopyUrl'] = () => (screen.linkQuery = undefined)
  const keyboard = pair<object>('KeyboardHeightChange')
  screen.element.addEventListener('mp:keyboard', (event) =>
    keyboard.emit({ height: (event as CustomEvent<number>).detail }),
  )
  const resized = pair<object>('WindowResize')
  screen.element.addEventListener('mp:resize', (event) => resized.emit((event as CustomEvent<object>).detail))
  return wx
}
