/** Where and when a message flies: every flight has the same speed, so two in one lane never meet. Pure but for its memory. */

/** Keep in step with `.lane-*` in barrage.wxss. */
const LANES = 4
/** Flights at once; a crowd that says more is not read anyway. */
export const MAX_FLIGHTS = 40
/** From entering at the right edge until the tail has left at the left; a flight crosses two widths of the window. */
export const FLIGHT_MS = 9000
/** Longest a message waits for a lane, off screen; mine waits as long as it takes. */
const MAX_WAIT = 1500
/** Distance kept behind a message, px, its padding included. */
const GAP = 48

export interface Place {
  /** In the list of flights; whatever is there has landed. */
  slot: number
  lane: number
  /** ms until it enters. */
  wait: number
}

/** At least as wide as it is on screen, px, at the 16 px of `.said`: only small letters and digits are known to be narrow. */
export function widthOf(text: string): number {
  let width = GAP
  for (const letter of text) width += /[ -?a-ln-vx-z]/.test(letter) ? 10 : 17
  return width
}

export class Lanes {
  private readonly free: number[] = new Array<number>(LANES).fill(0)
  private readonly landing: number[] = []
  private next = 0

  /**
   * @param now ms
   * @param width of the window, px
   * @param mine is shown whatever happens
   * @returns undefined where everything is full
   */
  place(text: string, now: number, width: number, mine: boolean): Place | undefined {
    const slot = this.next
    const lane = this.free.indexOf(Math.min(...this.free))
    const wait = Math.max(0, (this.free[lane] as number) - now)
    if (!mine && (wait > MAX_WAIT || (this.landing[slot] ?? 0) > now)) return undefined
    this.next = (slot + 1) % MAX_FLIGHTS
    this.landing[slot] = now + wait + FLIGHT_MS
    // Longer ones are cut to that width.
    this.free[lane] = now + wait + (FLIGHT_MS / 2) * Math.min(1 + GAP / width, widthOf(text) / width)
    return { slot, lane, wait }
  }
}
