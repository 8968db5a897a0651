import { builtins } from '../builtins/index'
import type { WxApi } from './types'

/** `wx.canIUse('getSetting')`, `'live-player'`, `'live-player.min-cache'`, `'live-player.statechange'`. */
export function canIUse(schema: string, wx: WxApi): boolean {
  const [name = '', member] = schema.split('.')
  if (name in wx) return wx[name] !== undefined
  const tag = builtins[name]
  if (tag === undefined) return false
  if (member === undefined) return true
  const property = member.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return property in tag.properties || tag.events.includes(member.replace(/^bind:?/, ''))
}
