/** A length of an attribute in px: numbers and `12px` are px, `100rpx` are of the phone's width. */
export function pixels(value: unknown): number {
  const number = parseFloat(String(value ?? ''))
  if (Number.isNaN(number)) return 0
  return /rpx\s*$/.test(String(value)) ? (number * document.documentElement.clientWidth) / 750 : number
}
