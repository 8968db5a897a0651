/** Figures for `netstatus`, measured and never invented: pure arithmetic over what passed, driven by the caller's clock. */

/** `info` of `netstatus`: the documented fields. Bitrates in kbps, GOP in s. */
export interface NetStatusInfo {
  videoBitrate: number
  audioBitrate: number
  videoFPS: number
  videoGOP: number
  netSpeed: number
  netJitter: number
  /** 0 undefined, 1 best ... 6 unusable. */
  netQualityLevel: number
  videoWidth: number
  videoHeight: number
  /** Frames waiting on the pusher, milliseconds buffered on the player; so is `audioCache`. */
  videoCache: number
  audioCache: number
}

/** The platform reports about every 2 s (interval undocumented). */
export const NET_STATUS_INTERVAL = 2000

/** What flowed since the last {@link StreamRates.take}, plus GOP and jitter, which outlive one interval. */
export class StreamRates {
  private since: number
  private videoBytes = 0
  private audioBytes = 0
  private wireBytes = 0
  private frames = 0
  private lastKeyTime: number | undefined
  private gop = 0
  private jitter = 0
  private lastTransit: number | undefined

  /** `now` in ms, of the same clock as every later call. */
  constructor(now: number) {
    this.since = now
  }

  /** One coded picture; `timestamp` in ms of the stream. */
  video(bytes: number, timestamp: number, isKey: boolean): void {
    this.videoBytes += bytes
    this.frames += 1
    if (!isKey) return
    if (this.lastKeyTime !== undefined) this.gop = Math.max(0, (timestamp - this.lastKeyTime) / 1000)
    this.lastKeyTime = timestamp
  }

  audio(bytes: number): void {
    this.audioBytes += bytes
  }

  /** Bytes that crossed the network, containers and headers included. */
  wire(bytes: number): void {
    this.wireBytes += bytes
  }

  /** Interarrival jitter as RTP computes it (RFC 3550, 6.4.1): smoothed change of transit time, in ms. */
  arrived(now: number, timestamp: number): void {
    const transit = now - timestamp
    if (this.lastTransit !== undefined) this.jitter += (Math.abs(transit - this.lastTransit) - this.jitter) / 16
    this.lastTransit = transit
  }

  /** The figures of the interval that ends `now`; starts the next one. */
  take(now: number): Pick<NetStatusInfo, 'videoBitrate' | 'audioBitrate' | 'netSpeed' | 'videoGOP' | 'netJitter'> & {
    codedFPS: number
  } {
    const ms = Math.max(1, now - this.since)
    const rates = {
      videoBitrate: Math.round((this.videoBytes * 8) / ms),
      audioBitrate: Math.round((this.audioBytes * 8) / ms),
      netSpeed: Math.round((this.wireBytes * 8) / ms),
      codedFPS: Math.round((this.frames * 1000) / ms),
      videoGOP: Math.round(this.gop * 10) / 10,
      netJitter: Math.round(this.jitter),
    }
    this.since = now
    this.videoBytes = this.audioBytes = this.wireBytes = this.frames = 0
    return rates
  }
}

/** Upper bounds of levels 1 to 5, in ms of delay that the network causes; above the last it is 6. */
const LEVEL_BOUNDS = [60, 150, 300, 600, 1200]

/** The platform's 0-6 from a delay in ms: jitter on a player, time queued on a pusher; 0 while nothing flows. */
export function qualityLevel(delayMs: number, netSpeed: number): number {
  if (netSpeed === 0) return 0
  const index = LEVEL_BOUNDS.findIndex((bound) => delayMs <= bound)
  return index === -1 ? 6 : index + 1
}

/** 0-100 for `audiovolumenotify`: -60 dBFS and below is 0, full scale is 100. `rms` is 0-1. */
export function volumeOf(rms: number): number {
  if (rms <= 0) return 0
  return Math.round(Math.min(100, Math.max(0, ((20 * Math.log10(rms) + 60) / 60) * 100)))
}
