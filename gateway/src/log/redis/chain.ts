import type { Cursor } from '../../wire'
import { compareIds, seqOf, type EntryId } from './entry'

/** The epochs before this one, oldest first, and where the log ended when each was over. */
export type Chain = readonly { epoch: string; last: EntryId }[]

/** @param text `epoch head last;…` */
export function chainOf(text: string): Chain {
  return text.split(';').flatMap((link) => {
    const [epoch, , last] = link.split(' ')
    return epoch && last ? [{ epoch, last }] : []
  })
}

/** The last entry of this epoch that is still in the log as it was: no later epoch began before it. */
export function keptOf(chain: Chain, epoch: string): EntryId | undefined {
  const [first, ...later] = chain.slice(chain.findIndex((link) => link.epoch === epoch))
  if (first?.epoch !== epoch) return undefined
  return later.reduce((least, { last }) => (compareIds(last, least) < 0 ? last : least), first.last)
}

/** Whether events up to this cursor are in the log as they were. */
export function holds(chain: Chain, current: { epoch: string; head: number }, [epoch, seq]: Cursor): boolean {
  if (epoch === current.epoch) return seq <= current.head
  const kept = keptOf(chain, epoch)
  return kept !== undefined && seq <= seqOf(kept)
}
