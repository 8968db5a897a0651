/** Two lists hold the same items in the same order: the cheap test for lists whose items are immutable. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]))
}
