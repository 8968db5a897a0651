/** Keeps sound close behind its arrival: how much to hold, when to hurry, when to cut. Pure; samples live elsewhere. */

/** What to do with the samples that wait. */
export interface Pace {
  /** Samples taken for each sample played; above 1 the backlog shrinks, too little to be heard as pitch. */
  step: number
  /** ms to throw away now. */
  cut: number
}

const START_TARGET = 40
const MAX_TARGET = 160
const HURRY = 1.04
/** So many calls without starving and the reserve may shrink again: about 10 s. */
const CALM_CALLS = 1000
/** A backlog like this is a join into an old picture group, or a pause of the machine: nobody wants to hear it. */
const CUT_ABOVE = 300

export class SoundPacer {
  private targetMs = START_TARGET
  private hurrying = false
  private calm = 0

  /** ms that should wait before playing starts. */
  get target(): number {
    return this.targetMs
  }

  /** Called with what waits, in ms, about a hundred times a second. */
  pace(buffered: number): Pace {
    this.calm += 1
    if (this.calm >= CALM_CALLS) {
      this.calm = 0
      this.targetMs = Math.max(START_TARGET, this.targetMs - 10)
    }
    if (buffered > CUT_ABOVE) {
      this.hurrying = false
      return { step: 1, cut: buffered - this.targetMs }
    }
    // Starts at a clear excess and goes on to the target itself: a trim at the upper mark alone never gets back.
    if (buffered > this.targetMs + 30) this.hurrying = true
    else if (buffered <= this.targetMs) this.hurrying = false
    return { step: this.hurrying ? HURRY : 1, cut: 0 }
  }

  /** Nothing was left to play: this network needs a larger reserve. */
  starved(): void {
    this.calm = 0
    this.targetMs = Math.min(MAX_TARGET, this.targetMs + 20)
  }
}
