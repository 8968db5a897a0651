/**
 * What WXS event handlers and `change:` handlers get: the event with its `instance`, and the descriptor of the component
 * whose WXML they stand in (the platform's page on WXS responding to events).
 */
import * as glassEasel from 'glass-easel'

/** Styles and classes set from WXS lie over what the template and setData write, and outlive it. */
const OVER_TEMPLATE = 3 as glassEasel.StyleSegmentIndex.TEMP_EXTRA

type Listener = (this: unknown, ...parameters: unknown[]) => unknown

/** Where the compiler found the handler: 1 and 2 name WXS modules, anything else is a method of the page. */
type HandlerPath = readonly (string | number)[] | null | undefined

const fromWxs = (path: HandlerPath): boolean => path?.[0] === 1 || path?.[0] === 2

const descriptors = new WeakMap<glassEasel.Element, ComponentDescriptor>()

/** The descriptor of one node; always the same object for the same node, as `getState()` belongs to it. */
export function descriptorOf(element: glassEasel.Element): ComponentDescriptor {
  const known = descriptors.get(element) ?? new ComponentDescriptor(element)
  descriptors.set(element, known)
  return known
}

export class ComponentDescriptor {
  private readonly state: Record<string, unknown> = {}
  private readonly styles = new Map<string, string>()

  constructor(private readonly element: glassEasel.Element) {}

  /** Selects inside a component, or below a plain node in the WXML that holds it. */
  selectComponent(selector: string): ComponentDescriptor | null {
    const found = this.scope()?.querySelector(selector)
    return found ? descriptorOf(found) : null
  }

  selectAllComponents(selector: string): ComponentDescriptor[] {
    return (this.scope()?.querySelectorAll(selector) ?? []).map(descriptorOf)
  }

  /** Lies over the `style` attribute until the same property is set again; `null` takes a property back. */
  setStyle(style: string | Record<string, string | number | null>): this {
    const entries = typeof style === 'string' ? declarations(style) : Object.entries(style)
    for (const [name, value] of entries) {
      const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      if (value === null || value === '') this.styles.delete(property)
      else this.styles.set(property, String(value))
    }
    const text = [...this.styles].map(([name, value]) => `${name}:${value}`).join(';')
    this.element.setNodeStyle(text, OVER_TEMPLATE)
    return this
  }

  addClass(names: string): this {
    for (const name of words(names)) this.element.toggleNodeClass(name, true, OVER_TEMPLATE)
    return this
  }

  removeClass(names: string): this {
    for (const name of words(names)) this.element.toggleNodeClass(name, false, OVER_TEMPLATE)
    return this
  }

  hasClass(name: string): boolean {
    const { classList } = this.element
    return (classList?.contains(name) || classList?.contains(name, OVER_TEMPLATE)) ?? false
  }

  getDataset(): Record<string, unknown> {
    return { ...this.element.dataset }
  }

  /** Calls a method of the component's or page's script. */
  callMethod(name: string, argument?: unknown): void {
    const host = glassEasel.Component.isComponent(this.element) ? this.element : this.host
    const method = host && glassEasel.Component.getMethod(host, name)
    if (!method) throw new Error(`callMethod: ${host?.is ?? 'the component'} has no method "${name}"`)
    method.call(host.getMethodCaller(), argument)
  }

  requestAnimationFrame(callback: () => void): void {
    requestAnimationFrame(callback)
  }

  getState(): Record<string, unknown> {
    return this.state
  }

  triggerEvent(name: string, detail?: unknown): void {
    this.element.triggerEvent(name, detail ?? {}, {})
  }

  getComputedStyle(names: readonly string[]): Record<string, string> {
    const computed = this.dom && getComputedStyle(this.dom)
    return Object.fromEntries(
      names.map((name) => [name, computed ? (computed[name as keyof CSSStyleDeclaration] as string) : '']),
    )
  }

  setTimeout(callback: () => void, delay?: number): number {
    return window.setTimeout(callback, delay)
  }

  clearTimeout(timer: number): void {
    window.clearTimeout(timer)
  }

  getBoundingClientRect(): DOMRect | null {
    return this.dom?.getBoundingClientRect() ?? null
  }

  private get dom(): HTMLElement | null {
    return this.element.$$ as unknown as HTMLElement | null
  }

  private get host(): glassEasel.GeneralComponent | undefined {
    return this.element.ownerShadowRoot?.getHostNode()
  }

  private scope(): glassEasel.Element | null {
    const component = glassEasel.Component.isComponent(this.element) && !this.element.is.startsWith('builtin:')
    return component ? (this.element as glassEasel.GeneralComponent).getShadowRoot() : this.element.ownerShadowRoot
  }
}

const words = (names: string): string[] => names.split(/\s+/).filter((name) => name !== '')

const declarations = (style: string): [string, string][] =>
  style.split(';').flatMap((part) => {
    const colon = part.indexOf(':')
    return colon < 0 ? [] : [[part.slice(0, colon).trim(), part.slice(colon + 1).trim()] as [string, string]]
  })

/** Called by compiled templates around every listener. `false` from a WXS handler stops the event and its default. */
function handleEvent(
  caller: { _$: glassEasel.GeneralComponent },
  event: glassEasel.Event<unknown> & { currentTarget?: glassEasel.Element },
  listener: Listener,
  path: HandlerPath,
): unknown {
  if (!fromWxs(path)) return listener.call(caller, event)
  const shown = Object.create(event) as { instance?: ComponentDescriptor }
  const target = event.currentTarget as glassEasel.Element | { _$: glassEasel.Element } | undefined
  if (target) shown.instance = descriptorOf('_$' in target ? target._$ : target)
  return listener.call(null, shown, descriptorOf(caller._$))
}

/** Called by compiled templates around every `change:` handler. */
function handleChange(listener: Listener, path: HandlerPath): Listener {
  if (!fromWxs(path)) return listener
  return (value, before, host, element) =>
    listener.call(
      null,
      value,
      before,
      descriptorOf(host as glassEasel.Element),
      descriptorOf(element as glassEasel.Element),
    )
}

Object.assign(globalThis, { __mpWxs: { event: handleEvent, change: handleChange } })
