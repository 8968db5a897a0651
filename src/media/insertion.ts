/**
 * Whether this account may use the two tags. No API says so: a tag that ever reported anything was allowed, and
 * `insertLive*:fail jsapi has no permission` means blocked. The last outcome is kept on the phone for the next launch.
 */
import type { NativeEvent } from '../provider/types'

type Tag = NativeEvent['tag']
export type Insertion = 'allowed' | 'blocked'
export type Insertions = Partial<Record<Tag, Insertion>>

const KEY = 'lianmai.tags'
let known: Insertions | undefined

/** What was seen of each tag, now or in an earlier launch; empty where nothing was. */
export function insertions(): Insertions {
  if (!known) {
    const kept: unknown = typeof wx === 'undefined' ? undefined : wx.getStorageSync(KEY)
    known = typeof kept === 'object' && kept ? (kept as Insertions) : {}
  }
  return known
}

export function noteInsertion(tag: Tag, outcome: Insertion): void {
  if (insertions()[tag] === outcome) return
  known = { ...known, [tag]: outcome }
  // Full or broken storage only means that the next launch asks again.
  if (typeof wx !== 'undefined') wx.setStorage({ key: KEY, data: known, fail: () => undefined })
}
