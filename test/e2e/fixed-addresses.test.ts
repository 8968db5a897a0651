/** The demo's monitor page without a server: addresses typed on the settings page, `provider="url"`, real pictures. */
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { Phone } from '../support/phone'
import { startStage, type Stage } from '../support/stage'

let stage: Stage
let browser: Browser

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(2), launchBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

test('a wall of typed addresses plays with no room server at all', async () => {
  const page = await browser.newPage({ viewport: { width: 520, height: 1000 } })
  const errors: string[] = []
  const sockets: string[] = []
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('websocket', (socket) => sockets.push(socket.url()))
  const open = (name: string) => page.goto(`${stage.url}?phone=${encodeURIComponent(`pages/${name}`)}`)
  const phone = new Phone(page, 1)

  await open('settings/index')
  const field = phone.find('textarea')
  await field.fill('no address')
  await phone.find('[role="alert"]').waitFor()
  const [door, yard] = await Promise.all([stage.address('wall/entrance~ext'), stage.address('wall/carpark~ext')])
  await field.fill(`My door ${door}\n${yard}\n`)
  await phone.find('[role="alert"]').waitFor({ state: 'detached' })

  await open('monitor/index')
  await phone.expectPlaying(2)
  const names = await phone.part('player-tile', 'pt-name').allInnerTexts()
  expect(names.map((name) => name.trim())).toEqual(['My door', '2'])
  // Media alone: the gateway's rooms were not asked.
  const own = new URL(stage.url).host
  const elsewhere = sockets.map((url) => new URL(url)).filter(({ host }) => host !== own)
  expect(elsewhere.length).toBeGreaterThanOrEqual(2)
  expect(elsewhere.filter(({ pathname }) => !pathname.endsWith('~ext.flv')).map(String)).toEqual([])
  expect(errors).toEqual([])
  await page.close()
}, 120_000)
