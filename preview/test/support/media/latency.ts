/** Join to first picture and glass to glass of live-player, on the harness page; for `npm run bench -- latency`. */
import type { Page } from 'playwright-core'

export interface LatencyOptions {
  /** A stream URL of the site, for a pusher that this starts. */
  url: string
  /** Surroundings as of `MediaSite.mapped`. */
  media: { bridge: string; map: { from: string; to: string }[] }
  /** Attributes of live-player. */
  attributes: Record<string, unknown>
  joins?: number
  seconds?: number
}

export interface LatencyResult {
  /** ms from play to state code 2003, each join. */
  joins: number[]
  /** ms from drawing a picture at the pusher to reading it at the player, once a frame of the screen. */
  glass: number[]
  /** Pictures whose time stamp could not be read. */
  unreadable: number
}

/** The pusher stamps each picture with its time (30 fps, 360x640, with sound); the last player is watched after 4 s. */
export function measureLatency(page: Page, options: LatencyOptions): Promise<LatencyResult> {
  return page.evaluate(async ({ url, media, attributes, joins: count = 10, seconds = 8 }) => {
    const until = async (condition: () => boolean): Promise<void> => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const env = lab.phone(media)
    const { engine } = (pushers['clock'] = lab.pusher(env, { url, autopush: true, fps: 30 }, true))
    await until(() => engine.codes.includes(1009))
    const joins: number[] = []
    for (let i = 0; i < count; i++) {
      players['clock']?.engine.destroy()
      const started = performance.now()
      const player = (players['clock'] = lab.player(env, { src: url, ...attributes }))
      await until(() => player.engine.codes.includes(2003))
      joins.push(performance.now() - started)
    }
    const settled = performance.now() + 4000
    const end = settled + seconds * 1000
    const glass: number[] = []
    let unreadable = 0
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame)
      if (performance.now() < settled) continue
      const age = lab.readClock(players['clock']!.engine.picture())
      if (age === undefined) unreadable += 1
      else glass.push(age)
    }
    return { joins, glass, unreadable }
  }, options)
}
