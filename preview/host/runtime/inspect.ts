/** The components of the page on top and their data, as the bar's inspector shows them. */
import type { GeneralComponent } from 'glass-easel'
import { componentsOf } from './code-space'
import type { Navigation } from './navigation'

export interface InspectedComponent {
  /** Stable while the component lives. */
  key: number
  /** Path of the component; the page first. */
  is: string
  id: string
  depth: number
}

const keys = new WeakMap<GeneralComponent, number>()
let next = 0

function keyOf(component: GeneralComponent): number {
  const key = keys.get(component) ?? ++next
  keys.set(component, key)
  return key
}

/** The mini-program's own components in document order; built-in tags are left out. */
function own(navigation: Navigation): GeneralComponent[] {
  const root = navigation.top?.component
  return root ? componentsOf(root).filter(({ is }) => !is.startsWith('builtin:')) : []
}

function depthOf(component: GeneralComponent): number {
  const host = component.ownerShadowRoot?.getHostNode()
  return host ? 1 + depthOf(host) : 0
}

export function inspectComponents(navigation: Navigation): InspectedComponent[] {
  return own(navigation).map((component) => ({
    key: keyOf(component),
    is: component.is,
    id: component.id,
    depth: depthOf(component),
  }))
}

/** Data and properties of one component as indented JSON; `undefined` when it is gone. */
export function inspectData(navigation: Navigation, key: number): string | undefined {
  const component = own(navigation).find((candidate) => keyOf(candidate) === key)
  return component && JSON.stringify(component.data, readable, 2)
}

/** What JSON leaves out is named instead. */
function readable(_: string, value: unknown): unknown {
  if (typeof value === 'function') return '[function]'
  if (value === undefined) return '[undefined]'
  if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  return value
}
