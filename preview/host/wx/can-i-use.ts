import { builtins } from '../builtins/index'
import { NodeIntersectionObserver } from '../runtime/intersection'
import { MediaQueryObserver } from '../runtime/media-query'
import { NodesRef, SelectorQuery } from '../runtime/selector-query'
import { SocketTask } from './socket'
import type { WxApi } from './types'

/** Objects that the documentation names with a capital letter, to ask for their methods. */
const objects = (wx: WxApi): Record<string, () => object> => ({
  SocketTask: () => SocketTask.prototype,
  SelectorQuery: () => SelectorQuery.prototype,
  NodesRef: () => NodesRef.prototype,
  IntersectionObserver: () => NodeIntersectionObserver.prototype,
  MediaQueryObserver: () => MediaQueryObserver.prototype,
  FileSystemManager: wx['getFileSystemManager'] as () => object,
  UpdateManager: wx['getUpdateManager'] as () => object,
  LogManager: wx['getLogManager'] as () => object,
})

/**
 * `wx.canIUse('getSetting')`, `'live-player'`, `'live-player.min-cache'`, `'live-player.statechange'`,
 * `'SocketTask.onOpen'`: whether the preview has it, not whether a phone does.
 */
export function canIUse(schema: string, wx: WxApi): boolean {
  const [name = '', member] = schema.split('.')
  if (name in wx) return wx[name] !== undefined
  const object = Object.entries(objects(wx)).find(([known]) => known === name)?.[1]
  if (object) return member === undefined || member in object()
  const tag = Object.entries(builtins).find(([known]) => known === name)?.[1]
  if (tag === undefined) return false
  if (member === undefined) return true
  const property = member.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return property in tag.properties || tag.events.includes(member.replace(/^bind:?/, ''))
}
