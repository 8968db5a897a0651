import { bindStore, storeOf } from '../shared/bind'
import { resolveLang } from '../shared/locale'
import { hostBehavior, partBehavior, provideKey } from '../shared/room'
import { isDevelopment, keepScreen } from './announce'
import type { EntryProps } from './entry'
import './messages'
import { openRoom, problemOf, running } from './open'
import { properties } from './props'
import { lineOf, panelOf, toastOf, type Problem } from './view'

/** Whether this live-room asked the phone to keep its screen on. */
const screens = new WeakMap<object, boolean>()

const bound = bindStore({
  properties,
  local: { problem: null as Problem | null },
  key: ({ name }) => name || 'default',
  select(store, { lang, problem, notices }) {
    const language = resolveLang(lang)
    const { carrier, connection, lastError, network, pusher } = store
    // Refused while inside, by a reconnect: nobody waited for that failure.
    const why = problem || (connection.state === 'left' && lastError ? problemOf(lastError) : null)
    return {
      panel: panelOf(connection, why, language, isDevelopment()),
      inside: store.joined || connection.state === 'reconnecting',
      line: lineOf(connection, network, language),
      toast: toastOf(notices ? store.notices : [], language),
      carrierUrl: carrier && !pusher.claimed ? carrier.url : '',
    }
  },
  effect(component, store, props) {
    const { provider, url, scene } = props
    const entryProps = (): EntryProps => ({
      roomId: props.roomId,
      url: props.url,
      token: props.token,
      role: props.role,
      userName: props.userName,
      avatar: props.avatar,
      provider: props.provider,
      autoJoin: props.autoJoin,
    })
    return openRoom(component, store, { provider, scene, ...(url ? { url } : {}) }, entryProps)
  },
})

Component({
  behaviors: [bound, hostBehavior],
  relations: {
    part: { type: 'descendant', target: partBehavior },
  },
  externalClasses: ['custom-class'],
  options: { multipleSlots: true },
  observers: {
    name(name: string) {
      provideKey(this, name || 'default')
    },
    'inside, keepScreenOn'(inside: boolean, keepScreenOn: boolean) {
      this.updateScreen(inside && keepScreenOn)
    },
  },
  lifetimes: {
    detached() {
      this.updateScreen(false)
    },
  },
  pageLifetimes: {
    show() {
      const here = running.get(this)
      if (!here) return
      // A page above may have used the same name.
      here.store.attach(here.room)
      here.room.wake()
      // The phone forgets the wish when the mini-program goes to the background.
      if (screens.get(this)) keepScreen(this, true)
    },
    hide() {
      const here = running.get(this)
      if (here) here.room.sleep()
    },
  },
  methods: {
    /** Enters: with `auto-join` off, or again. */
    async join(): Promise<void> {
      const here = running.get(this)
      if (here) await here.entry.join()
    },
    /** Leaves; `join()` enters again. */
    async leave(): Promise<void> {
      const here = running.get(this)
      if (here) await here.entry.leave()
    },
    onRetry() {
      void this.join()
    },
    onCarrier({ type, detail }: WechatMiniprogram.CustomEvent) {
      const { room } = storeOf(this)
      if (room) room.pusher.native(type as 'statechange' | 'netstatus' | 'error', detail)
    },
    updateScreen(on: boolean) {
      if (on !== (screens.get(this) || false)) keepScreen(this, on)
      screens.set(this, on)
    },
  },
})
