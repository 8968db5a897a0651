/** What each button does, by its name in the template. */
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

type Work = (store: RoomStore, id: string | undefined, context: Context) => Promise<unknown>

const lock =
  (on: boolean): Work =>
  async ({ link }, _id, { pick }) =>
    pick && link.lockSeat(pick.no - 1, on)

const silence =
  (on: boolean): Work =>
  async (store, _id, { pick }) =>
    pick && store.silence(pick.id, on)

export const WORK: Readonly<Record<string, Work>> = {
  request: ({ link }, _id, { voice }) => link.request({ media: voice ? 'audio' : 'video' }),
  cancel: ({ link }) => link.cancel(),
  // An empty id: my own link.
  end: ({ link }, id) => link.end(id || undefined),
  'take-invite': ({ link }) => link.accept(),
  'refuse-invite': ({ link }) => link.refuse(),
  accept: ({ link }, id) => link.accept(id),
  refuse: ({ link }, id, { words }) => link.refuse(id, words || undefined),
  async 'refuse-all'({ link }, _id, { words }) {
    // All are asked to go even when one answer fails; the first failure is the one told.
    const failures: unknown[] = []
    const refuse = ({ id }: { id: string }) =>
      link.refuse(id, words || undefined).catch((thrown: unknown) => failures.push(thrown))
    await Promise.all(link.queue.map(refuse))
    if (failures.length > 0) throw failures[0]
  },
  invite: async ({ link }, id, { pick }) => id && link.invite(id, pick && !pick.id ? { seat: pick.no - 1 } : {}),
  lock: lock(true),
  unlock: lock(false),
  mute: silence(true),
  unmute: silence(false),
}
