import type { LinkState } from '../../src/index'
import { ACTION_DATA, act, actionBehavior } from '../shared/action'
import type { Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import type { MicLinkEvents } from './events'
import { properties } from './props'
import { selectMicLink } from './view'

interface Tap {
  currentTarget: { dataset: { id?: string } }
}

type Raise = Parameters<ReturnType<typeof raiser<MicLinkEvents>>>[0]

const raise = raiser<MicLinkEvents>()
const last = new WeakMap<object, LinkState>()

/** Raises the event of what happened between two states of my side. */
function announce(component: Raise, before: LinkState, after: LinkState): void {
  const ended = after.state === 'idle' ? (after.ended ?? '') : ''
  if (after.state === 'requesting' && before.state !== 'requesting')
    raise(component, 'linkrequest', { requestId: after.request.id })
  if (after.state === 'linked' && before.state !== 'linked') raise(component, 'linkstart', { seat: after.seat })
  if (before.state === 'linked' && after.state !== 'linked') raise(component, 'linkend', { reason: ended })
  if ((before.state === 'requesting' || before.state === 'invited') && after.state === 'idle')
    raise(component, 'linksettle', { outcome: ended })
}

const store = bindStore({
  properties,
  local: ACTION_DATA,
  select: selectMicLink,
  effect(component, { link }) {
    const { mine } = link
    const before = last.get(component)
    last.set(component, mine)
    if (before) announce(component as unknown as Raise, before, mine)
    return undefined
  },
})

Component({
  behaviors: [store, actionBehavior, secondsBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  data: {
    /** Whether the host's list is unfolded. */
    open: false,
  },
  observers: {
    'side, state, count, open'(side: string, state: string, count: number, open: boolean) {
      runSeconds(this, state !== 'idle' || (side === 'host' && open && count > 0))
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
    onRequest() {
      const { media } = this.data
      void this.act('request', () => storeOf(this).link.request({ media }))
    },
    onCancel() {
      void this.act('cancel', () => storeOf(this).link.cancel())
    },
    onEnd() {
      void this.act('end', () => storeOf(this).link.end())
    },
    onTakeInvite() {
      void this.act('answer', () => storeOf(this).link.accept())
    },
    onRefuseInvite() {
      void this.act('answer', () => storeOf(this).link.refuse())
    },
    onToggle() {
      this.setData({ open: !this.data.open })
    },
    onAccept({ currentTarget: { dataset } }: Tap) {
      const { id } = dataset
      void this.act(`answer-${id}`, () => storeOf(this).link.accept(id))
    },
    onRefuse({ currentTarget: { dataset } }: Tap) {
      const { id } = dataset
      void this.act(`answer-${id}`, () => storeOf(this).link.refuse(id))
    },
    onRefuseAll() {
      const { link } = storeOf(this)
      void this.act('refuse-all', async () => {
        // All are asked to go even when one answer fails; the first failure is the one told.
        const failures: unknown[] = []
        const refuse = (id: string) => link.refuse(id).catch((thrown: unknown) => failures.push(thrown))
        await Promise.all(link.queue.map(({ id }) => refuse(id)))
        if (failures.length > 0) throw failures[0]
      })
    },
    onEndGuest({ currentTarget: { dataset } }: Tap) {
      const { id } = dataset
      void this.act(`end-${id}`, () => storeOf(this).link.end(id))
    },
  },
})
