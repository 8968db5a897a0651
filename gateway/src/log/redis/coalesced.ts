/** A job of which one run at a time is enough: whoever asks gets a run that begins after they asked. */
export class Coalesced {
  private running: Promise<void> | undefined
  private next: Promise<void> | undefined

  constructor(private readonly job: () => Promise<void>) {}

  run(): Promise<void> {
    if (!this.running) return this.start()
    const again = (): Promise<void> => {
      this.next = undefined
      return this.start()
    }
    this.next ??= this.running.then(again, again)
    return this.next
  }

  private start(): Promise<void> {
    const done = (): void => void (this.running = undefined)
    const running = this.job()
    this.running = running
    running.then(done, done)
    return running
  }
}
