import { ACTION_DATA, act, actionBehavior, isGone, type Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { raiser } from '../shared/events'
import type { MemberListEvents } from './events'
import { properties } from './props'
import { selectList, selectRows, type MemberAct } from './view'

interface Tap {
  currentTarget: { dataset: { id?: string; act?: MemberAct } }
}

const raise = raiser<MemberListEvents>()

const bound = bindStore({
  properties,
  local: {
    ...ACTION_DATA,
    query: '',
    /** Whose actions are unfolded. */
    open: '',
    /** The first of the two taps that remove a person was made. */
    sure: false,
  },
  select: selectList,
  ticking: selectRows,
  effect(component, store, { open }) {
    // Whoever comes back is met anew, not with a half-made removal.
    if (open && !store.users.some(({ id }) => id === open)) component.setData({ open: '', sure: false })
    return undefined
  },
})

Component({
  behaviors: [bound, actionBehavior, checked('member-list', { max: 1 })],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  methods: {
    onSearch({ detail }: { detail: { value: string } }) {
      this.setData({ query: detail.value })
    },
    onUser({ currentTarget: { dataset } }: Tap) {
      raise(this, 'usertap', { userId: dataset.id ?? '' })
    },
    onManage({ currentTarget: { dataset } }: Tap) {
      const { id = '' } = dataset
      this.setData({ open: id === this.data.open ? '' : id, sure: false })
    },
    onCancel() {
      this.setData({ sure: false })
    },
    onAct({ currentTarget: { dataset } }: Tap) {
      const { open, online, sure } = this.data
      if (!online || !dataset.act) return
      if (dataset.act === 'kick' && !sure) return this.setData({ sure: true })
      void this.perform(dataset.act, open)
    },
    async perform(name: MemberAct, userId: string) {
      const store = storeOf(this)
      const works: Record<MemberAct, () => Promise<void>> = {
        invite: () => store.link.invite(userId),
        mute: () => store.muteChat(userId, true),
        unmute: () => store.muteChat(userId, false),
        kick: () => store.kick(userId),
      }
      const done = await act(this as unknown as Actor, `${name}-${userId}`, works[name])
      if (done && !isGone(this) && this.data.open === userId) this.setData({ open: '', sure: false })
    },
  },
})
