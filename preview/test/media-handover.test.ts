/** A pusher that has to restart, as the platform demands for another mode, is one and the same stream to those who watch. */
import type { Browser } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { startMediaSite, type MediaSite } from './support/media/media-site'

let site: MediaSite
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startMediaSite({ graceMs: 5000 }), startBrowser()])
}, 60_000)

afterAll(async () => {
  await browser.close()
  await site.close()
})

test('another mode, size and address: both kinds of player go on, on the connection they have', async () => {
  site.verdict = ({ query }) => ({ ok: true, turn: Number(query.get('n') ?? 0) })
  const { page, failures } = await openLab(browser, site.origin)
  await page.evaluate(
    ([src, settings]) => {
      pushers['one'] = lab.pusher(lab.phone(settings), { url: `${src}?n=1`, autopush: true, mode: 'HD' })
      players['live'] = lab.player(lab.phone(settings), { src, minCache: 0.2, maxCache: 0.6 })
      players['talk'] = lab.player(lab.phone(settings), { src, mode: 'RTC' })
    },
    [`${site.rtmp}/live/switch`, site.mapped] as const,
  )
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => engine.picture()?.width === 540))
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => engine.codes.includes(2026)))
  const [stream] = site.relay.streams()
  const counts = await page.evaluate(
    async ([src]) => {
      const { engine } = pushers['one']!
      engine.stop()
      engine.set('mode', 'RTC')
      engine.set('url', `${src}?n=2`)
      await engine.start()
      return Object.values(players).map(({ engine: { codes } }) => codes.length)
    },
    [`${site.rtmp}/live/switch`] as const,
  )
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => engine.picture()?.width === 360))
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => (engine.netStatus?.videoFPS ?? 0) > 5))
  const since = await page.evaluate(
    (from) => Object.values(players).map(({ engine: { codes } }, i) => codes.slice(from[i])),
    counts,
  )
  // Waiting, another size, standing still, playing: nothing about connections or decoders.
  for (const codes of since) expect(codes.filter((code) => ![2004, 2007, 2009, 2105].includes(code))).toEqual([])
  // Sound of another rate is another configuration in the middle of the stream.
  const heard = await page.evaluate(async () => {
    pushers['one']!.engine.set('audioQuality', 'low')
    return Object.values(players).map(({ engine: { codes } }) => codes.length)
  })
  const level = () =>
    page.waitForFunction(() => Object.values(players).every(({ engine }) => engine.audioLevel > 0.005))
  // `live` goes on with another decoder; `RTC` may not even stand still.
  await page.waitForFunction((from) => players['live']!.engine.codes.slice(from).includes(2004), heard[0])
  await level()
  const after = await page.evaluate(
    (from) => Object.values(players).map(({ engine: { codes } }, i) => codes.slice(from[i])),
    heard,
  )
  for (const codes of after) expect(codes.filter((code) => [2101, 2102, 2103, 3005, -2301].includes(code))).toEqual([])
  expect(site.relay.streams()).toEqual([stream])
  expect(stream?.viewers).toBe(2)
  expect(failures).toEqual([])
  await page.close()
}, 60_000)
