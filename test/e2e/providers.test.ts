/**
 * Same page, any provider: live and meeting with no server at all, once the settings page says `simulated`, and on the gateway
 * again; people, chat, mic-link. The pages are the same files, and differ by what their attribute `provider` says.
 */
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { eventually } from '../support/eventually'
import { Phone } from '../support/phone'
import { startStage, type Stage } from '../support/stage'

let stage: Stage
let browser: Browser
let page: Page
let phone: Phone
const errors: string[] = []
/** Where the pages have talked to, beside the preview itself. */
const elsewhere = new Set<string>()

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(2), launchBrowser()])
  // One page for all: settings are kept on the phone.
  page = await browser.newPage({ viewport: { width: 520, height: 1000 } })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  const own = new URL(stage.url).host
  const heard = (url: string) => /^(http|ws)/.test(url) && new URL(url).host !== own && elsewhere.add(url)
  page.on('websocket', (socket) => heard(socket.url()))
  page.on('request', (request) => heard(request.url()))
  phone = new Phone(page, 1)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const open = (path: string) => page.goto(`${stage.url}?phone=${encodeURIComponent(`pages/${path}`)}`)

async function choose(label: string): Promise<void> {
  await open('settings/index')
  const option = phone.find(`.provider[aria-label="${label}"]`)
  await option.click({ timeout: 30_000 })
  await phone.find(`.provider.option-on[aria-label="${label}"]`).waitFor()
}

async function expectPushing(): Promise<void> {
  const pushing = async () => (await phone.probes('live-pusher'))[0]?.state
  expect(await eventually('a push', pushing, (state) => state === 'pushing', 60_000)).toBe('pushing')
}

/** A show with a host and two guests: watched, talked to, joined and left. @param prompts how often the phone asks */
async function expectShow(prompts: number): Promise<void> {
  await open('live-viewer/index?room=show&name=Me')
  await phone.expectPlaying(3)
  await phone.say('hello from the audience')
  const texts = await eventually(
    'my words and those of others',
    () => phone.texts(),
    (list) => list.includes('hello from the audience') && list.length > 1,
    60_000,
  )
  expect(texts.filter((text) => text === 'hello from the audience')).toHaveLength(1)
  await phone.part('mic-link', 'request').click()
  await phone.part('mic-link', 'linked').waitFor()
  await phone.allow(prompts)
  await expectPushing()
  await phone.part('mic-link', 'end').click()
  await phone.part('mic-link', 'request').waitFor()
  expect((await phone.probes('live-pusher')).map(({ state }) => state)).not.toContain('pushing')
}

/** @param others how many sit there beside me */
async function expectMeeting(others: number): Promise<void> {
  await open('meeting/index?room=team&host=1&name=Me')
  await expectPushing()
  await phone.expectPlaying(others)
  await phone.find('.tab').first().click()
  const rows = () => phone.part('member-list', 'row').count()
  expect(await eventually('everybody is listed', rows, (count) => count === others + 1)).toBe(others + 1)
  await phone.part('member-list', 'all').click()
  const silent = () => phone.part('player-tile', 'lm-icon-mic-off').count()
  expect(await eventually('all microphones off', silent, (count) => count === others)).toBe(others)
}

test('simulated, chosen on the settings page: a show and a meeting with nobody to connect to', async () => {
  await choose('Simulated')
  // The address of a server is nothing to ask for where there is none.
  expect(await phone.find('.input[aria-label="Server"]').count()).toBe(0)
  await expectShow(2)
  await expectMeeting(5)
  expect([...elsewhere]).toEqual([])
}, 240_000)

test('a call without a server is answered, and another declined', async () => {
  await open('call/index')
  await phone.find('.person .round-on').nth(1).click({ timeout: 30_000 })
  await phone.find('.ring').waitFor()
  await phone.expectPlaying(1)
  await expectPushing()
  await phone.find('.round-off').click()
  await phone.find('.outcome').waitFor({ timeout: 20_000 })
  expect(await phone.find('.outcome').innerText()).toContain('The call is over')
  await phone.find('.person .round-on').nth(2).click()
  const declined = () => phone.find('.outcome').allInnerTexts()
  await eventually('declined', declined, ([text]) => /Declined/.test(text ?? ''), 30_000)
  expect([...elsewhere]).toEqual([])
}, 120_000)

test('back on the gateway, the same pages have its people', async () => {
  await choose('Gateway')
  expect(await phone.find('.input[aria-label="Server"]').count()).toBe(1)
  await expectShow(0)
  await expectMeeting(2)
  expect([...elsewhere].some((url) => url.startsWith('ws'))).toBe(true)
  expect(errors).toEqual([])
}, 240_000)
