/** `mode="RTC"`: WebCodecs to a canvas, in Chromium, against the real relay. */
import { spawn, type ChildProcess } from 'node:child_process'
import type { Browser, Page } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { measureJoins, pushClock, watchFfmpeg, watchGlass, watchSync } from './support/media/latency'
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
}, 30_000)

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

const TEST_PICTURE = { video: 'testsrc=size=320x240:rate=25', audio: 'sine=frequency=440' }

async function playFile(name: string, video: string[], audio: string[], made = TEST_PICTURE): Promise<void> {
  const source = ['-re', '-f', 'lavfi', '-i', made.video, '-f', 'lavfi', '-i', made.audio]
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

/** A white block steps to the right with each picture; once a second a flash below it and a beep start together. */
const CLAPPER = {
  video:
    "color=black:size=320x240:rate=25,drawbox=y=60:h=180:color=white:t=fill:enable='lt(mod(t,1),0.12)'[flash];" +
    "color=white:size=8x60:rate=25[block];[flash][block]overlay=x='mod(n,40)*8':eval=frame",
  audio: "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.12)':s=44100",
}

test('pictures in another order than they are sent (B-frames) are shown in time order, with their sound', async () => {
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-b_strategy', '0']
  await playFile('rtc-b', x264, ['-c:a', 'aac'], CLAPPER)
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2026) && players['one']!.engine.picture())
  const steps = await page.evaluate(async () => {
    const seen: number[] = []
    const context = new OffscreenCanvas(40, 1).getContext('2d', { willReadFrequently: true })!
    while (seen.length < 60) {
      await new Promise(requestAnimationFrame)
      const { source } = players['one']!.engine.picture()!
      context.drawImage(source, 0, 0, 320, 40, 0, 0, 40, 1)
      const row = context.getImageData(0, 0, 40, 1).data
      const block = Array.from({ length: 40 }, (_, i) => row[i * 4]!).findIndex((value) => value > 128)
      if (block !== seen.at(-1)) seen.push(block)
    }
    return seen.slice(1).map((block, i) => (block - seen[i]! + 40) % 40)
  })
  // A step back is a step of more than half the way round.
  expect(Math.max(...steps)).toBeLessThan(20)
  const apart = await watchSync(page, 3, 'one')
  // A flash belongs to the beep of its own second; by how much they are apart is the bench's matter.
  expect(apart.filter((ms) => Math.abs(ms) < 300)).toHaveLength(3)
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

test('latency and sync can be read off the glass, in both modes and in ffmpeg', async () => {
  const stream = { url: `${site.rtmp}/live/clock`, media: site.mapped }
  const watch = { settle: 0, measure: 4000 }
  await pushClock((await openLab(browser, site.origin)).page, stream)
  const [ffmpeg, rtc] = await Promise.all([
    watchFfmpeg(`${site.origin}/live/clock.flv`, watch),
    measureJoins(page, stream, { mode: 'RTC' }, 2).then(async (joins) => {
      expect(joins).toHaveLength(2)
      return watchGlass(page, watch)
    }),
  ])
  await measureJoins(page, stream, { mode: 'live', minCache: 0.2, maxCache: 0.5 }, 1)
  for (const glass of [ffmpeg, rtc, await watchGlass(page, watch)]) {
    expect(glass.ages.length).toBeGreaterThan(3)
    expect(glass.ages.length).toBeGreaterThan(glass.unreadable)
  }
}, 90_000)
