import type { NetStatus } from './types'

const FIELDS = (
  'videoBitrate audioBitrate videoFPS videoGOP netSpeed netJitter netQualityLevel videoWidth videoHeight videoCache ' +
  'audioCache vDecCacheSize vSumCacheSize avPlayInterval avRecvInterval audioCacheThreshold'
).split(' ') as (keyof NetStatus)[]

/**
 * The documented numbers of a netstatus event; what is absent or no number stays absent.
 * @param info its `detail.info`
 */
export function netStatusOf(info: unknown): NetStatus {
  const figures = Object(info) as Record<keyof NetStatus, unknown>
  const stats: NetStatus = {}
  for (const field of FIELDS) {
    const value = figures[field]
    // Number.isFinite takes numbers only; the numeric strings of some clients are no figures.
    if (Number.isFinite(value)) stats[field] = value as number
  }
  return stats
}
