/** What a person allows, has and does: permissions, no camera, muting, interruptions, commands, a browser without sound. */
import type { Browser, Page } from 'playwright-core'
import { openLab, startBrowser } from './support/media/lab-browser'
import { startMediaSite, type MediaSite } from './support/media/media-site'

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
  ;({ page, failures } = await openLab(browser, site.origin))
}, 30_000)

afterEach(async () => {
  await page.close()
  expect(failures).toEqual([])
})

/** A pusher `one` that pushes `name` by itself; `permissions` are what the phone allows. */
async function push(on: Page, name: string, attributes: object = {}, permissions: object = {}): Promise<void> {
  await on.evaluate(
    ([url, settings, extra, allowed]) => {
      const env = lab.phone(settings)
      Object.assign(env.permissions, allowed)
      pushers['one'] = lab.pusher(env, { url, autopush: true, ...extra })
    },
    [`${site.rtmp}/live/${name}`, site.mapped, attributes, permissions] as const,
  )
}

async function play(on: Page, name: string, attributes: object = {}): Promise<void> {
  await on.evaluate(
    ([src, settings, extra]) => void (players['one'] = lab.player(lab.phone(settings), { src, ...extra })),
    [`${site.rtmp}/live/${name}`, site.mapped, attributes] as const,
  )
}

const pusherCodes = (): Promise<readonly number[]> => page.evaluate(() => pushers['one']!.engine.codes)

test('camera refused: 10001 both ways, sound alone goes out; allowed again, pictures follow', async () => {
  await push(page, 'deaf', {}, { 'scope.camera': 'deny' })
  await page.waitForFunction(() => pushers['one']!.engine.netStatus)
  expect(await pusherCodes()).toEqual(expect.arrayContaining([10001, 2027, 1001, 1002]))
  const seen = await page.evaluate(() => ({
    errors: pushers['one']!.events.filter(({ type }) => type === 'error').map(({ detail }) => detail['errCode']),
    status: pushers['one']!.engine.netStatus!,
    notice: pushers['one']!.engine.view.said,
  }))
  expect(seen).toMatchObject({
    errors: [10001],
    status: { videoWidth: 0, videoFPS: 0 },
    notice: 'Camera permission denied',
  })
  await play(page, 'deaf')
  await page.waitForFunction(() => players['one']!.engine.audioLevel > 0.01)
  expect(await page.evaluate(() => players['one']!.engine.codes)).not.toContain(2003)
  await page.evaluate(() => {
    const { env } = pushers['one']!
    env.set('permissions', { ...env.permissions, 'scope.camera': 'allow' })
  })
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2003))
  expect(await page.evaluate(() => pushers['one']!.engine.view.said)).toBe('')
}, 60_000)

test('camera and microphone refused: nothing is pushed and start fails', async () => {
  await push(page, 'nothing', { autopush: false }, { 'scope.camera': 'deny', 'scope.record': 'deny' })
  const answer = await page.evaluate(() => lab.call(pushers['one']!.context['start']))
  expect(answer['errMsg']).toMatch(/^operateLivePusher:fail .*camera/)
  expect(await pusherCodes()).toEqual([10001, 10002])
  expect(await page.evaluate(() => pushers['one']!.engine.state)).toBe('failed')
}, 60_000)

test('without camera and microphone a moving test card and a beep go out, and the tag says so', async () => {
  const bare = await startBrowser({ camera: false })
  try {
    const { page: other } = await openLab(bare, site.origin)
    await push(other, 'card')
    await play(other, 'card')
    await other.waitForFunction(() => players['one']!.engine.codes.includes(2003))
    expect(await other.evaluate(() => pushers['one']!.el.textContent)).toBe('Test card: no camera found')
    const before = await other.evaluate(() => lab.pictureHash(players['one']!.engine.picture()))
    await other.waitForFunction((hash) => lab.pictureHash(players['one']!.engine.picture()) !== hash, before)
    await other.waitForFunction(() => players['one']!.engine.audioLevel > 0.005)
  } finally {
    await bare.close()
  }
}, 60_000)

test('muted by attribute, by a call and by pause: silence goes out, and comes back', async () => {
  await push(page, 'mute')
  const loud = (): Promise<unknown> => page.waitForFunction(() => pushers['one']!.engine.audioLevel > 0.01)
  const silent = (): Promise<unknown> => page.waitForFunction(() => pushers['one']!.engine.audioLevel === 0)
  await loud()
  await page.evaluate(() => pushers['one']!.engine.set('enableMic', false))
  await silent()
  await page.evaluate(() => pushers['one']!.engine.set('enableMic', true))
  await loud()
  await page.evaluate(() => pushers['one']!.env.set('audioInterrupted', true))
  await silent()
  expect((await pusherCodes()).at(-1)).toBe(5001)
  await page.evaluate(() => pushers['one']!.env.set('audioInterrupted', false))
  await loud()
  await page.evaluate(() => lab.call(pushers['one']!.context['pause']))
  await silent()
  await page.evaluate(() => lab.call(pushers['one']!.context['resume']))
  await loud()
}, 60_000)

test('an attribute that changes size or mode keeps the connection, and players follow', async () => {
  await push(page, 'resize', { mode: 'SD' })
  await play(page, 'resize')
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2003))
  await page.evaluate(() => pushers['one']!.engine.set('orientation', 'horizontal'))
  await page.waitForFunction(() => players['one']!.engine.picture()!.width === 640)
  expect(await pusherCodes()).toContain(1005)
  expect((await pusherCodes()).filter((code) => code === 1001)).toHaveLength(1)
}, 60_000)

test('camera off sends black pictures, so that players go on', async () => {
  await push(page, 'dark')
  await play(page, 'dark', { minCache: 0.2, maxCache: 0.5 })
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2003))
  await page.evaluate(() => pushers['one']!.engine.set('enableCamera', false))
  await page.waitForFunction(() => {
    const shown = players['one']!.engine.picture()!
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d')!
    context.drawImage(shown.source, 0, 0, 1, 1)
    return context
      .getImageData(0, 0, 1, 1)
      .data.slice(0, 3)
      .every((value) => value < 20)
  })
  expect(await page.evaluate(() => players['one']!.engine.state)).toBe('playing')
}, 60_000)

test('commands answer as the platform does: snapshots, torch, preview, full screen', async () => {
  await push(page, 'commands', { autopush: false })
  const answers = await page.evaluate(async () => {
    const { context } = pushers['one']!
    const early = await lab.call(context['snapshot'])
    const preview = await lab.call(context['startPreview'])
    const start = await lab.call(context['start'])
    await new Promise<void>((resolve) => {
      const wait = setInterval(() => {
        if (!pushers['one']!.engine.codes.includes(1009)) return
        clearInterval(wait)
        resolve()
      }, 20)
    })
    const snapshot = await lab.call(context['snapshot'])
    const small = await lab.call(context['snapshot'], { quality: 'compressed' })
    const torch = await lab.call(context['toggleTorch'])
    const stop = await lab.call(context['stop'])
    return { early, preview, start, snapshot, small, torch, stop }
  })
  expect(answers.early['errMsg']).toBe('operateLivePusher:fail no picture yet')
  expect([answers.preview, answers.start, answers.stop].map((answer) => answer['errMsg'])).toEqual(
    Array(3).fill('operateLivePusher:ok'),
  )
  expect(answers.snapshot).toMatchObject({ width: 360, height: 640, tempImagePath: expect.stringMatching(/^blob:/) })
  expect(answers.small).toMatchObject({ width: 180, height: 320 })
  expect(answers.torch['errMsg']).toBe('operateLivePusher:fail toggleTorch is not supported in the preview')
  await play(page, 'commands')
  const screen = await page.evaluate(async () => {
    const { context, events, el } = players['one']!
    await lab.call(context['requestFullScreen'], { direction: 90 })
    const during = el.style.position
    await lab.call(context['exitFullScreen'])
    return { during, after: el.style.position, events: events.filter(({ type }) => type === 'fullscreenchange') }
  })
  expect(screen).toMatchObject({
    during: 'fixed',
    after: 'relative',
    events: [
      { detail: { fullScreen: true, direction: 'horizontal' } },
      { detail: { fullScreen: false, direction: 'vertical' } },
    ],
  })
}, 60_000)

test('simulated URLs need no server: codes, pictures and figures of both tags', async () => {
  await page.evaluate((settings) => {
    const env = lab.phone(settings)
    pushers['one'] = lab.pusher(env, { url: 'simulated:me', autopush: true })
    players['one'] = lab.player(env, { src: 'simulated:ann?name=Ann&hue=200' })
  }, site.mapped)
  await page.waitForFunction(() => pushers['one']!.engine.netStatus && players['one']!.engine.netStatus)
  const seen = await page.evaluate(() => ({
    pushed: pushers['one']!.engine.codes.filter((code) => [1001, 1002, 1009].includes(code)),
    played: players['one']!.engine.codes,
    fps: [pushers['one']!.engine.netStatus!.videoFPS, players['one']!.engine.netStatus!.videoFPS],
    sound: players['one']!.engine.netStatus!.audioBitrate,
  }))
  expect(seen.pushed).toEqual([1001, 1002, 1009])
  expect(seen.played).toEqual([2001, 2002, 2009, 2003, 2004])
  expect(Math.min(...seen.fps)).toBeGreaterThan(5)
  // Whoever has no camera on is judged by the sound alone.
  expect(seen.sound).toBeGreaterThan(0)
  expect(site.relay.streams()).toEqual([])
}, 60_000)

test('a src that is no stream fails at once, on the tag and by codes', async () => {
  await page.evaluate(
    (settings) => void (players['one'] = lab.player(lab.phone(settings), { src: 'ftp://a/b' })),
    site.mapped,
  )
  const seen = await page.evaluate(() => ({
    codes: players['one']!.engine.codes,
    notice: players['one']!.engine.view.said,
  }))
  expect(seen.codes).toEqual([3002, -2301])
  expect(seen.notice).toContain('rtmp')
}, 60_000)

test('where the browser wants a gesture first, pictures play silently and a tap brings the sound', async () => {
  const strict = await startBrowser({ sound: false })
  try {
    await push(page, 'gesture')
    const other = await strict.newPage()
    // Playwright's evaluate counts as a gesture, so the page starts its player and tells of its first picture by itself.
    await other.addInitScript(
      ([src, settings]) =>
        addEventListener('load', () => {
          players['one'] = lab.player(lab.phone(settings), { src })
          const wait = setInterval(() => {
            if (!players['one']!.engine.codes.includes(2004)) return
            clearInterval(wait)
            console.log('playing')
          }, 50)
        }),
      [`${site.rtmp}/live/gesture`, site.mapped] as const,
    )
    await Promise.all([
      other.waitForEvent('console', (message) => message.text() === 'playing'),
      other.goto(site.origin),
    ])
    expect(await other.evaluate(() => players['one']!.el.querySelector('video')!.muted)).toBe(true)
    const button = other.getByRole('button', { name: 'Tap for sound' })
    await button.click()
    await other.waitForFunction(() => !players['one']!.el.querySelector('video')!.muted)
    expect(await button.count()).toBe(0)
  } finally {
    await strict.close()
  }
}, 60_000)

test('background music goes out while the voice is muted, with its events; a file that is none says so', async () => {
  await push(page, 'music', { enableMic: false })
  await page.waitForFunction(() => pushers['one']!.engine.netStatus)
  expect(await page.evaluate(() => pushers['one']!.engine.audioLevel)).toBe(0)
  const answers = await page.evaluate(async () => {
    const { context } = pushers['one']!
    const early = await lab.call(context['pauseBGM'])
    const missing = await lab.call(context['playBGM'], { url: '/nowhere.mp3' })
    const loud = await lab.call(context['setBGMVolume'], { volume: 2 })
    const play = await lab.call(context['playBGM'], { url: lab.tone(1.5) })
    return { early, missing, loud, play }
  })
  expect(answers.early['errMsg']).toBe('operateLivePusher:fail no BGM is playing')
  expect(answers.missing['errMsg']).toMatch(/^operateLivePusher:fail playBGM: /)
  expect(await pusherCodes()).toContain(10003)
  expect(answers.loud['errMsg']).toBe('operateLivePusher:fail volume must be 0.0 to 1.0')
  expect(answers.play['errMsg']).toBe('operateLivePusher:ok')
  await page.waitForFunction(() => pushers['one']!.engine.audioLevel > 0.05)
  await page.waitForFunction(() => pushers['one']!.events.some(({ type }) => type === 'bgmcomplete'))
  const told = await page.evaluate(() => pushers['one']!.events.filter(({ type }) => type.startsWith('bgm')))
  expect(told.map(({ type }) => type)).toEqual(['bgmstart', 'bgmprogress', 'bgmprogress', 'bgmprogress', 'bgmcomplete'])
  expect(told[3]!.detail).toEqual({ progress: 1500, duration: 1500 })
}, 60_000)

test('a message travels within the pictures, zoom crops them, effects keep the sound', async () => {
  await push(page, 'message', { filter: 'nostalgia', beauty: 5, voiceChangerType: 1, audioReverbType: 2 })
  await play(page, 'message', { mode: 'RTC', enableRecvMessage: true })
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2004))
  const answers = await page.evaluate(async () => {
    const { context } = pushers['one']!
    const sent = await lab.call(context['sendMessage'], { msg: '连麦 hello' })
    const empty = await lab.call(context['sendMessage'], {})
    const max = await lab.call(context['getMaxZoom'])
    const zoom = await lab.call(context['setZoom'], { zoom: 2 })
    const far = await lab.call(context['setZoom'], { zoom: 9 })
    return { sent, empty, max, zoom, far }
  })
  expect(answers).toMatchObject({
    sent: { errMsg: 'operateLivePusher:ok' },
    empty: { errMsg: 'operateLivePusher:fail msg must be 1 to 2048 bytes long' },
    max: { maxZoom: 5 },
    zoom: { errMsg: 'operateLivePusher:ok' },
    far: { errMsg: 'operateLivePusher:fail zoom must be 1 to 5' },
  })
  await page.waitForFunction(() => players['one']!.engine.codes.includes(2012))
  const message = await page.evaluate(
    () => players['one']!.events.find(({ detail }) => detail['code'] === 2012)!.detail,
  )
  expect(message).toEqual({ code: 2012, message: '连麦 hello' })
  await page.waitForFunction(() => players['one']!.engine.audioLevel > 0.005)
}, 60_000)

test('a browser without what is needed: the tag names it, nothing is raised that could be retried', async () => {
  const other = await browser.newPage()
  await other.addInitScript(() => {
    for (const name of ['VideoEncoder', 'MediaStreamTrackProcessor', 'VideoDecoder', 'MediaSource'])
      Reflect.deleteProperty(globalThis, name)
  })
  await other.goto(site.origin)
  await push(other, 'firefox', { autopush: false })
  await play(other, 'firefox')
  const seen = await other.evaluate(async () => ({
    start: await lab.call(pushers['one']!.context['start']),
    tags: [pushers['one']!.el.textContent, players['one']!.el.textContent],
    codes: players['one']!.engine.codes,
  }))
  expect(seen.start['errMsg']).toBe(
    'operateLivePusher:fail this browser cannot push, it lacks VideoEncoder, MediaStreamTrackProcessor: use Chrome or Edge',
  )
  expect(seen.tags).toEqual([
    'This browser lacks: VideoEncoder, MediaStreamTrackProcessor',
    'This browser lacks: MediaSource',
  ])
  expect(seen.codes).toEqual([3002, -2301])
  await other.close()
}, 60_000)

test('a covered player pauses, or goes on in picture-in-picture where the page asked for it and the browser allows it', async () => {
  const answers = await page.evaluate(async (settings) => {
    const { engine, events, context } = lab.player(lab.phone(settings), { src: 'simulated:ann' })
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await until(() => engine.state === 'playing')
    engine.cover.pageShown(false)
    const paused = engine.state
    engine.cover.pageShown(true)
    await until(() => engine.state === 'playing')
    const refused = await lab.call(context['exitPictureInPicture'])
    let inside: HTMLVideoElement | undefined
    HTMLVideoElement.prototype.requestPictureInPicture = function () {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- which element it was is the question
      inside = this
      return Promise.resolve({} as PictureInPictureWindow)
    }
    document.exitPictureInPicture = () => {
      inside?.dispatchEvent(new Event('leavepictureinpicture'))
      return Promise.resolve()
    }
    engine.set('pictureInPictureMode', ['push', 'pop'])
    engine.cover.pageShown(false)
    await until(() => events.some(({ type }) => type === 'enterpictureinpicture'))
    const floating = engine.state
    const exit = await lab.call(context['exitPictureInPicture'])
    const after = engine.state
    return {
      paused,
      refused,
      floating,
      exit,
      after,
      left: events.filter(({ type }) => type === 'leavepictureinpicture').length,
    }
  }, site.mapped)
  expect(answers).toMatchObject({
    paused: 'paused',
    refused: { errMsg: 'operateLivePlayer:fail not in picture-in-picture' },
    floating: 'playing',
    exit: { errMsg: 'operateLivePlayer:ok' },
    after: 'paused',
    left: 1,
  })
}, 60_000)
