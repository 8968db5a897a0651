/** A list that grows, and promises for what will be in it. */
export class Log<T> {
  readonly all: T[] = []
  private readonly checks = new Set<() => void>()

  add(item: T): void {
    this.all.push(item)
    for (const check of [...this.checks]) check()
  }

  /** The first item that fits, now or later. jest's own time limit ends a wait in vain. */
  first(fits: (item: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.all.find(fits)
        if (found === undefined) return
        this.checks.delete(check)
        resolve(found)
      }
      this.checks.add(check)
      check()
    })
  }

  /** Resolves when there are so many. */
  async count(size: number): Promise<T[]> {
    await this.first(() => this.all.length >= size)
    return this.all
  }
}
