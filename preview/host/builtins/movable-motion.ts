/** How a movable-view moves by itself: back to where it belongs, to a new `x`, or on with the speed of the finger. */

export interface Point {
  x: number
  y: number
}

export interface Bounds {
  left: number
  top: number
  right: number
  bottom: number
}

/** Where a view of `size` may be in an `area`; a view larger than the area may be moved until its edges meet the area's. */
export function boundsOf(area: { width: number; height: number }, size: { width: number; height: number }): Bounds {
  const x = area.width - size.width
  const y = area.height - size.height
  return { left: Math.min(0, x), top: Math.min(0, y), right: Math.max(0, x), bottom: Math.max(0, y) }
}

export const clampTo = ({ left, top, right, bottom }: Bounds, { x, y }: Point): Point => ({
  x: Math.min(right, Math.max(left, x)),
  y: Math.min(bottom, Math.max(top, y)),
})

/** A finger outside the bounds drags a rubber band: the further out, the less it gives. */
export function resist(bounds: Bounds, point: Point): Point {
  const inside = clampTo(bounds, point)
  const give = (over: number) => Math.sign(over) * Math.sqrt(Math.abs(over)) * 4
  return { x: inside.x + give(point.x - inside.x), y: inside.y + give(point.y - inside.y) }
}

/** Where a view thrown with `velocity` (px/ms) comes to rest; `friction` as in the attribute, larger is shorter. */
export function thrown(from: Point, velocity: Point, friction: number): Point {
  const slowing = 0.001 * (friction > 0 ? friction : 2)
  const way = (speed: number) => (Math.sign(speed) * speed * speed) / (2 * slowing)
  return { x: from.x + way(velocity.x), y: from.y + way(velocity.y) }
}

/**
 * Runs from `from` to `to`, slowing down exponentially; `damping` as in the attribute, larger is faster.
 * @returns the function that stops it where it is
 */
export function glide(from: Point, to: Point, damping: number, step: (at: Point, done: boolean) => void): () => void {
  const rate = (damping > 0 ? damping : 20) / 2500
  const began = performance.now()
  let frame = 0
  const tick = (now: number) => {
    const left = Math.exp(-rate * Math.max(0, now - began))
    const at = { x: to.x + (from.x - to.x) * left, y: to.y + (from.y - to.y) * left }
    const done = Math.hypot(at.x - to.x, at.y - to.y) < 0.5
    if (!done) frame = requestAnimationFrame(tick)
    step(done ? to : at, done)
  }
  frame = requestAnimationFrame(tick)
  return () => cancelAnimationFrame(frame)
}
