/**
 * Compares two dotted versions number by number: `2.9.4` is older than `2.20.1`, `3.0` equals `3.0.0`. A part that is no
 * number counts as 0.
 * @returns negative when `a` is older, 0 when equal, positive when newer
 */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.')
  const right = b.split('.')
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = partOf(left[i]) - partOf(right[i])
    if (difference !== 0) return difference
  }
  return 0
}

const partOf = (part: string | undefined): number => Number.parseInt(part ?? '', 10) || 0
