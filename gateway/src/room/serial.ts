/** Runs asynchronous steps one after another, so that each decides on the state its forerunner left. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve()
  private count = 0

  /** Steps running or waiting. */
  get pending(): number {
    return this.count
  }

  /** A failing step rejects its own promise and holds nobody up. */
  run<T>(step: () => Promise<T>): Promise<T> {
    this.count++
    const result = this.last.then(step)
    const done = (): void => void this.count--
    this.last = result.then(done, done)
    return result
  }
}
