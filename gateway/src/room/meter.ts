/** Plain counters that rooms keep, read when somebody asks. */
export class Meter {
  /** Events written by this gateway. */
  written = 0
  /** Appends that had to be decided again because another gateway wrote first. */
  conflicts = 0
  /** Appends that failed. */
  unavailable = 0
  /** Event frames given to sockets, and the events and bytes in them. */
  frames = 0
  events = 0
  bytes = 0
  /** Connections that came back: with nothing missed, or told of a gap. */
  resumed = 0
  gaps = 0
  /** Told how long an append took, ms. */
  appended: (ms: number) => void = () => undefined
}
