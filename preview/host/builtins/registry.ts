/** Finds mounted built-in nodes, for `wx.createXxxContext`, for `NodesRef.context()`, and for tests. */
import type { MountedBuiltin } from './types'

const mounted = new Set<MountedBuiltin>()
const byElement = new WeakMap<Element, MountedBuiltin>()

/** Called by the host when a node is attached; returns the function to call when it is detached. */
export function register(node: MountedBuiltin): () => void {
  mounted.add(node)
  byElement.set(node.host.el, node)
  return () => void mounted.delete(node)
}

/** Mounted nodes of one tag in document order of attaching; of one page when `pageId` is given. */
export function mountedBuiltins(tag: string, pageId?: string): MountedBuiltin[] {
  return [...mounted].filter(({ host }) => host.tag === tag && (pageId === undefined || host.pageId === pageId))
}

/** The node `#id` in the WXML of `owner` (a component's or page's `this`). */
export function findBuiltin(tag: string, id: string, owner: unknown): MountedBuiltin | undefined {
  return mountedBuiltins(tag).find(({ host }) => host.id === id && host.owner === owner)
}

/** The built-in tag whose host node is `element`. */
export const builtinAt = (element: Element): MountedBuiltin | undefined => byElement.get(element)
