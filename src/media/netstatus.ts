/** The tag's netstatus report: read, and written out for people. */
import type { NativeEvent } from '../provider/types'
import { isObject } from './is-object'
import type { NetStatus } from './types'

/** One row of the panel behind the badge. `unit` is for people; a figure the platform did not report is not listed. */
export interface Figure {
  name: keyof NetStatus
  value: number
  unit: 'kbps' | 'fps' | 's' | 'px' | 'ms' | 'frames' | ''
}

/** Every documented field, in the order people read them. */
const UNITS: ReadonlyArray<readonly [keyof NetStatus, Figure['unit']]> = [
  ['videoWidth', 'px'],
  ['videoHeight', 'px'],
  ['videoFPS', 'fps'],
  ['videoBitrate', 'kbps'],
  ['audioBitrate', 'kbps'],
  ['videoGOP', 's'],
  ['netSpeed', 'kbps'],
  ['netJitter', ''],
  ['netQualityLevel', ''],
  ['videoCache', 'ms'],
  ['audioCache', 'ms'],
  ['vDecCacheSize', 'frames'],
  ['vSumCacheSize', 'frames'],
  ['avPlayInterval', 'ms'],
  ['avRecvInterval', 'ms'],
  ['audioCacheThreshold', 'ms'],
]

/** The documented numbers of a netstatus detail (`{ info }`); what is absent or no number stays absent. */
export function netStatusOf(detail: unknown): NetStatus {
  const info = isObject(detail) && isObject(detail.info) ? detail.info : {}
  const stats: NetStatus = {}
  for (const [field] of UNITS) {
    const value = info[field]
    if (typeof value === 'number' && Number.isFinite(value)) stats[field] = value
  }
  return stats
}

/** The figures that explain a grade, in reading order, each in the unit it has on that tag. */
export function figures(sample: NetStatus, tag: NativeEvent['tag']): Figure[] {
  return UNITS.flatMap(([name, unit]) => {
    const value = sample[name]
    if (value === undefined) return []
    const queued = tag === 'live-pusher' && (name === 'videoCache' || name === 'audioCache')
    return [{ name, value, unit: queued ? ('frames' as const) : unit }]
  })
}
