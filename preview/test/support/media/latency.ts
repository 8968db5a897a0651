/** Join to first picture and glass to glass of one stream, in live-player and in ffmpeg; for `npm run bench -- latency`. */
import { spawn } from 'node:child_process'
import type { Page } from 'playwright-core'
import { ageOf, CLOCK_ROWS, clockOf } from './clock-picture'

/** What is pushed: `orientation="horizontal"` of live-pusher's default size. */
const WIDTH = 640

export interface Stream {
  /** A stream URL of the site. */
  url: string
  /** Surroundings as of `MediaSite.mapped`. */
  media: { bridge: string; map: { from: string; to: string }[] }
}

export interface Watch {
  /** ms to let it settle, then ms to measure. */
  settle: number
  measure: number
}

/** ms from drawing a picture at the pusher to its first sight at the player, and pictures whose stamp could not be read. */
export interface Glass {
  ages: number[]
  unreadable: number
}

/** Pushes pictures that carry their time, 640x360 at 30 fps, with sound; resolves when the first was sent. */
export async function pushClock(page: Page, stream: Stream): Promise<void> {
  await page.evaluate(({ url, media }) => {
    const attributes = { url, autopush: true, fps: 30, orientation: 'horizontal' }
    pushers['clock'] = lab.pusher(lab.phone(media), attributes, true)
  }, stream)
  await page.waitForFunction(() => pushers['clock']!.engine.codes.includes(1009))
}

/** ms from play to state code 2003, each of `count` joins; the last player stays as `players.clock`. */
export function measureJoins(page: Page, stream: Stream, attributes: object, count: number): Promise<number[]> {
  return page.evaluate(
    async ([{ url, media }, extra, joins]) => {
      const times: number[] = []
      for (let i = 0; i < joins; i++) {
        players['clock']?.engine.destroy()
        const started = performance.now()
        const { engine } = (players['clock'] = lab.player(lab.phone(media), { src: url, ...extra }))
        while (!engine.codes.includes(2003)) await new Promise((resolve) => setTimeout(resolve, 2))
        times.push(performance.now() - started)
      }
      return times
    },
    [stream, attributes, count] as const,
  )
}

/** Reads each picture of `players.clock` off the glass, once, when the screen first shows it. */
export function watchGlass(page: Page, watch: Watch): Promise<Glass> {
  return page.evaluate(async ({ settle, measure }) => {
    const start = performance.now() + settle
    const glass = { ages: [] as number[], unreadable: 0 }
    let last: number | undefined
    while (performance.now() < start + measure) {
      await new Promise(requestAnimationFrame)
      const time = lab.readClock(players['clock']!.engine.picture())
      const isNew = time !== last
      last = time
      if (performance.now() < start || !isNew) continue
      if (time === undefined) glass.unreadable += 1
      else glass.ages.push(lab.ageOf(time))
    }
    return glass
  }, watch)
}

/** ms by which the picture of each of `count` claps came before its sound, at `players[name]`. */
export function watchSync(page: Page, count: number, name = 'clock'): Promise<number[]> {
  return page.evaluate(([claps, player]) => lab.watchClaps(players[player]!.engine, claps), [count, name] as const)
}

/** {@link watchGlass} of ffmpeg's own decoder, set to hold nothing back. `url` is HTTP-FLV or RTMP. */
export function watchFfmpeg(url: string, { settle, measure }: Watch): Promise<Glass> {
  const input = ['-fflags', 'nobuffer', '-flags', 'low_delay', '-threads', '1', '-probesize', '5000', '-i', url]
  const picture = ['-an', '-vf', `crop=${WIDTH}:${CLOCK_ROWS}:0:0,format=gray`, '-vsync', '0']
  // Without a flush two pictures fit into its output buffer, and wait there for each other.
  const output = [...picture, '-flush_packets', '1', '-f', 'rawvideo', '-']
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', ...input, ...output], { stdio: ['ignore', 'pipe', 'ignore'] })
  const glass: Glass = { ages: [], unreadable: 0 }
  const size = WIDTH * CLOCK_ROWS
  const start = Date.now() + settle
  let rest = Buffer.alloc(0)
  ffmpeg.stdout.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (; rest.length >= size; rest = rest.subarray(size)) {
      const row = (WIDTH * CLOCK_ROWS) / 2
      const time = clockOf(WIDTH, (column) => rest[row + column]!)
      if (Date.now() < start) continue
      if (time === undefined) glass.unreadable += 1
      else glass.ages.push(ageOf(time))
    }
  })
  return new Promise((resolve, reject) => {
    ffmpeg.on('error', reject)
    ffmpeg.on('close', () => resolve(glass))
    setTimeout(() => ffmpeg.kill('SIGKILL'), settle + measure)
  })
}
