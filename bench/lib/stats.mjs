// Medians, quantiles of a histogram, and a straight line through noise.

export function median(values) {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Figures a table can be read with: three digits that mean something. */
export function rounded(value) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
}

/** Latencies by the tenth of a millisecond, up to a minute; what takes longer counts as a minute. */
export class Histogram {
  constructor() {
    this.bins = new Uint32Array(600_000)
    this.count = 0
  }

  add(ms) {
    const bin = Math.floor(ms * 10)
    this.bins[bin < 0 ? 0 : Math.min(bin, this.bins.length - 1)]++
    this.count++
  }

  quantile(part) {
    let left = Math.ceil(this.count * part)
    for (let bin = 0; bin < this.bins.length; bin++) {
      left -= this.bins[bin]
      if (left <= 0) return bin / 10
    }
    return NaN
  }
}

/** Ordinary least squares. `error`: half of the 95 % confidence interval of the slope (normal approximation). */
export function line(points) {
  const n = points.length
  if (n < 3) return { slope: NaN, error: NaN }
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / n
  const [x, y] = [mean(0), mean(1)]
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  const slope = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread
  const rest = points.reduce((sum, point) => sum + (point[1] - y - slope * (point[0] - x)) ** 2, 0)
  return { slope, error: 1.96 * Math.sqrt(rest / (n - 2) / spread) }
}
