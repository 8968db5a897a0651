import { demand } from './errors'

/** A typed event emitter of the smallest size that is still safe: `on` returns its own undo. */
export class Emitter<Events extends object> {
  /** Replaced, never changed: whoever is being told stays told while listeners come and go. */
  private rows: ReadonlyArray<readonly [keyof Events, (payload: never) => void]> = []

  /**
   * Listens.
   * @returns a function that removes the listener; calling it twice is harmless.
   * @throws LiveError `invalid-argument` when the listener is no function
   */
  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void {
    demand(typeof listener === 'function', `on("${String(event)}")`, 'listener', 'a function')
    const row = [event, listener] as const
    this.rows = this.rows.concat([row])
    return () => {
      this.rows = this.rows.filter((other) => other !== row)
    }
  }

  /** Tells every listener of the event, in the order they came. */
  emit<K extends keyof Events>(event: K, payload: Events[K]): void {
    for (const [name, listener] of this.rows) {
      if (name !== event) continue
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
    return this.rows.length
  }

  /** Removes every listener. */
  clear(): void {
    this.rows = []
  }
}
