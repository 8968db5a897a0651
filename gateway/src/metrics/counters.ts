/** Plain numbers that are counted where things happen and read when somebody scrapes: nothing here may slow a frame down. */

/** One number per word of a closed set, e.g. per refusal code. */
export class Tally<K extends string> {
  private readonly counts = new Map<K, number>()

  add(key: K, by = 1): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + by)
  }

  get(key: K): number {
    return this.counts.get(key) ?? 0
  }

  entries(): Iterable<[K, number]> {
    return this.counts
  }
}

/** Why a socket was refused before it became a connection. */
export type Unwanted = 'full' | 'ip' | 'overload' | 'draining' | 'crowd'

/** Everything that sockets and sessions count. Keys come from closed sets, never from what a peer has sent. */
export class Counters {
  /** Sockets that became connections. */
  opened = 0
  /** Bytes of connections that are closed; those of open ones are asked for. */
  readonly closedBytes = { read: 0, written: 0 }
  readonly unwanted = new Tally<Unwanted>()
  /** `<close code> <bye code, or what happened>`. */
  readonly closes = new Tally<string>()
  /** By `t`. */
  readonly frames = new Tally<string>()
  /** `<k> <ok, dup or refusal code>`. */
  readonly commands = new Tally<string>()
  readonly questions = new Tally<string>()
  /** By code: commands, questions, joins and frames that were refused by number. */
  readonly refusals = new Tally<string>()
  joins = 0
  /** Times a socket was not read because its peer does not read. */
  stalls = 0
  /** `<action> <outcome>` of callbacks from media servers. */
  readonly hooks = new Tally<string>()
  /** `<route> <status class>` of the HTTP API. */
  readonly api = new Tally<string>()
}
