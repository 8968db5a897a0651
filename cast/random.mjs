/** A generator of numbers that is the same for the same seed (mulberry32), and what is picked with it. */
export function createRandom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
  return {
    /** From 0 to below 1. */
    next,
    /** From `low` to `high`. */
    between: (low, high) => low + next() * (high - low),
    /** One of the list; not the one that was picked last, where there is a choice. */
    picker(list) {
      let last = -1
      return () => {
        const index = Math.floor(next() * list.length)
        last = index === last ? (index + 1) % list.length : index
        return list[last]
      }
    },
    /** @param odds from 0 never to 1 always */
    chance: (odds) => next() < odds,
  }
}
