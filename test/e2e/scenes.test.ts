/**
 * What goes wrong in each scene, in a real browser: the demo's own people and cameras are killed, frozen and taken away, a
 * permission is refused, a network cut, the gateway restarted.
 */
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { eventually } from '../support/eventually'
import { Phone } from '../support/phone'
import { startStage, type Stage } from '../support/stage'

/** With the phone's own person nine. */
const TABLE = 8

let stage: Stage
let browser: Browser
let page: Page
const errors: string[] = []

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(TABLE), launchBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** One phone that opens this page of the demo. */
async function open(path: string): Promise<Phone> {
  page = await browser.newPage({ viewport: { width: 520, height: 1000 } })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  await page.goto(`${stage.url}?phone=${encodeURIComponent(`pages/${path}`)}`)
  return new Phone(page, 1)
}

afterEach(() => page.close())

/** Answers whatever the phone asks until it pushes; by events, because a phone that decodes nine pictures is busy. */
async function allowAll(phone: Phone) {
  const pushing = async () => {
    const asked = phone.find('.mp-modal-confirm')
    if (await asked.count()) await asked.first().dispatchEvent('click')
    return (await phone.probes('live-pusher'))[0]
  }
  return eventually('a push', pushing, (probe) => probe?.state === 'pushing' && probe.fps > 0, 60_000)
}

const moving = async (phone: Phone) =>
  (await phone.probes('live-player')).filter(({ fps, hash }) => fps > 0 && hash !== undefined).length
const sentences = (phone: Phone) => phone.part('player-tile', 'pt-sentence').allInnerTexts()

test('a wall of 12 with 3 dead cameras: two are offline, one hangs; plugs are pulled and put back', async () => {
  const wall = await open('monitor/index?room=wall')
  await eventually(
    'nine pictures',
    () => moving(wall),
    (count) => count === 9,
    60_000,
  )
  const dead = (list: string[]) => list.filter((text) => text === 'Offline').length
  await eventually(
    'two offline, one stopped',
    () => sentences(wall),
    (list) => dead(list) === 2 && list.includes('The picture has stopped'),
    30_000,
  )
  await stage.camera('roof', 'live')
  await stage.camera('dock', 'live')
  await eventually(
    'eleven pictures',
    () => moving(wall),
    (count) => count === 11,
    40_000,
  )
  await stage.camera('street', 'offline')
  await eventually(
    'the street offline',
    () => sentences(wall),
    (list) => dead(list) === 2,
  )
  expect(await moving(wall)).toBe(10)
}, 150_000)

test('a network cut for 10 s: the viewer is told, and gets back picture, sound and what was said', async () => {
  const viewer = await open('live-viewer/index?room=show&name=Me')
  await viewer.expectPlaying(3)
  await viewer.setNetwork('offline')
  const banner = viewer.part('live-room', 'lr-banner')
  await banner.waitFor({ timeout: 20_000 })
  await stage.say('fan1', 'show', 'said meanwhile')
  await page.waitForTimeout(10_000)
  expect(await banner.isVisible()).toBe(true)
  await viewer.setNetwork('online')
  await banner.waitFor({ state: 'detached', timeout: 30_000 })
  await viewer.expectPlaying(3)
  await viewer.expectSound()
  const texts = await eventually(
    'what was missed',
    () => viewer.texts(),
    (list) => list.includes('said meanwhile'),
  )
  expect(texts.filter((text) => text === 'said meanwhile')).toHaveLength(1)
}, 120_000)

test('the publisher is killed: the viewer sees the end of the show with its figures', async () => {
  const viewer = await open('live-viewer/index?room=show&name=Me')
  await viewer.expectPlaying(3)
  await stage.leave('cast-lin', 'show')
  await viewer.find('.summary').waitFor({ timeout: 30_000 })
  expect(await viewer.find('.summary-title').innerText()).toBe('The show is over')
  const figures = (await viewer.find('.summary-number').allInnerTexts()).map(Number)
  expect(figures[0]).toBeGreaterThan(5)
  expect(await viewer.probes('live-player')).toEqual([])
  await viewer.find('.summary .button').click()
  await viewer.part('player-grid', 'pg-empty').waitFor()
}, 90_000)

test('the gateway is restarted: rooms are empty and fill again, and the wall plays as before', async () => {
  const wall = await open('monitor/index?room=wall')
  await eventually(
    'pictures',
    () => moving(wall),
    (count) => count >= 9,
    60_000,
  )
  await stage.restart()
  await eventually(
    'nine pictures of the new gateway',
    async () => [await moving(wall), await wall.part('live-room', 'lr-banner').count()],
    ([count, banners]) => count === 9 && banners === 0,
    60_000,
  )
  expect(await sentences(wall)).toContain('Offline')
}, 150_000)

test('a permission refused says what to do; granted in the settings, the show goes on', async () => {
  const anchor = await open('live-anchor/index?room=demo&live=1')
  await anchor.find('.mp-modal-cancel').click({ timeout: 30_000 })
  const remedy = anchor.part('pusher-panel', 'remedy')
  await remedy.waitFor({ timeout: 20_000 })
  await remedy.click()
  for (const box of await anchor.find('.mp-settings-row input').all()) await box.check()
  await anchor.find('.mp-sheet-cancel').click()
  // The microphone was not asked yet, and is now.
  const pusher = await allowAll(anchor)
  expect(pusher!.codes).toContain(1002)
  expect(await remedy.count()).toBe(0)
}, 90_000)

test('a call is answered, and another one declined with a word', async () => {
  const caller = await open('call/index')
  await caller.find('.person .round-on').nth(1).click({ timeout: 30_000 })
  await caller.find('.ring').waitFor()
  await allowAll(caller)
  await caller.expectPlaying(1)
  expect(await caller.find('.ring').count()).toBe(0)
  await caller.find('.round-off').click()
  await caller.find('.outcome').waitFor({ timeout: 20_000 })
  expect(await caller.find('.outcome').innerText()).toContain('The call is over')
  await caller.find('.person .round-on').nth(2).click()
  await eventually(
    'declined',
    () => caller.find('.outcome').allInnerTexts(),
    ([text]) => /Declined/.test(text ?? ''),
    30_000,
  )
  expect(await caller.find('.outcome').innerText()).toContain('In a meeting')
}, 120_000)

test('nine in a meeting: all are seen, and the host silences all', async () => {
  const host = await open('meeting/index?room=team&host=1&name=Me')
  await allowAll(host)
  await host.expectPlaying(TABLE)
  await host.find('.tab').first().click()
  await host.part('member-list', 'row').first().waitFor()
  await host.part('member-list', 'all').click()
  const silent = () => host.part('player-tile', 'lm-icon-mic-off').count()
  await eventually('eight microphones off', silent, (count) => count === TABLE)
  expect(errors).toEqual([])
}, 150_000)
