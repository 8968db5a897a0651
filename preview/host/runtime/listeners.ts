/** Callbacks of one `onX` / `offX` pair, of `wx` or of a task. One that throws is reported and does not stop the others. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>()

  // Bound: pages and `wx` carry these two about on their own.
  readonly on = (listener: (value: T) => void): void => void this.all.add(listener)

  /** Without an argument removes all, as `wx.offX()` does. */
  readonly off = (listener?: (value: T) => void): void => {
    if (listener) this.all.delete(listener)
    else this.all.clear()
  }

  emit(value: T): void {
    for (const listener of [...this.all]) {
      try {
        listener(value)
      } catch (error) {
        reportError(error)
      }
    }
  }

  get size(): number {
    return this.all.size
  }
}
