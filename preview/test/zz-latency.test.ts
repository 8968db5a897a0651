import type { Browser } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { startMediaSite, type MediaSite } from './support/media/media-site'
let site: MediaSite
let browser: Browser
beforeAll(async () => { ;[site, browser] = await Promise.all([startMediaSite(), startBrowser()]) }, 60_000)
afterAll(async () => { await browser.close(); await site.close() })
test.each([['RTC', {}], ['live', { minCache: 0.2, maxCache: 0.5 }], ['live', { minCache: 1, maxCache: 3 }]])('latency %s %j', async (mode, extra) => {
  const { page, failures } = await openLab(browser, site.origin)
  const out = await page.evaluate(async ([url, settings, mode, extra]) => {
    const env = lab.phone(settings as never)
    pushers['one'] = lab.pusher(env, { url: url as string, autopush: true, fps: 30, mode: 'RTC', maxBitrate: 800 }, true)
    const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms))
    while (!pushers['one']!.engine.codes.includes(1009)) await sleep(20)
    await sleep(2500)
    const joins: number[] = []
    let p!: ReturnType<typeof lab.player>
    for (let i = 0; i < 10; i++) {
      const t = performance.now()
      p = lab.player(env, { src: url as string, mode: mode as string, ...(extra as object) })
      while (!p.engine.codes.includes(2003)) await sleep(2)
      joins.push(Math.round(performance.now() - t))
      if (i < 9) { p.engine.destroy(); p.el.remove() }
      await sleep(200)
    }
    await sleep(4000)
    const lat: number[] = []
    const end = performance.now() + 8000
    let bad = 0
    await new Promise<void>((done) => {
      const step = () => {
        const l = lab.readClock(p.engine.picture())
        if (l === undefined) bad++; else lat.push(l)
        if (performance.now() < end) requestAnimationFrame(step); else done()
      }
      requestAnimationFrame(step)
    })
    lat.sort((a, b) => a - b); joins.sort((a, b) => a - b)
    return { joins, joinMedian: joins[5], p50: lat[lat.length >> 1], p95: lat[Math.floor(lat.length * 0.95)], n: lat.length, bad, ns: p.engine.netStatus, codes: p.engine.codes, push: pushers['one']!.engine.netStatus }
  }, [`${site.rtmp}/live/lat${Math.random()}`, site.mapped, mode, extra] as const)
  console.log(mode, JSON.stringify(out))
  expect(failures).toEqual([])
  await page.close()
}, 90_000)
