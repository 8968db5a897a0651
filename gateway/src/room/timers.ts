/** What setTimeout takes, ms; more it would run at once. */
const LONGEST = 2 ** 31 - 1

/** Named one-shot timers; setting a name again replaces it, `clear` ends all. None keeps the process alive. */
export class Timers {
  private readonly running = new Map<string, NodeJS.Timeout>()

  set(name: string, ms: number, run: () => void): void {
    this.cancel(name)
    const timer = setTimeout(
      () => {
        this.running.delete(name)
        run()
      },
      Math.min(LONGEST, Math.max(0, ms)),
    )
    timer.unref()
    this.running.set(name, timer)
  }

  has(name: string): boolean {
    return this.running.has(name)
  }

  cancel(name: string): void {
    clearTimeout(this.running.get(name))
    this.running.delete(name)
  }

  clear(): void {
    for (const name of Array.from(this.running.keys())) this.cancel(name)
  }
}
