/** `mode="RTC"`: WebCodecs to a canvas, in Chromium, against the real relay. */
import { spawn, type ChildProcess } from 'node:child_process'
import type { Browser, Page } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { measureLatency } from './support/media/latency'
import { startMediaSite, type MediaSite } from './support/media/media-site'

let site: MediaSite
let browser: Browser
let page: Page
let failures: string[]
let ffmpeg: ChildProcess | undefined

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startMediaSite(), startBrowser()])
}, 60_000)

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  ;({ page, failures } = await openLab(browser, site.origin))
})

afterEach(async () => {
  ffmpeg?.kill()
  ffmpeg = undefined
  await page.close()
  expect(failures).toEqual([])
})

async function pushAndPlay(name: string, attributes: object = {}): Promise<void> {
  await page.evaluate(
    ([url, settings, extra]) => {
      pushers['one'] = lab.pusher(lab.phone(settings), { url, autopush: true, ...extra })
      players['one'] = lab.player(lab.phone(settings), { src: url, mode: 'RTC' })
    },
    [`${site.rtmp}/live/${name}`, site.mapped, attributes] as const,
  )
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2004))
}

async function playFile(name: string, video: string[], audio: string[]): Promise<void> {
  const source = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=440']
  ffmpeg = spawn('ffmpeg', [
    ...['-v', 'error', ...source, ...video, '-g', '25', '-pix_fmt', 'yuv420p', ...audio, '-f', 'flv'],
    `${site.rtmp}/live/${name}`,
  ])
  await page.evaluate(
    ([src, settings]) => void (players['one'] = lab.player(lab.phone(settings), { src, mode: 'RTC' })),
    [`${site.rtmp}/live/${name}`, site.mapped] as const,
  )
}

test('codes in order, a canvas that moves, sound, figures', async () => {
  await pushAndPlay('rtc')
  await page.waitForFunction(() => players['one']!.engine.netStatus && players['one']!.engine.audioLevel > 0.01)
  const before = await page.evaluate(() => lab.pictureHash(players['one']!.engine.picture()))
  await page.waitForFunction((hash) => lab.pictureHash(players['one']!.engine.picture()) !== hash, before)
  await page.waitForFunction(() => (players['one']!.engine.netStatus?.videoFPS ?? 0) > 10)
  const seen = await page.evaluate(() => ({
    codes: players['one']!.engine.codes,
    canvas: players['one']!.el.querySelectorAll('canvas').length,
    videos: players['one']!.el.querySelectorAll('video').length,
    status: players['one']!.engine.netStatus,
  }))
  expect(seen.codes.filter((code) => [2001, 2002, 2009, 2003, 2004].includes(code)).slice(0, 5)).toEqual([
    2001, 2002, 2009, 2003, 2004,
  ])
  expect(seen.codes).toContain(2026)
  expect([seen.canvas, seen.videos]).toEqual([1, 0])
  expect(seen.status).toMatchObject({
    videoWidth: 360,
    videoHeight: 640,
    audioCache: expect.any(Number),
    avPlayInterval: expect.any(Number),
  })
}, 60_000)

test('another size in the middle of the stream is followed without an error', async () => {
  await pushAndPlay('rtc-size')
  await page.evaluate(() => pushers['one']!.engine.set('orientation', 'horizontal'))
  await page.waitForFunction(() => players['one']!.engine.picture()!.width === 640)
  const before = await page.evaluate(() => lab.pictureHash(players['one']!.engine.picture()))
  await page.waitForFunction((hash) => lab.pictureHash(players['one']!.engine.picture()) !== hash, before)
  expect(await page.evaluate(() => players['one']!.engine.codes)).not.toContain(2101)
}, 60_000)

test('live to RTC and back while playing: the picture stays, each way goes on', async () => {
  await pushAndPlay('rtc-switch')
  for (const mode of ['live', 'RTC']) {
    const count = await page.evaluate(() => players['one']!.engine.codes.length)
    await page.evaluate((next) => players['one']!.engine.set('mode', next), mode)
    await page.waitForFunction((from) => players['one']!.engine.codes.slice(from).includes(2004), count)
    const tag = await page.evaluate(() => players['one']!.el.firstElementChild!.localName)
    expect(tag).toBe(mode === 'RTC' ? 'canvas' : 'video')
  }
}, 60_000)

test('pictures in another order than they are sent (B-frames) are shown in time order', async () => {
  await playFile('rtc-b', ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-b_strategy', '0'], ['-c:a', 'aac'])
  await page.waitForFunction(
    () => players['one']!.engine.codes.includes(2004) && players['one']!.engine.audioLevel > 0.01,
  )
  await page.waitForFunction(() => (players['one']!.engine.netStatus?.videoFPS ?? 0) > 10)
  expect(await page.evaluate(() => players['one']!.engine.codes)).not.toContain(2101)
}, 60_000)

test('a stream without sound, and one whose codec cannot be decoded', async () => {
  await playFile('rtc-silent', ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'], ['-an'])
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2004))
  expect(await page.evaluate(() => players['one']!.engine.codes)).not.toContain(2026)
  ffmpeg?.kill()
  await playFile('rtc-flv1', ['-c:v', 'flv1'], ['-an'])
  await page.waitForFunction(() => players['one']!.engine.codes.includes(-2301))
  expect(await page.evaluate(() => players['one']!.engine.codes.filter((code) => code === 2103))).toHaveLength(3)
}, 60_000)

test('latency can be read off the glass, in both modes', async () => {
  for (const [i, attributes] of [{ mode: 'RTC' }, { mode: 'live', minCache: 0.2, maxCache: 0.5 }].entries()) {
    const url = `${site.rtmp}/live/clock${i}`
    const result = await measureLatency(page, { url, media: site.mapped, attributes, joins: 2, seconds: 1 })
    expect(result.joins).toHaveLength(2)
    expect(result.glass.length).toBeGreaterThan(10)
    expect(result.glass.length).toBeGreaterThan(result.unreadable)
    await page.evaluate(() => {
      players['clock']!.engine.destroy()
      pushers['clock']!.engine.destroy()
    })
  }
}, 90_000)
