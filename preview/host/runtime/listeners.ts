/** Callbacks of one `wx.onX` / `wx.offX` pair. One that throws is reported and does not stop the others. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>()

  on(listener: (value: T) => void): void {
    this.all.add(listener)
  }

  /** Without an argument removes all, as `wx.offX()` does. */
  off(listener?: (value: T) => void): void {
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
