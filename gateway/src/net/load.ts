/** How much waits in all sockets together. Sampled, because asking every socket on every command would cost more than it saves. */

interface Buffering {
  readonly buffered: number
  readonly lagging: boolean
}

/** ms */
const SAMPLE = 250
/** How long a sender waits when too much is buffered, ms. */
const WAIT = 1_000

export class Load {
  /** Unsent bytes of all connections, and connections with more than they may have; as of the last sample. */
  buffered = 0
  lagging = 0
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly connections: Iterable<Buffering>,
    private readonly max: number,
    private readonly changed: (overloaded: boolean, buffered: number) => void,
  ) {
    this.timer = setInterval(() => this.sample(), SAMPLE).unref()
  }

  get overloaded(): boolean {
    return this.buffered > this.max
  }

  /** ms a command has to wait, 0 when it need not. */
  get wait(): number {
    return this.overloaded ? WAIT : 0
  }

  get figures(): { buffered: number; lagging: number; overloaded: boolean } {
    const { buffered, lagging, overloaded } = this
    return { buffered, lagging, overloaded }
  }

  sample(): void {
    const before = this.overloaded
    let [buffered, lagging] = [0, 0]
    for (const connection of this.connections) {
      buffered += connection.buffered
      if (connection.lagging) lagging++
    }
    this.buffered = buffered
    this.lagging = lagging
    if (before !== this.overloaded) this.changed(this.overloaded, buffered)
  }

  stop(): void {
    clearInterval(this.timer)
  }
}
