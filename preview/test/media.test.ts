/** The two live tags in a real browser against the real relay: what one pushes the other shows, with the platform's codes. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { startTabs } from './support/media/tabs'
import { startMediaSite, type MediaSite } from './support/media/media-site'

const run = promisify(execFile)
let site: MediaSite
let browser: Browser
let page: Page
let failures: string[]

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startMediaSite(), startBrowser()])
}, 60_000)

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  site.verdict = () => ({ ok: true })
  ;({ page, failures } = await openLab(browser, site.origin))
}, 30_000)

afterEach(async () => {
  await page.close()
  expect(failures).toEqual([])
})

/** Starts pusher and player `one` of one stream, and waits for the first picture. */
async function pushAndPlay(name: string, attributes: object = {}, media: object = site.mapped): Promise<void> {
  await page.evaluate(
    ([url, settings, extra]) => {
      const env = lab.phone(settings as never)
      pushers['one'] = lab.pusher(env, { url, autopush: true, ...extra })
      players['one'] = lab.player(lab.phone(settings as never), { src: url, minCache: 0.2, maxCache: 0.6 })
    },
    [`${site.rtmp}/live/${name}`, media, attributes] as const,
  )
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2004))
}

test('a push is played: codes in order, moving pictures, sound, real figures', async () => {
  await pushAndPlay('story')
  await page.waitForFunction(() => pushers['one']!.engine.netStatus && players['one']!.engine.netStatus)
  await page.waitForFunction(() => players['one']!.engine.audioLevel > 0.01)
  const before = await page.evaluate(() => lab.pictureHash(players['one']!.engine.picture()))
  await page.waitForFunction((hash) => lab.pictureHash(players['one']!.engine.picture()) !== hash, before)
  await page.waitForFunction(() => players['one']!.events.filter(({ type }) => type === 'netstatus').length >= 2)
  const seen = await page.evaluate(() => ({
    pushed: pushers['one']!.engine.codes,
    played: players['one']!.engine.codes,
    out: pushers['one']!.engine.netStatus!,
    in: players['one']!.engine.netStatus!,
    volumes: players['one']!.events.filter(({ type }) => type === 'audiovolumenotify').map(
      ({ detail }) => detail['volume'],
    ),
  }))
  expect(seen.pushed.filter((code) => ![1007, 2027, 1008].includes(code))).toEqual([1003, 1001, 1002, 1009])
  expect(seen.pushed).toEqual(expect.arrayContaining([1007, 2027, 1008]))
  expect(seen.played.filter((code) => ![2026, 2008, 2034].includes(code)).slice(0, 5)).toEqual([
    2001, 2002, 2009, 2003, 2004,
  ])
  expect(seen.out).toMatchObject({ videoWidth: 360, videoHeight: 640 })
  expect(seen.in).toMatchObject({ videoWidth: 360, videoHeight: 640 })
  for (const status of [seen.out, seen.in]) {
    expect(status.videoFPS).toBeGreaterThan(10)
    expect(status.videoBitrate).toBeGreaterThan(20)
    expect(status.audioBitrate).toBeGreaterThan(5)
    expect(status.netSpeed).toBeGreaterThan(status.videoBitrate)
  }
  expect(Math.max(...(seen.volumes as number[]))).toBeGreaterThan(20)
}, 60_000)

test('ffprobe finds H.264 and AAC on the RTMP side', async () => {
  await pushAndPlay('probe')
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=codec_name,width,height,sample_rate,profile', '-of', 'json'],
    `${site.rtmp}/live/probe`,
  ])
  const streams = (JSON.parse(stdout) as { streams: object[] }).streams
  expect(streams).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ codec_name: 'h264', width: 360, height: 640, profile: 'Constrained Baseline' }),
      expect.objectContaining({ codec_name: 'aac', sample_rate: '48000', profile: 'LC' }),
    ]),
  )
}, 60_000)

test('a publisher that is cut comes back by itself, and so does its player', async () => {
  await pushAndPlay('cut')
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2026))
  const before = await page.evaluate(() => [pushers['one']!.engine.codes.length, players['one']!.engine.codes.length])
  expect(site.relay.kick('live', 'cut')).toBe(true)
  await page.waitForFunction((count) => players['one']!.engine.codes.slice(count).includes(2004), before[1])
  const [pushed, played] = await page.evaluate(
    ([one, two]) => [pushers['one']!.engine.codes.slice(one), players['one']!.engine.codes.slice(two)],
    before,
  )
  expect(pushed!.slice(0, 5)).toEqual([3004, 1102, 1001, 1002, 1009])
  expect(played!.slice(0, 3)).toEqual([3005, 2103, 2001])
}, 60_000)

test('without network nothing flows and tries fail; back in time, both go on', async () => {
  await pushAndPlay('offline')
  await page.evaluate(() => {
    pushers['one']!.env.set('network', 'offline')
    players['one']!.env.set('network', 'offline')
  })
  await page.waitForFunction(
    () => pushers['one']!.engine.codes.includes(3002) && players['one']!.engine.codes.includes(3002),
  )
  expect(site.relay.streams().find(({ name }) => name === 'offline')).toBeUndefined()
  const count = await page.evaluate(() => players['one']!.engine.codes.length)
  await page.evaluate(() => {
    pushers['one']!.env.set('network', 'online')
    players['one']!.env.set('network', 'online')
  })
  await page.waitForFunction((from) => players['one']!.engine.codes.slice(from).includes(2004), count)
  const [pushed, played] = await page.evaluate(() => [pushers['one']!.engine.codes, players['one']!.engine.codes])
  expect(pushed).not.toContain(-1307)
  expect(played).not.toContain(-2301)
}, 60_000)

test('in the background both are suspended and their methods refused; in front again they go on', async () => {
  await pushAndPlay('background')
  const refusals = await page.evaluate(async () => {
    pushers['one']!.env.set('foreground', false)
    players['one']!.env.set('foreground', false)
    return Promise.all([lab.call(pushers['one']!.context['stop']), lab.call(players['one']!.context['stop'])])
  })
  expect(refusals).toEqual([expect.objectContaining({ errno: 102 }), expect.objectContaining({ errno: 102 })])
  const codes = await page.evaluate(() => [pushers['one']!.engine.codes.at(-1), players['one']!.engine.codes.at(-1)])
  expect(codes).toEqual([5000, 6000])
  await page.evaluate(() => {
    pushers['one']!.env.set('foreground', true)
    players['one']!.env.set('foreground', true)
  })
  await page.waitForFunction(() => players['one']!.engine.codes.filter((code) => code === 2004).length >= 2)
  expect(await page.evaluate(() => players['one']!.engine.state)).toBe('playing')
}, 60_000)

test('the bridge pushes and plays the same URLs where no map is given, RTMP and HTTP-FLV', async () => {
  await pushAndPlay('bridged', {}, site.bridged)
  await page.evaluate(([src, settings]) => void (players['flv'] = lab.player(lab.phone(settings), { src })), [
    `${site.origin}/live/bridged.flv`,
    site.bridged,
  ] as const)
  await page.waitForFunction(() => players['flv']!.engine.codes.includes(2003))
  expect(site.relay.streams().find(({ name }) => name === 'bridged')?.protocol).toBe('rtmp')
}, 60_000)

test('a stream without sound is played', async () => {
  const ffmpeg = execFile('ffmpeg', [
    ...['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=20', '-an', '-c:v', 'libx264'],
    ...[
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '20',
      '-pix_fmt',
      'yuv420p',
      '-f',
      'flv',
      `${site.rtmp}/live/silent`,
    ],
  ])
  try {
    await page.evaluate(([src, settings]) => void (players['one'] = lab.player(lab.phone(settings), { src })), [
      `${site.rtmp}/live/silent`,
      site.mapped,
    ] as const)
    await page.waitForFunction(() => players['one']!.engine.codes.includes(2004))
    expect(await page.evaluate(() => players['one']!.engine.picture()!.width)).toBe(320)
    expect(await page.evaluate(() => players['one']!.engine.codes)).not.toContain(2026)
  } finally {
    ffmpeg.kill()
  }
}, 60_000)

test('twelve players of one page all play', async () => {
  await pushAndPlay('twelve', { videoWidth: 180, videoHeight: 320 })
  await page.evaluate(
    ([src, settings]) => {
      for (let i = 0; i < 12; i++) players[`p${i}`] = lab.player(lab.phone(settings), { src, muted: true })
    },
    [`${site.rtmp}/live/twelve`, site.mapped] as const,
  )
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => engine.codes.includes(2003)))
  await page.waitForFunction(() => Object.values(players).every(({ engine }) => (engine.netStatus?.videoFPS ?? 0) > 5))
  expect(site.relay.streams().find(({ name }) => name === 'twelve')?.viewers).toBe(13)
}, 60_000)

test('off screen nothing is decoded, on screen again the picture is of now; paused and muted ones cost nothing', async () => {
  await pushAndPlay('unseen', { videoWidth: 180, videoHeight: 320 })
  await page.evaluate(
    ([src, settings]) => {
      const decoder = VideoDecoder.prototype
      const native = Object.getOwnPropertyDescriptor(decoder, 'decode')!.value as VideoDecoder['decode']
      Object.assign(globalThis, { decoded: 0 })
      decoder.decode = function (chunk) {
        Object.assign(globalThis, { decoded: Number(Reflect.get(globalThis, 'decoded')) + 1 })
        native.call(this, chunk)
      }
      players['rtc'] = lab.player(lab.phone(settings), { src, mode: 'RTC', muted: true })
      players['live'] = lab.player(lab.phone(settings), { src, muted: true, minCache: 0.2, maxCache: 0.6 })
    },
    [`${site.rtmp}/live/unseen`, site.mapped] as const,
  )
  const both = ['rtc', 'live'] as const
  await page.waitForFunction((names) => names.every((name) => players[name]!.engine.codes.includes(2004)), both)
  await page.evaluate((names) => names.forEach((name) => (players[name]!.el.style.marginTop = '5000px')), both)
  await page.waitForFunction(() => players['live']!.el.querySelector('video')!.paused)
  const counted = () => page.evaluate(() => Number(Reflect.get(globalThis, 'decoded')))
  const before = await counted()
  await page.waitForFunction(
    (from) => players['rtc']!.events.slice(from).filter(({ type }) => type === 'netstatus').length >= 2,
    await page.evaluate(() => players['rtc']!.events.length),
  )
  expect((await counted()) - before).toBeLessThan(3)
  const off = await page.evaluate((names) => names.map((name) => players[name]!.engine.netStatus!.videoFPS), both)
  expect(await page.evaluate((names) => names.map((name) => players[name]!.engine.codes.at(-1)), both)).not.toContain(
    2007,
  )
  // They come all the same: pages would take 0 for a frozen stream.
  for (const fps of off) expect(fps).toBeGreaterThan(5)
  await page.evaluate((names) => names.forEach((name) => (players[name]!.el.style.marginTop = '0')), both)
  await page.waitForFunction((count) => Number(Reflect.get(globalThis, 'decoded')) > count + 10, before)
  const hashes = await page.evaluate(
    (names) => names.map((name) => lab.pictureHash(players[name]!.engine.picture())),
    both,
  )
  await page.waitForFunction(
    ([names, old]) => names.every((name, i) => lab.pictureHash(players[name]!.engine.picture()) !== old[i]),
    [both, hashes] as const,
  )
}, 60_000)

test('a weak network: the push is blocked and takes less, the player stands still and is told', async () => {
  await pushAndPlay('weak', { fps: 30 })
  await page.evaluate(() => {
    pushers['one']!.env.set('network', 'weak')
    players['one']!.env.set('network', 'weak')
  })
  await page.waitForFunction(() => pushers['one']!.engine.codes.includes(1101))
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2007))
  await page.waitForFunction(() => (pushers['one']!.engine.netStatus?.netQualityLevel ?? 0) >= 3)
  await page.evaluate(() => {
    pushers['one']!.env.set('network', 'online')
    players['one']!.env.set('network', 'online')
  })
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2105))
  await page.waitForFunction(() => players['one']!.engine.state === 'playing')
  expect(await page.evaluate(() => pushers['one']!.engine.codes)).toContain(1006)
}, 60_000)

test('capture goes on behind another tab, at the rate it had', async () => {
  const tabs = await startTabs()
  try {
    const tab = await tabs.open(site.origin)
    const settings = JSON.stringify(site.mapped)
    await tab.evaluate(`(async () => {
      pushers.one = lab.pusher(lab.phone(${settings}), { url: '${site.rtmp}/live/behind', autopush: true, fps: 15 })
      while (!pushers.one.engine.codes.includes(1009)) await new Promise((resolve) => setTimeout(resolve, 50))
    })()`)
    await tabs.open(`${site.origin}/other`)
    const behind = await tab.evaluate<{ hidden: boolean; timer: number; fps: number[] }>(`new Promise((resolve) => {
      const { events } = pushers.one
      const from = events.length
      let timer = 0
      setInterval(() => timer++, 20)
      const reports = () => events.slice(from).filter(({ type }) => type === 'netstatus')
      const channel = new Worker(URL.createObjectURL(new Blob(['setInterval(() => postMessage(0), 100)'])))
      channel.onmessage = () => {
        if (reports().length < 3) return
        resolve({ hidden: document.hidden, timer, fps: reports().slice(1).map(({ detail }) => detail.info.videoFPS) })
      }
    })`)
    expect(behind.hidden).toBe(true)
    // What a timer of the page would have managed in these six seconds: the browser really held it back.
    expect(behind.timer).toBeLessThan(60)
    for (const fps of behind.fps) expect(fps).toBeGreaterThan(8)
  } finally {
    await tabs.close()
  }
}, 60_000)
