/** The `ready` lifetime, which glass-easel leaves to its host: after the first layout, children before parents. */
import type { GeneralComponent } from 'glass-easel'

const waiting: { component: GeneralComponent; depth: number }[] = []
const whenReady: (() => void)[] = []

/** Called as each component is attached; its `ready` runs with all others of the same moment. */
export function afterAttach(component: GeneralComponent): void {
  if (waiting.length === 0 && whenReady.length === 0) setTimeout(flush, 0)
  waiting.push({ component, depth: depthOf(component) })
}

/** Runs `callback` after the components attached so far got their `ready`. */
export function afterReady(callback: () => void): void {
  if (waiting.length === 0 && whenReady.length === 0) setTimeout(flush, 0)
  whenReady.push(callback)
}

function flush(): void {
  const components = waiting.splice(0).sort((a, b) => b.depth - a.depth)
  const callbacks = whenReady.splice(0)
  for (const { component } of components) if (component.$$) component.triggerLifetime('ready', [])
  callbacks.forEach((callback) => callback())
}

function depthOf(component: GeneralComponent): number {
  const host = component.ownerShadowRoot?.getHostNode()
  return host ? 1 + depthOf(host) : 0
}
