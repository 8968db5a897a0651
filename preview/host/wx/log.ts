/** `wx.getLogManager` and `wx.getRealtimeLogManager`: into the browser's console. */
import type { WxApi } from './types'

const LEVELS = ['debug', 'info', 'log', 'warn', 'error'] as const

export function logApi(): WxApi {
  const manager = (): WxApi =>
    Object.fromEntries(LEVELS.map((level) => [level, (...values: unknown[]) => console[level](...values)]))
  return {
    getLogManager: manager,
    getRealtimeLogManager: () => ({
      ...manager(),
      setFilterMsg: (message: string) => console.info(message),
      addFilterMsg: (message: string) => console.info(message),
      tag: manager,
    }),
  }
}
