/** @throws TypeError that names `what`, when it is not a number of seconds that vendors take */
export function wholeSeconds(value: number, what: string): void {
  if (Number.isSafeInteger(value) && value > 0 && value <= 0xffff_ffff) return
  throw new TypeError(`${what} must be a whole number of seconds, more than 0`)
}
