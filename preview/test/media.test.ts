/** The two engines in a real browser: what one pushes the other shows, with the platform's codes. */
import type { Browser, Page } from 'playwright-core'
import { FanOut } from './support/media/fan-out'
import { openLab, startBrowser, startLab, type LabServer } from './support/media/lab-server'

const fanOut = new FanOut()
let server: LabServer
let browser: Browser
let page: Page & { errors: string[] }

beforeAll(async () => {
  server = await startLab((...upgrade) => fanOut.handleUpgrade(...upgrade))
  browser = await startBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  fanOut.close()
  await server?.close()
})

beforeEach(async () => {
  page = await openLab(browser, server.origin)
})

afterEach(async () => {
  expect(page.errors).toEqual([])
  await page.close()
})

test('slice', async () => {
  page.on('console', (m) => console.log(m.text()))
  const out = await page.evaluate(async (ws) => {
    const env = new lab.FakeEnv()
    env.media = { bridge: ws + '/bridge', map: [{ from: 'rtmp://media.test:1935', to: ws }] }
    const pusher = lab.pusher(env)
    Object.assign(pusher.engine.attributes, { url: 'rtmp://media.test/live/one?sign=1' })
    await pusher.engine.start()
    await new Promise((r) => setTimeout(r, 3000))
    const player = lab.player(env)
    Object.assign(player.engine.attributes, { src: 'rtmp://media.test/live/one', minCache: 0.2, maxCache: 0.6 })
    player.engine.play()
    const hashes = new Set()
    const levels = []
    for (let i = 0; i < 20; i++) {
      await new Promise((r) => setTimeout(r, 300))
      hashes.add(lab.pictureHash(player.engine.picture()))
      levels.push(player.engine.audioLevel)
    }
    return { p: pusher.engine.codes, pn: pusher.engine.netStatus, pl: pusher.engine.audioLevel, notice: pusher.engine.notice, c: player.engine.codes, cn: player.engine.netStatus, hashes: hashes.size, levels, state: player.engine.state,
      pe: pusher.events.filter(e => e.type==='error') , ce: player.events.filter(e=>e.type==='statechange')}
  }, server.wsOrigin)
  console.log(JSON.stringify(out, null, 1))
  expect(1).toBe(1)
}, 60_000)
