/** How a whole mini-program is put together: packages, tab bars, WXS that touches nodes, phones that turn, `wx` beside pages. */
import { cp, mkdtemp, realpath } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPhone, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'program-')))
  await cp(path.join(__dirname, 'fixture-program'), folder, { recursive: true })
  ;[browser, preview] = await Promise.all([launchBrowser(), startPreview(folder)])
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
})

afterAll(async () => {
  await browser.close()
  await preview.stop()
})

const log = () => page.evaluate(() => (globalThis as unknown as { log: string[] }).log)
const shown = (name: string) => page.locator(`.mp-page:not([hidden]) .${name}`)

/** Calls an API; resolves to what success or fail gets. */
const call = (name: string, options: object = {}) =>
  page.evaluate(
    ([api, given]) =>
      new Promise<Record<string, unknown>>((done) => {
        const run = wx[api as 'showModal'] as unknown as (options: object) => void
        run({ ...(given as object), success: done, fail: done })
      }),
    [name, options] as const,
  )

describe('packages', () => {
  it('run when they are needed: a placeholder first, then the component', async () => {
    await openPhone(page, preview.url)
    expect((await log()).slice(0, 2)).toEqual(['app', 'pages/home'])
    await shown('far').getByText('far away').waitFor()
    expect(await log()).toEqual(['app', 'pages/home', 'more/far', 'more/list'])
    await page.evaluate(() => wx.navigateTo({ url: '/more/list/index' }))
    expect(await shown('list').textContent()).toBe('list')
  })

  it('an independent one opens without app.js, which follows with the first other page', async () => {
    await openPhone(page, preview.url, 'alone/only/index')
    expect(await log()).toBeUndefined()
    await page.evaluate(() => wx.reLaunch({ url: '/pages/me/index' }))
    expect((await log())[0]).toBe('app')
    expect(await page.evaluate(() => (getApp() as unknown as { early: boolean }).early)).toBe(true)
  })
})

describe('pages', () => {
  beforeEach(() => openPhone(page, preview.url))

  it('draw the custom tab bar, one of each page', async () => {
    expect((await shown('mp-custom-tab-bar').textContent())?.trim()).toBe('tab 0')
    await page.evaluate(() => wx.switchTab({ url: '/pages/me/index' }))
    expect((await shown('mp-custom-tab-bar').textContent())?.trim()).toBe('tab 1')
    expect((await call('setTabBarBadge', { index: 0, text: '1' }))['errMsg']).toBe(
      'setTabBarBadge:fail not TabBar page',
    )
  })

  it('let WXS style nodes, keep its state, call methods and stop events', async () => {
    await shown('box').click()
    await shown('box').click()
    expect(await shown('heard').textContent()).toBe('{"taps":2,"data":{"a":"1"}}')
    const style = (name: string) =>
      shown(name).evaluate((node) => {
        const { width, height, opacity, color } = getComputedStyle(node)
        return { width, height, opacity, color }
      })
    expect(await style('box')).toMatchObject({ width: '20px', height: '10px', color: 'rgb(1, 2, 3)' })
    expect((await style('other')).opacity).toBe('0.5')
    await shown('level').click()
    expect(await style('box')).toMatchObject({ width: '20px', height: '20px' })
  })

  it('turn with the phone when they may, and say so', async () => {
    await page.evaluate(() => window.__phone?.env.set('held', 'landscape'))
    expect(await page.evaluate(() => window.__phone?.env.orientation)).toBe('landscape')
    await page.setViewportSize({ width: 844, height: 390 })
    await shown('size').getByText('wide').waitFor()
    expect(await call('getSystemInfo')).toMatchObject({ deviceOrientation: 'landscape', screenWidth: 844 })
    await page.setViewportSize({ width: 390, height: 844 })
    await shown('size').getByText('tall').waitFor()
  })

  it('answer queries for anything a node has', async () => {
    const result = await page.evaluate(
      () =>
        new Promise((done) => {
          const query = wx.createSelectorQuery()
          query.select('.box').fields({ dataset: true, size: true, computedStyle: ['opacity'], properties: ['level'] })
          query.select('.none').boundingClientRect()
          query.selectAll('.box, .other').fields({ id: true })
          query.selectViewport().boundingClientRect()
          query.exec(done)
        }),
    )
    expect(result).toEqual([
      { dataset: { a: '1' }, width: 390, height: 10, opacity: '1', level: undefined },
      null,
      [{ id: '' }, { id: '' }],
      { id: '', dataset: {}, left: 0, top: 0, right: 390, bottom: 844, width: 390, height: 844 },
    ])
  })
})

describe('wx', () => {
  let server: Server
  let address: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume()
      if (request.url === '/slow') return
      response.setHeader('content-length', '5')
      response.end('hello')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await openPhone(page, preview.url)
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it('asks servers that know nothing of CORS, in time or not at all', async () => {
    expect(await call('request', { url: `${address}/x` })).toMatchObject({ statusCode: 200, data: 'hello' })
    expect(await call('request', { url: `${address}/slow`, timeout: 50 })).toEqual({
      errMsg: 'request:fail timeout',
      errno: 5,
    })
    const aborted = await page.evaluate(
      (url) =>
        new Promise((fail) => {
          const task = wx.request({ url, fail }) as unknown as { abort(): void }
          task.abort()
        }),
      `${address}/slow`,
    )
    expect(aborted).toEqual({ errMsg: 'request:fail abort' })
  })

  it('downloads to a file that the file system reads', async () => {
    const { tempFilePath } = await call('downloadFile', { url: `${address}/a.txt` })
    const text = await page.evaluate(
      (file) =>
        (wx['getFileSystemManager'] as () => { readFileSync(path: string, encoding: string): string })().readFileSync(
          file,
          'utf8',
        ),
      String(tempFilePath),
    )
    expect(text).toBe('hello')
    expect(await call('uploadFile', { url: address, filePath: tempFilePath, name: 'f' })).toMatchObject({
      data: 'hello',
    })
  })

  it('knows its person, its limits and what it can do', async () => {
    expect((await call('login'))['code']).toMatch(/^preview:preview-user-1:\d+$/)
    expect(await call('setStorage', { key: 'k', data: 'x'.repeat(1 << 21) })).toEqual({
      errMsg: 'setStorage:fail exceed storage item max length',
    })
    const can = (schema: string) =>
      page.evaluate((asked) => (wx['canIUse'] as (schema: string) => boolean)(asked), schema)
    const asked = ['uploadFile', 'startBluetooth', 'SocketTask.onOpen', 'SocketTask.offOpen', 'live-player.min-cache']
    expect(await Promise.all(asked.map(can))).toEqual([true, false, true, false, true])
  })

  it('hands over a chosen file', async () => {
    const chosen = call('chooseMedia', { count: 1, mediaType: ['image'], sourceType: ['album'] })
    const dialog = page.waitForEvent('filechooser')
    await page.locator('.mp-sheet-item').first().click()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await (await dialog).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
    expect(await chosen).toMatchObject({
      type: 'image',
      tempFiles: [{ fileType: 'image', width: 1, height: 1, size: png.length }],
    })
  })
})
