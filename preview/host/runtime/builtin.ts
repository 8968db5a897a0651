/** Makes a glass-easel component of a BuiltinDefinition and hands each node its host object. */
import * as glassEasel from 'glass-easel'
import type { PhoneEnv } from '../env/types'
import { listenToHover } from '../builtins/hover'
import { register } from '../builtins/registry'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from '../builtins/types'
import { ARIA_PROPERTIES, applyCommon, COMMON_PROPERTIES } from './common-attributes'
import { provideContext } from './backend'
import { noteTagEvent } from './phone-log'

interface Mounted {
  host: BuiltinHost
  instance: BuiltinInstance
  release?: () => void
}

const nodes = new WeakMap<object, Mounted>()

/** Lets `<tag>` be used in every WXML of the space. */
export function registerBuiltin(
  space: glassEasel.ComponentSpace,
  tag: string,
  definition: BuiltinDefinition,
  env: PhoneEnv,
): void {
  const component = space.defineComponent({
    is: `builtin:${tag}`,
    properties: propertiesOf(definition),
    lifetimes: {
      created(this: glassEasel.GeneralComponent) {
        nodes.set(this, create(this, tag, definition, env))
      },
      attached(this: glassEasel.GeneralComponent) {
        const node = nodes.get(this)
        if (!node) return
        node.release = register(node)
        node.instance.attached?.()
      },
      detached(this: glassEasel.GeneralComponent) {
        const node = nodes.get(this)
        node?.release?.()
        node?.instance.detached?.()
      },
    },
    pageLifetimes: {
      show(this: glassEasel.GeneralComponent) {
        nodes.get(this)?.instance.pageShown?.(true)
      },
      hide(this: glassEasel.GeneralComponent) {
        nodes.get(this)?.instance.pageShown?.(false)
      },
    },
  } as unknown as Parameters<glassEasel.ComponentSpace['defineComponent']>[0])
  space.setGlobalUsingComponent(tag, component as unknown as glassEasel.GeneralComponentDefinition)
}

type PropertyChange = (this: glassEasel.GeneralComponent, value: unknown, before: unknown) => void

function propertiesOf(definition: BuiltinDefinition): Record<string, unknown> {
  const properties: Record<string, unknown> = {}
  const observed = (name: string): PropertyChange =>
    function (value, before) {
      if (value !== before) nodes.get(this)?.instance.changed?.(name, value)
    }
  for (const [name, property] of Object.entries(definition.properties))
    properties[name] = { ...property, observer: observed(name) }
  const common = (name: string): PropertyChange =>
    function (value) {
      applyCommon(this.$$ as unknown as HTMLElement, name, value)
    }
  for (const [name, type] of Object.entries({ ...COMMON_PROPERTIES, ...ARIA_PROPERTIES }))
    properties[name] ??= { type, observer: common(name) }
  return properties
}

function create(node: glassEasel.GeneralComponent, tag: string, definition: BuiltinDefinition, env: PhoneEnv): Mounted {
  const element = node.$$ as unknown as HTMLElement
  let pageId = ''
  const host: BuiltinHost = {
    tag,
    el: element,
    env,
    get id() {
      return node.id
    },
    get pageId() {
      // Kept from the first time: the element has left its page when `detached` runs.
      pageId ||= pageIdOf(element)
      return pageId
    },
    get owner() {
      return ownerOf(node)
    },
    get: <T>(name: string) => (node.data as Record<string, unknown>)[name] as T,
    set: (name, value) => node.setData({ [name]: value }),
    emit: (type, detail, options) => {
      noteTagEvent(tag, node.id, type, detail)
      glassEasel.Event.triggerEvent(node, type, detail, options ?? {})
    },
  }
  const instance = definition.create(host)
  listenToHover(element, {
    names: () => host.get<string | undefined>('hoverClass') ?? '',
    // Defaults of the platform for tags that declare none.
    times: () => ({
      start: host.get<number | undefined>('hoverStartTime') ?? 50,
      stay: host.get('hoverStayTime') ?? 400,
    }),
    toggle: (name, on) => node.classList?.toggle(name, on),
  })
  provideContext(element, () => instance.context?.() ?? null)
  return { host, instance }
}

/** The page element carries its id; a node outside any page (never attached) has the empty string. */
const pageIdOf = (element: HTMLElement): string =>
  element.closest<HTMLElement>('[data-page-id]')?.dataset['pageId'] ?? ''

/** The `this` of the script whose WXML contains the node. */
export function ownerOf(node: glassEasel.Element): unknown {
  return node.ownerShadowRoot?.getHostNode().getMethodCaller() ?? null
}
