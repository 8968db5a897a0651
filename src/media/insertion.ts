/**
 * Whether this account may use the two tags. No API says so: a tag that ever reported a state was allowed, and
 * `insertLive*:fail jsapi has no permission` means blocked. The last outcome is kept on the phone for the next launch.
 */
import type { NativeEvent } from '../provider/types'

type Tag = NativeEvent['tag']

/** What inserting a tag came to. */
export type Insertion = 'allowed' | 'blocked'

/** By tag; one that was never inserted is absent. */
export type Insertions = Partial<Record<Tag, Insertion>>

const KEY = 'lianmai.tags'
let known: Insertions | undefined

/** What was seen of each tag, now or in an earlier launch; empty where nothing was, or where there is no storage. */
export function insertions(): Insertions {
  if (!known) {
    try {
      known = { ...(wx.getStorageSync(KEY) as Insertions) }
    } catch {
      // No storage here, or a broken one: nothing is known until a tag is inserted.
      known = {}
    }
  }
  return known
}

/** Remembers an outcome. Never throws: storage that fails only means that the next launch asks again. */
export function noteInsertion(tag: Tag, outcome: Insertion): void {
  if (insertions()[tag] === outcome) return
  known = { ...known, [tag]: outcome }
  try {
    wx.setStorage({ key: KEY, data: known, fail: () => undefined })
  } catch {
    // The same, said by throwing.
  }
}
