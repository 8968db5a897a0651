/** Places that one component of a page can have: the first that asks has it until it goes. */
const places = new Map<string, object>()

/**
 * Asks for a place, and leaves the one it had.
 * @returns whether the component has it now; always where WeChat cannot tell pages apart (getPageId, base library 2.7.1)
 */
export function takePlace(component: object, place: string): boolean {
  leavePlace(component)
  const { getPageId } = component as { getPageId?(): string }
  const page = getPageId ? getPageId.call(component) : ''
  if (!page) return true
  const key = `${page} ${place}`
  if (places.has(key)) return false
  places.set(key, component)
  return true
}

/** To be called on detach. */
export function leavePlace(component: object): void {
  places.forEach((owner, key) => owner === component && places.delete(key))
}
