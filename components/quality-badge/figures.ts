import type { NetStatus } from '../../src/index'

/** The figures as rows of the panel; a figure the phone does not report has no row. */
export interface FigureRow {
  key: 'fps' | 'bitrate' | 'size' | 'jitter'
  value: string
}

/** Bitrates are kbps in netstatus (live-codes: netStatusFields); jitter has no stated unit and is shown without one. */
export function figureRows(stats: NetStatus): FigureRow[] {
  const rows: FigureRow[] = []
  if (stats.videoFPS !== undefined) rows.push({ key: 'fps', value: `${Math.round(stats.videoFPS)} fps` })
  if (stats.videoBitrate !== undefined || stats.audioBitrate !== undefined) {
    const kbps = Math.round((stats.videoBitrate ?? 0) + (stats.audioBitrate ?? 0))
    rows.push({ key: 'bitrate', value: `${kbps} kbps` })
  }
  if (stats.videoWidth && stats.videoHeight)
    rows.push({ key: 'size', value: `${stats.videoWidth}×${stats.videoHeight}` })
  if (stats.netJitter !== undefined) rows.push({ key: 'jitter', value: String(Math.round(stats.netJitter)) })
  return rows
}
