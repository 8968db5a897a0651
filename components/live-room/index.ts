import { bindStore, storeOf } from '../shared/bind'
import { resolveLang } from '../shared/locale'
import { leavePlace, takePlace } from '../shared/place'
import { hostBehavior, partBehavior, provideKey } from '../shared/room'
import { isDevelopment, keepScreen } from './announce'
import './messages'
import { NOWHERE, openRoom, problemOf, running } from './open'
import { properties } from './props'
import { lineOf, panelOf, toastOf, type Problem } from './view'

/** Whether this live-room asked the phone to keep its screen on. */
const screens = new WeakMap<object, boolean>()

/** Live-rooms on a page: before that, nobody knows which page it will be. */
const attached = new WeakSet<object>()

interface Named {
  data: { name: string; taken: boolean }
  setData(changes: { taken: boolean }): void
}

function settleName(component: Named): void {
  const name = component.data.name || 'default'
  const taken = !takePlace(component, `live-room ${name}`)
  provideKey(component, taken ? NOWHERE : name)
  if (taken !== component.data.taken) component.setData({ taken })
}

/** First in the list of behaviors, so that the store is the right one from the start. */
const nameBehavior = Behavior({
  properties: { name: { type: String, value: properties.name.value } },
  data: { taken: false },
  observers: {
    name() {
      if (attached.has(this)) settleName(this)
    },
  },
  lifetimes: {
    attached() {
      attached.add(this)
      settleName(this)
    },
    detached() {
      leavePlace(this)
    },
  },
})

const bound = bindStore({
  properties,
  local: { problem: null as Problem | null, taken: false },
  key: ({ name, taken }) => (taken ? NOWHERE : name || 'default'),
  select(store, { lang, problem, notices }) {
    const language = resolveLang(lang)
    const { carrier, connection, lastError, network, pusher, rights } = store
    // Refused while inside, by a reconnect: nobody waited for that failure.
    const why = problem || (connection.state === 'left' && lastError ? problemOf(lastError) : null)
    return {
      panel: panelOf(connection, why, language, isDevelopment(), rights.host),
      inside: store.joined || connection.state === 'reconnecting',
      lines: [lineOf(connection, network, language), toastOf(notices ? store.notices : [], language)].filter(Boolean),
      carrierUrl: carrier && !pusher.claimed ? carrier.url : '',
    }
  },
  effect(component, store, props) {
    const { provider, url, scene } = props
    return openRoom(component, store, { provider, scene, ...(url && { url }) }, props)
  },
})

Component({
  behaviors: [nameBehavior, bound, hostBehavior],
  relations: {
    part: { type: 'descendant', target: partBehavior },
  },
  externalClasses: ['custom-class'],
  options: { multipleSlots: true },
  observers: {
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
