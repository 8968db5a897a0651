/** A typed event emitter of the smallest size that is still safe: `on` returns its own undo. */
export class Emitter<Events extends object> {
  private listeners = new Map<keyof Events, Set<(payload: never) => void>>()

  /** @returns a function that removes the listener; calling it twice is harmless. */
  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void {
    let set = this.listeners.get(event)
    if (!set) this.listeners.set(event, (set = new Set()))
    set.add(listener)
    return () => {
      set.delete(listener)
    }
  }

  emit<K extends keyof Events>(event: K, payload: Events[K]): void {
    const set = this.listeners.get(event)
    if (!set) return
    for (const listener of Array.from(set)) {
      try {
        ;(listener as (payload: Events[K]) => void)(payload)
      } catch (error) {
        // One broken listener must not keep the event from the others, and must not be swallowed either:
        // thrown from a timer it reaches wx.onError (or Node's uncaughtException).
        setTimeout(() => {
          throw error
        }, 0)
      }
    }
  }

  /** Number of listeners left, over all events; teardown tests count them. */
  get size(): number {
    let size = 0
    this.listeners.forEach((set) => (size += set.size))
    return size
  }

  clear(): void {
    this.listeners.clear()
  }
}
