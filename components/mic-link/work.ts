/** What each button does, by its name. */
import type { RoomStore } from '../../store/index'
import type { SeatView } from './view'

/** As much of the component as the work needs. */
export interface Context {
  voice: boolean
  /** The seat the host has chosen. */
  pick: SeatView | null
  /** What a refused person shall read. */
  words: string
}

/** @param id whom or what it is about; empty: me */
type Work = (store: RoomStore, id: string, context: Context) => Promise<unknown>

const lock =
  (on: boolean): Work =>
  async ({ link }, _id, { pick }) =>
    pick && link.lockSeat(pick.no - 1, on)

export const WORK = {
  request: ({ link }, _id, { voice }) => link.request({ media: voice ? 'audio' : 'video' }),
  cancel: ({ link }, id) => link.cancel(id || undefined),
  end: ({ link }, id) => link.end(id || undefined),
  accept: ({ link }, id) => link.accept(id || undefined),
  refuse: ({ link }, id, { words }) => link.refuse(id || undefined, words || undefined),
  async refuseAll({ link }, _id, { words }) {
    // All are asked to go even when one answer fails; the first failure is the one told.
    const failures: unknown[] = []
    const refuse = ({ id }: { id: string }) =>
      link.refuse(id, words || undefined).catch((thrown: unknown) => failures.push(thrown))
    await Promise.all(link.queue.map(refuse))
    if (failures.length > 0) throw failures[0]
  },
  lock: lock(true),
  unlock: lock(false),
  mute: (store, id) => store.silence(id, true),
  unmute: (store, id) => store.silence(id, false),
} satisfies Record<string, Work>

export type Deed = keyof typeof WORK
