/**
 * How a part finds its store: by its `room` property, else by its `<live-room>` ancestor (relations), else `default`.
 * Relations do not reach through a wrapper component's shadow tree: parts in there set `room`.
 */
import { action, observable, type IObservableValue } from 'mobx-miniprogram'

/** What is observable about a host: its store's key, so that parts follow when `name` changes. */
type KeyBox = IObservableValue<string>

const keys = new WeakMap<object, KeyBox>()
const hosts = new WeakMap<object, IObservableValue<KeyBox | undefined>>()

function keyBox(component: object): KeyBox {
  let box = keys.get(component)
  if (!box) keys.set(component, (box = observable.box('default')))
  return box
}

function hostBox(component: object): IObservableValue<KeyBox | undefined> {
  let box = hosts.get(component)
  if (!box) hosts.set(component, (box = observable.box<KeyBox | undefined>(undefined, { deep: false })))
  return box
}

const link = action((part: object, host: KeyBox | undefined) => hostBox(part).set(host))

/** Which store key the parts inside a host use. */
export const provideKey = action((host: object, key: string) => keyBox(host).set(key))

/** Mixed into live-room: what parts recognise as their host. */
export const hostBehavior = Behavior({
  methods: {
    /** The parts inside ask for it; a method, because the instance handed to `linked` need not be the host's `this`. */
    _roomKey(): KeyBox {
      return keyBox(this)
    },
  },
})

interface Host {
  _roomKey(): KeyBox
}

/** Mixed into every part. The host names it as the target of its own side of the relation. */
export const partBehavior = Behavior({
  properties: {
    room: { type: String, value: '' },
  },
  relations: {
    host: {
      type: 'ancestor',
      target: hostBehavior,
      linked(host) {
        link(this, (host as unknown as Host)._roomKey())
      },
      unlinked() {
        link(this, undefined)
      },
    },
  },
})

/** The key of a part's store; observable: a reaction that calls it runs again when the ancestor or its name changes. */
export function roomKey(part: object, room: string): string {
  return room || hostBox(part).get()?.get() || 'default'
}
