/**
 * The whole story in a real browser with real media: `npm run demo`, two phones, fake camera, ffmpeg as a native client.
 * The tests are chapters of one story and run in order.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { startDemo, type Demo } from '../support/demo'
import { eventually } from '../support/eventually'
import { Phone } from '../support/phone'

const FFMPEG = process.env.FFMPEG ?? 'ffmpeg'

let demo: Demo
let browser: Browser
let page: Page
let anchor: Phone
let viewer: Phone
const errors: string[] = []

beforeAll(async () => {
  const phones = ['live-anchor/index?room=demo&live=1&name=Lin', 'live-viewer/index?room=demo&name=Anna']
  const shown = phones.flatMap((page) => ['--phone', `pages/${page}`])
  demo = await startDemo(['--lang', 'en', '--no-cast', ...shown])
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1100, height: 1000 } })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  await page.goto(demo.url)
  anchor = new Phone(page, 1)
  viewer = new Phone(page, 2)
}, 90_000)

afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

let broken = ''

/** A test that does not run on when an earlier part of the story has failed: it would only wait in vain. */
/* eslint-disable jest/valid-title, jest/expect-expect -- each chapter brings its title and its assertions */
function chapter(name: string, tell: () => Promise<void>, timeoutMs: number): void {
  it(
    name,
    async () => {
      if (broken) throw new Error(`not reached: "${broken}" failed`)
      broken = name
      await tell()
      broken = ''
    },
    timeoutMs,
  )
}

/* eslint-enable jest/valid-title, jest/expect-expect */

const label = (phone: Phone, component: string, name: string) => () =>
  phone.part(component, name).first().getAttribute('aria-label', { timeout: 10_000 })

chapter(
  'the anchor goes live after the phone asked for camera and microphone',
  async () => {
    await anchor.allow(2)
    const pushers = () => anchor.probes('live-pusher')
    await eventually('a push that is accepted', pushers, (list) => list[0]?.codes.includes(1002) ?? false)
    const [flowing] = await eventually('frames going out', pushers, (list) => (list[0]?.fps ?? 0) > 0)
    expect(flowing!.codes).toEqual(expect.arrayContaining([1001, 1002, 1003, 1007, 1008]))
    expect(flowing!.state).toBe('pushing')
  },
  60_000,
)

chapter(
  'the viewer sees and hears the anchor',
  async () => {
    await viewer.expectPlaying(1)
    await viewer.expectSound()
    const [player] = await viewer.probes('live-player')
    expect(player!.codes).toContain(2004)
  },
  60_000,
)

chapter(
  'the badge shows a grade made of real figures',
  async () => {
    const badges = [label(viewer, 'player-tile', 'qb-button'), label(anchor, 'quality-badge', 'qb-button')]
    for (const badge of badges) {
      const said = await eventually('a grade', badge, (text) => !/unknown/.test(text ?? ''))
      expect(said).toMatch(/^Network (bad|poor|fair|good|excellent)/)
    }
  },
  30_000,
)

chapter(
  'both chat, and both read the same in the same order',
  async () => {
    await anchor.say('welcome')
    await viewer.say('hello')
    await anchor.say('how is the picture?')
    await viewer.say('<b>sharp</b> 👍')
    const expected = ['welcome', 'hello', 'how is the picture?', '<b>sharp</b> 👍']
    for (const phone of [anchor, viewer]) {
      const texts = await eventually(
        'four messages',
        () => phone.texts(),
        (list) => list.length >= 4,
      )
      expect(texts.slice(-4)).toEqual(expected)
    }
  },
  30_000,
)

chapter(
  'the share card opens the same room on a third phone, and from Moments it plays and says how to join',
  async () => {
    await anchor.find('.mp-capsule-more').click()
    await anchor.find('.mp-sheet-item').first().click()
    await anchor.find('.mp-share-open').click()
    const third = new Phone(page, 3)
    const card = page.locator('[data-phone="3"]')
    await card.waitFor()
    await third.expectPlaying(1)
    await third.part('mic-link', 'request').waitFor()
    // Single-page mode: the phone starts again as Moments opens it.
    await card.locator('.mp-moments').click()
    await third.find('.moments').waitFor({ timeout: 30_000 })
    await third.expectPlaying(1)
    expect(await third.part('mic-link', 'request').count()).toBe(0)
    expect(await third.probes('live-pusher')).toEqual([])
    await card.locator('.mp-close').click()
    await card.waitFor({ state: 'detached' })
  },
  90_000,
)

/** The viewer asks, the anchor takes it, both see both. */
async function link(): Promise<void> {
  await viewer.part('mic-link', 'request').click()
  await anchor.part('mic-link', 'badge').waitFor()
  if (!(await anchor.part('mic-link', 'accept').isVisible())) await anchor.part('mic-link', 'toggle').click()
  await anchor.part('mic-link', 'accept').click()
  await viewer.part('mic-link', 'linked').waitFor()
}

const modes = async (phone: Phone) => (await phone.probes('live-player')).map(({ mode }) => mode)

chapter(
  'the viewer asks to link, the anchor accepts, both see both, in RTC',
  async () => {
    await link()
    await viewer.allow(2)
    await anchor.expectPlaying(1)
    await viewer.expectPlaying(1)
    expect(await modes(anchor)).toEqual(['RTC'])
    expect(await modes(viewer)).toEqual(['RTC'])
    const [pusher] = await viewer.probes('live-pusher')
    expect(pusher!.state).toBe('pushing')
  },
  90_000,
)

chapter(
  'the guest ends it: the anchor plays nobody, the viewer is back to live',
  async () => {
    await viewer.part('mic-link', 'end').click()
    await eventually(
      'no guest on the anchor',
      () => anchor.probes('live-player'),
      (list) => list.length === 0,
    )
    await eventually(
      'live again',
      () => modes(viewer),
      ([mode]) => mode === 'live',
    )
    await viewer.expectPlaying(1)
    await viewer.part('mic-link', 'request').waitFor()
    expect((await viewer.probes('live-pusher')).map(({ state }) => state)).not.toContain('pushing')
  },
  60_000,
)

chapter(
  'linked again, the anchor ends it',
  async () => {
    await link()
    await anchor.expectPlaying(1)
    await anchor.part('mic-link', 'taken').click()
    await anchor.part('mic-link', 'end').click()
    await eventually(
      'no guest on the anchor',
      () => anchor.probes('live-player'),
      (list) => list.length === 0,
    )
    await viewer.part('mic-link', 'request').waitFor()
    await viewer.expectPlaying(1)
    expect(await modes(viewer)).toEqual(['live'])
  },
  90_000,
)

chapter(
  'what ffmpeg pushes to the printed address shows up in the room, and leaves with it',
  async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15', '-f', 'lavfi', '-i', 'sine=frequency=500']
    const encode = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-pix_fmt',
      'yuv420p',
      '-g',
      '15',
    ]
    const camera: ChildProcess = spawn(
      FFMPEG,
      ['-nostdin', '-loglevel', 'error', '-re', ...source, ...encode, '-c:a', 'aac', '-f', 'flv', demo.ingest],
      { stdio: 'inherit' },
    )
    try {
      await viewer.expectPlaying(2)
      await anchor.expectPlaying(1)
    } finally {
      camera.kill('SIGKILL')
      await once(camera, 'exit')
    }
    const players = await eventually(
      'one stream left',
      () => viewer.probes('live-player'),
      (list) => list.length === 1,
    )
    expect(players).toHaveLength(1)
  },
  90_000,
)

chapter(
  'any stream of the room plays from its printed addresses',
  async () => {
    // The anchor's came first, and is the same stream after every link.
    for (const pattern of [/RTMP\s+(rtmp:\S+)/, /HTTP-FLV\s+(http:\S+)/]) {
      const [, url] = await demo.line(pattern)
      const { stderr } = spawnSync(FFMPEG, ['-nostdin', '-hide_banner', '-i', url!, '-t', '1', '-f', 'null', '-'], {
        encoding: 'utf8',
        timeout: 30_000,
      })
      expect(stderr).toMatch(/Video: h264/)
      expect(stderr).toMatch(/Audio: aac/)
    }
  },
  90_000,
)

chapter(
  'the anchor reloads: it comes back as the same stream, and the picture goes on for the viewer',
  async () => {
    const connects = async () => (await viewer.probes('live-player'))[0]?.codes.filter((code) => code === 2001).length
    const before = await connects()
    await anchor.reload()
    await eventually(
      'the new page pushes, for the first time',
      () => anchor.probes('live-pusher'),
      ([pusher]) => pusher?.codes.filter((code) => code === 1002).length === 1 && pusher.fps > 0,
      40_000,
    )
    await viewer.expectPlaying(1)
    expect(await connects()).toBe(before)
    const texts = await eventually(
      'the history',
      () => anchor.texts(),
      (list) => list.length >= 4,
    )
    expect(texts).toContain('welcome')
  },
  90_000,
)

chapter(
  "the viewer's network is cut: it says so, and everything comes back",
  async () => {
    await viewer.setNetwork('offline')
    await viewer.part('live-room', 'lr-banner').waitFor({ timeout: 20_000 })
    await anchor.say('while you were away')
    await viewer.setNetwork('online')
    await viewer.part('live-room', 'lr-banner').waitFor({ state: 'detached', timeout: 30_000 })
    await viewer.expectPlaying(1)
    const texts = await eventually(
      'what was missed',
      () => viewer.texts(),
      (list) => list.includes('while you were away'),
    )
    expect(texts.filter((text) => text === 'while you were away')).toHaveLength(1)
  },
  90_000,
)

chapter(
  'the anchor ends the live for all: everybody reads so; the anchor opens the room anew',
  async () => {
    await anchor.part('pusher-panel', 'end').click()
    await anchor.find('.summary .button').first().click()
    for (const phone of [anchor, viewer]) await phone.part('live-room', 'lr-title').waitFor({ timeout: 20_000 })
    expect(await viewer.part('live-room', 'lr-title').innerText()).toBe('The room is closed')
    expect(await viewer.part('live-room', 'lr-retry').count()).toBe(0)
    await viewer.reload()
    await viewer.part('live-room', 'lr-title').waitFor({ timeout: 30_000 })
    expect(await viewer.part('live-room', 'lr-title').innerText()).toBe('The room is closed')
    await anchor.part('live-room', 'lr-retry').click()
    await anchor.part('live-room', 'lr-panel').waitFor({ state: 'detached', timeout: 20_000 })
    await viewer.reload()
    await viewer.expectPlaying(1)
  },
  120_000,
)

chapter(
  'the anchor closes the page: the viewer sees at once that nobody is live',
  async () => {
    await page.locator('[data-phone="1"] .mp-power').click()
    await viewer.part('player-grid', 'pg-empty').waitFor({ timeout: 20_000 })
    expect(await viewer.probes('live-player')).toEqual([])
  },
  60_000,
)

it('nothing threw on the way', () => {
  expect(errors).toEqual([])
})
