import { LiveError } from '../../src/index'
import { ACTION_DATA, act, actionBehavior } from '../shared/action'
import type { Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import { follow } from './announce'
import { properties } from './props'
import { selectMicLink } from './view'
import { WORK, type Deed } from './work'

/** `id`: who or what it is about, and what is pending meanwhile; without one, `name` is. */
interface Tap {
  currentTarget: { dataset: { name?: Deed; id?: string; index?: number } }
}

/** What the host has written for whoever is declined. */
const words = new WeakMap<object, string>()

const store = bindStore({
  properties,
  local: { ...ACTION_DATA, voice: false, chosen: 0 },
  select: selectMicLink,
  effect(component, room) {
    follow(component as unknown as Actor, room)
    return undefined
  },
})

Component({
  behaviors: [store, actionBehavior, secondsBehavior, checked('mic-link', { media: ['video', 'audio'] })],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  observers: {
    media(media: string) {
      if ((media === 'audio') !== this.data.voice) this.setData({ voice: media === 'audio' })
    },
    'side, until, rows'(side: string, until: number, rows: unknown[]) {
      // Only while a countdown is on screen.
      runSeconds(this, side === 'guest' ? until > 0 : rows.length > 0)
    },
    count(count: number) {
      // The first request unfolds the list; after that the host decides.
      const { waited } = this as unknown as { waited?: number }
      Object.assign(this, { waited: count })
      if (count > 0 && !waited) this.setData({ open: true })
    },
  },
  methods: {
    act(name: string, work: () => Promise<unknown>) {
      return act(this as unknown as Actor, name, work)
    },
    onAct({ currentTarget: { dataset } }: Tap) {
      const { name, id = '' } = dataset
      const { voice, pick } = this.data
      if (!name || (name === 'request' && !this.data.online)) return
      void this.act(id || name, () => WORK[name](storeOf(this), id, { voice, pick, words: words.get(this) || '' }))
    },
    onMedia() {
      this.setData({ voice: !this.data.voice })
    },
    onToggle() {
      this.setData({ open: !this.data.open, chosen: 0 })
    },
    onWords({ detail }: { detail: { value: string } }) {
      words.set(this, detail.value.trim())
    },
    onSeat({ currentTarget: { dataset } }: Tap) {
      const { chosen, pick, seats, side } = this.data
      const seat = seats[dataset.index as number]
      if (!seat || !seat.can) return
      if (side === 'guest') this.take(seat.no, seat.locked)
      else if (pick && pick.id && !seat.id) this.take(seat.no, seat.locked, pick.id)
      else this.setData({ chosen: seat.no === chosen ? 0 : seat.no })
    },
    /** Goes to a free seat, or asks for it; with `userId` the host takes that person there. */
    take(no: number, locked: boolean, userId?: string) {
      const { state, voice } = this.data
      const { link } = storeOf(this)
      void this.act(`seat-${no}`, async () => {
        if (locked) throw LiveError.of('seat-unavailable', `mic-link: seat ${no} is locked; unlock it or take another`)
        if (!userId && state === 'idle') await link.request({ media: voice ? 'audio' : 'video', seat: no - 1 })
        else await link.moveTo(no - 1, userId)
        if (userId) this.setData({ chosen: no })
      })
    },
  },
})
