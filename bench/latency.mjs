// Join to first picture (state code 2003) and glass to glass of the preview's live-player, both modes, one run: pusher, relay and
// player on loopback, 360x640 at 30 fps with sound. The pusher stamps its pictures with the time, the player's are read back.
import { build } from 'esbuild'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const SUPPORT = path.resolve('preview/test/support/media')
const SUBJECTS = {
  'lianmai-rtc': { mode: 'RTC' },
  'lianmai-live': { mode: 'live', minCache: 0.2, maxCache: 0.5 },
  'lianmai-live-default': { mode: 'live', minCache: 1, maxCache: 3 },
}

/** The measuring code is the preview tests' own; bundled, because it is TypeScript. */
async function lab() {
  const outfile = path.resolve('node_modules/.cache/lianmai-bench/latency.cjs')
  mkdirSync(path.dirname(outfile), { recursive: true })
  await build({
    stdin: {
      contents: `export * from './media-site'; export * from './latency'; export * from './lab-browser'`,
      resolveDir: SUPPORT,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@lianmai/flv': path.resolve('flv/src/index.ts') },
    define: { __dirname: JSON.stringify(SUPPORT) },
  })
  return createRequire(outfile)(outfile)
}

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))])
}

/** @param args `joins=10 seconds=8` */
export async function run(args = []) {
  const { joins = 10, seconds = 8 } = Object.fromEntries(args.map((arg) => arg.split('=')))
  const { startMediaSite, startBrowser, openLab, measureLatency } = await lab()
  const site = await startMediaSite()
  const browser = await startBrowser()
  const result = {}
  for (const [name, attributes] of Object.entries(SUBJECTS)) {
    // A page of its own for each: nothing of the one before is left running.
    const { page } = await openLab(browser, site.origin)
    const url = `${site.rtmp}/live/${name}`
    const options = { url, media: site.mapped, attributes, joins: Number(joins), seconds: Number(seconds) }
    const { joins: times, glass, unreadable } = await measureLatency(page, options)
    result[name] = {
      p50: quantile(glass, 0.5),
      p95: quantile(glass, 0.95),
      joinMedian: quantile(times, 0.5),
      joins: times.length,
      pictures: glass.length,
      unreadable,
    }
    await page.close()
  }
  await browser.close()
  await site.close()
  return result
}
