/** Arithmetic of `<swiper>`: where items stand and where a swipe ends. */

/** `easing-function`; `default` is the platform's ease-out. */
export const easings = {
  default: (part: number) => 1 - (1 - part) ** 4,
  linear: (part: number) => part,
  easeInCubic: (part: number) => part ** 3,
  easeOutCubic: (part: number) => 1 - (1 - part) ** 3,
  easeInOutCubic: (part: number) => (part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2),
} as const

export type Easing = keyof typeof easings

/**
 * Distance of an item from the front, in items.
 * @param around number of items of a ring; 0 for a row with ends
 * @param several items seen at once: a ring keeps one behind the front and the rest before it
 */
export function offsetOf(index: number, position: number, around: number, several: number): number {
  const offset = index - position
  if (around === 0) return offset
  const behind = Math.min(1, (around - several) / 2)
  return ((((offset + behind) % around) + around) % around) - behind
}

/** Speed in items per ms from which a flick turns a page, and never more than one. */
const FLICK = 0.0006

/** The item at which a swipe from `begin` that left the row at `position` ends. */
export function landing(begin: number, position: number, speed: number): number {
  const start = Math.round(begin)
  if (Math.abs(speed) > FLICK && Math.sign(speed) === Math.sign(position - begin)) return start + Math.sign(speed)
  return start + Math.max(-1, Math.min(1, Math.round(position - start)))
}
