/** Keeps sound close behind its arrival: how much to hold, when to hurry, when to cut. Pure; samples live elsewhere. */

/** What to do with the samples that wait. */
export interface Pace {
  /** Samples taken for each sample played; above 1 the backlog shrinks, too little to be heard as pitch. */
  step: number
  /** ms to throw away now. */
  cut: number
}

/** ms that should never be needed. Sound comes in blocks of 21 ms, so that what waits is a saw; this is below its teeth. */
const START_RESERVE = 10
const MAX_RESERVE = 130
/** A block, and the audio thread's own step. */
const BLOCK = 30
const HURRY = 1.04
/** Calls over which the lowest level is taken: about a third of a second. */
const WINDOW = 32
/** So many windows without starving and the reserve may shrink again: about 4 s. */
const CALM_WINDOWS = 12
/** While a join settles it starves and floods by turns, which says nothing about the network: about 2 s. */
const JOIN_WINDOWS = 6
/** A backlog like this is a join into an old picture group, or a pause of the machine: nobody wants to hear it. */
const CUT_ABOVE = 200

export class SoundPacer {
  private reserve = START_RESERVE
  private lowest = Infinity
  private calls = 0
  private calm = 0
  private windows = 0
  private step = 1

  /** ms that should wait before playing starts. */
  get target(): number {
    return this.reserve + BLOCK
  }

  /** Called with what waits, in ms, about a hundred times a second. */
  pace(buffered: number): Pace {
    if (buffered > CUT_ABOVE + this.reserve) {
      this.startWindow()
      this.step = 1
      return { step: 1, cut: buffered - this.target }
    }
    this.lowest = Math.min(this.lowest, buffered)
    this.calls += 1
    if (this.calls >= WINDOW) this.judge()
    return { step: this.step, cut: 0 }
  }

  /** Nothing was left to play: this network needs a larger reserve. */
  starved(): void {
    this.calm = 0
    this.startWindow()
    this.step = 1
    if (this.windows >= JOIN_WINDOWS) this.reserve = Math.min(MAX_RESERVE, this.reserve + 20)
  }

  /** What was never touched for a whole window is only delay. */
  private judge(): void {
    this.step = this.lowest > this.reserve + 10 ? HURRY : 1
    this.startWindow()
    this.windows += 1
    this.calm += 1
    if (this.calm < CALM_WINDOWS) return
    this.calm = 0
    this.reserve = Math.max(START_RESERVE, this.reserve - 10)
  }

  private startWindow(): void {
    this.lowest = Infinity
    this.calls = 0
  }
}
