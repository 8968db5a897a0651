import { ACTION_DATA, act, actionBehavior, isGone, type Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { raiser } from '../shared/events'
import { choicesOf, peopleOf, WORK, type MemberAct } from './acts'
import type { MemberListEvents } from './events'
import { properties } from './props'
import { selectList, selectRows } from './view'

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
    /** What is asked once more before it is done. */
    sure: '' as MemberAct | '',
  },
  select: selectList,
  ticking: selectRows,
  effect(component, store, { open }) {
    // Whoever comes back is met anew, not with a half-made removal.
    if (open && !store.users.some(({ id }) => id === open)) component.setData({ open: '', sure: '' })
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
      this.setData({ open: id === this.data.open ? '' : id, sure: '' })
    },
    onCancel() {
      this.setData({ sure: '' })
    },
    onAll() {
      const { all, online } = this.data
      if (!all || !online) return
      void act(this as unknown as Actor, 'all', () => storeOf(this).silenceAll(all === 'silenceAll'))
    },
    onAct({ currentTarget: { dataset } }: Tap) {
      const { online, asked } = this.data
      const { act: name } = dataset
      if (!online || !name) return
      if (!asked && choicesOf(storeOf(this), name)) this.setData({ sure: name })
      else void this.perform(name)
    },
    async perform(name: MemberAct) {
      const store = storeOf(this)
      const { open } = this.data
      const user = store.users.find(({ id }) => id === open)
      if (!user) return
      const work = () => WORK[name](store, peopleOf(store)(user))
      const done = await act(this as unknown as Actor, `${name}-${open}`, work)
      if (done && !isGone(this) && this.data.open === open) this.setData({ open: '', sure: '' })
    },
  },
})
