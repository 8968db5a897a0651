/** Binds a component to its store: `behaviors: [bindStore({ properties, select })]`. See binding.ts for what it promises. */
import { action, untracked } from 'mobx-miniprogram'
import { RoomStore } from '../../store/index'
import { Binding, type AnyOptions, type BindOptions, type Bound, type Definitions, type PropValues } from './binding'
import { plain, type Fields } from './diff'
import { partBehavior } from './room'

const bindings = new WeakMap<object, Binding>()

/** The store a component is bound to, for its methods. */
export function storeOf(component: object): RoomStore {
  const binding = bindings.get(component)
  if (!binding) throw new Error('storeOf: the component has no bindStore behavior, or is not attached')
  return untracked(() => binding.store())
}

const toObserver = action((component: object, names: readonly string[], values: unknown[]) => {
  const binding = bindings.get(component)
  if (binding) names.forEach((name, index) => binding.set(name, values[index]))
})

/** A behavior that keeps a component's data at what `select` says. Its initial data is `select` of an empty store. */
export function bindStore<P extends Definitions, L extends Fields, F extends Fields, T extends Fields>(
  options: BindOptions<P, L, F, T>,
): WechatMiniprogram.Behavior.Identifier<F & T & L & PropValues<P>> {
  const any = options as unknown as AnyOptions
  const { properties, local = {} as L } = options
  const blank = new RoomStore('blank')
  // Whoever names its store by itself is no part of another.
  const part = !options.key
  const defaults = { ...(part ? { room: '' } : {}), ...local } as Fields
  for (const name of Object.keys(properties)) defaults[name] = properties[name]?.value
  const initial = {
    main: plain(any.select(blank, defaults as never), 'select') as Fields,
    tick: plain(any.ticking?.(blank, defaults as never) ?? {}, 'ticking') as Fields,
  }
  const names = Object.keys(defaults)
  return Behavior({
    behaviors: part ? [partBehavior] : [],
    properties: properties as never,
    data: { ...local, ...initial.main, ...initial.tick },
    observers: {
      [names.join(', ')](...values: unknown[]) {
        toObserver(this, names, values)
      },
    },
    lifetimes: {
      attached() {
        const binding = new Binding(this as unknown as Bound, any, names, initial)
        bindings.set(this, binding)
        binding.attach()
      },
      detached() {
        bindings.get(this)?.destroy()
      },
    },
    pageLifetimes: {
      show() {
        bindings.get(this)?.show()
      },
      hide() {
        bindings.get(this)?.hide()
      },
    },
  }) as never
}
