// Glass to glass of one stream in the preview's live-player (both modes) and in ffmpeg, read off all of them at the same time; join to
// first picture (state code 2003) of each mode, and by how much its picture comes before its sound. Loopback, 640x360 at 30 fps with sound: the pusher stamps its pictures with the time.
import { loadTypeScript } from './lib/bundle.mjs'

const PLAYERS = {
  'lianmai-rtc': { mode: 'RTC' },
  'lianmai-live': { mode: 'live', minCache: 0.2, maxCache: 0.5 },
}
/** A join into a picture group may take seconds to settle; it is not what this measures. */
const SETTLE = 6000
const CLAPS = 9

/** The measuring code is the preview tests' own. */
const lab = () =>
  loadTypeScript(
    'latency',
    'preview/test/support/media',
    `export * from './media-site'; export * from './latency'; export * from './lab-browser'`,
  )

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))])
}

const figures = ({ ages, unreadable }) => ({
  p50: quantile(ages, 0.5),
  p95: quantile(ages, 0.95),
  pictures: ages.length,
  unreadable,
})

/** @param args `joins=10 seconds=8` */
export async function run(args = []) {
  const { joins = 10, seconds = 8 } = Object.fromEntries(args.map((arg) => arg.split('=')))
  const { startMediaSite, startBrowser, openLab, pushClock, measureJoins, ...watchers } = await lab()
  const { watchGlass, watchFfmpeg, watchSync } = watchers
  const site = await startMediaSite()
  const browser = await startBrowser({ camera: false })
  const stream = { url: `${site.rtmp}/live/clock`, media: site.mapped }
  const watch = { settle: SETTLE, measure: Number(seconds) * 1000 }
  await pushClock((await openLab(browser, site.origin)).page, stream)
  // A page of its own for each: none waits for another's decoder.
  const watched = []
  for (const [name, attributes] of Object.entries(PLAYERS)) {
    const { page } = await openLab(browser, site.origin)
    const times = await measureJoins(page, stream, attributes, Number(joins))
    watched.push({ name, page, join: quantile(times, 0.5) })
  }
  const [ffmpeg, ...glass] = await Promise.all([
    watchFfmpeg(`${site.origin}/live/clock.flv`, watch),
    ...watched.map(({ page }) => watchGlass(page, watch)),
  ])
  // One after the other: reading both at once costs more than playing them.
  const rows = []
  for (const [i, { name, page, join }] of watched.entries())
    rows.push([name, { ...figures(glass[i]), join, sync: quantile(await watchSync(page, CLAPS), 0.5) }])
  await browser.close()
  await site.close()
  return { ...Object.fromEntries(rows), ffmpeg: figures(ffmpeg) }
}
