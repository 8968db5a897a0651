import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Browser, Frame, Page } from 'playwright-core'
import { appLog, copyFixture, launchBrowser, runCommand, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  ;[browser, preview] = await Promise.all([
    launchBrowser(),
    copyFixture().then((folder) =>
      startPreview(folder, '--lang', 'en', '--phone', 'pages/index/index', '--phone', 'pages/second/index?name=Bo'),
    ),
  ])
})

afterAll(async () => {
  await browser.close()
  await preview.stop()
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(preview.url)
})

afterEach(() => page.close())

const card = (id: string) => page.locator(`[data-phone="${id}"]`)

/** The document inside a phone, once its first page is open. */
async function phone(id: string): Promise<Frame> {
  const handle = await card(id).locator('iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error(`Phone ${id} has no document`)
  await frame.waitForFunction(() => window.__phone?.pages().length)
  return frame
}

describe('the frame page', () => {
  it('shows each phone with its page', async () => {
    expect(await (await phone('1')).evaluate(() => window.__phone?.link())).toBe('pages/index/index')
    expect(await (await phone('2')).locator('.heard').textContent()).toBe('Bo ')
  })

  it('opens a shared page on another phone, and keeps it in its address', async () => {
    const first = await phone('1')
    await first.locator('.share').click()
    expect(await first.locator('.mp-share-title').textContent()).toBe('Shared from button')
    await first.getByRole('button', { name: 'Open on another phone' }).click()
    const third = await phone('3')
    expect(await third.evaluate(() => window.__phone?.link())).toBe('pages/second/index?from=share')
    expect(new URL(page.url()).searchParams.getAll('phone')).toHaveLength(3)
  })

  it('takes one phone to the background without the other', async () => {
    const first = await phone('1')
    await phone('2')
    await card('1').getByRole('button', { name: 'To background' }).click()
    expect(await appLog(first)).toContain('app.onHide')
    expect(await appLog(await phone('2'))).not.toContain('app.onHide')
    await card('1').getByRole('button', { name: 'To foreground' }).click()
    expect((await appLog(first)).at(-2)).toBe('index.onShow')
  })

  it('shows what the person answered to a permission prompt', async () => {
    const first = await phone('1')
    for (const scope of ['scope.camera', 'scope.record']) {
      const asked = first.evaluate((name) => wx.authorize({ scope: name }), scope)
      await first.getByRole('button', { name: 'Allow', exact: true }).click()
      await asked
    }
    await card('1').getByRole('button', { name: 'Permissions' }).click()
    expect(await card('1').getByRole('combobox', { name: 'Camera', exact: true }).inputValue()).toBe('allow')
    await card('1').getByRole('combobox', { name: 'System, for WeChat: Camera' }).selectOption('denied')
    expect(await first.evaluate(() => (wx['getAppAuthorizeSetting'] as () => object)())).toMatchObject({
      cameraAuthorized: 'denied',
      microphoneAuthorized: 'authorized',
    })
  })

  it('closes and reopens a phone', async () => {
    await phone('2')
    await card('2').getByRole('button', { name: 'Close' }).click()
    expect(await card('2').textContent()).toContain('This phone is closed')
    await card('2').getByRole('button', { name: 'Reopen' }).click()
    expect(await (await phone('2')).evaluate(() => window.__phone?.pages())).toEqual(['pages/second/index'])
  })

  it('speaks the other language and turns dark, phones included', async () => {
    const first = await phone('1')
    await page.getByRole('button', { name: 'Language' }).click()
    await page.getByRole('button', { name: '深色' }).click()
    expect(await card('1').textContent()).toContain('手机 1')
    expect(await first.evaluate(() => [window.__phone?.env.language, window.__phone?.env.theme])).toEqual([
      'zh_CN',
      'dark',
    ])
  })

  it('gives the keyboard of a phone its height', async () => {
    const first = await phone('1')
    await card('1').getByRole('button', { name: 'Keyboard' }).click()
    await first.locator('.field input').focus()
    expect(await first.locator('.mp-keyboard').evaluate((node) => node.clientHeight)).toBe(291)
  })

  it('shows calls of wx, what setData carried, and the data of components', async () => {
    const first = await phone('1')
    await page.getByRole('button', { name: 'Events and data' }).click()
    await first.evaluate(() => wx.request({ url: 'ftp://x' }).catch((error: object) => error))
    await page.locator('.mp-log-row.mp-failed').getByText('request:fail invalid url "ftp://x"').waitFor()
    await page.getByRole('tab', { name: 'setData' }).click()
    expect(await page.locator('.mp-set-data').textContent()).toContain('components/counter/index')
    await page.getByRole('tab', { name: 'Data', exact: true }).click()
    await page.getByRole('button', { name: 'components/counter/index' }).click()
    expect(JSON.parse((await page.locator('.mp-json').textContent()) ?? '')).toMatchObject({ count: 2, doubled: 4 })
  })

  it('opens a phone in single-page mode', async () => {
    await phone('1')
    await card('1').getByRole('button', { name: 'single-page' }).click()
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLIFrameElement>('[data-phone="1"] iframe')?.contentWindow?.__phone?.env.scene ===
        1154,
    )
    expect(await (await phone('1')).getByText('single-page mode').count()).toBe(1)
  })
})

describe('the network of a phone', () => {
  let server: WebSocketServer
  let address: string

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })

  /** Opens `count` sockets; resolves with what they reported once each has said something. */
  const connect = async (frame: Frame, count: number) => {
    await frame.evaluate(
      ([url, total]) => {
        const seen: string[] = []
        Object.assign(window, { events: seen })
        for (let index = 0; index < total; index++) {
          const task = wx.connectSocket({ url, fail: ({ errMsg }: { errMsg: string }) => seen.push(errMsg) })
          task['onOpen']?.(() => seen.push('open'))
          task['onClose']?.(({ code }: { code: number }) => seen.push(`close ${code}`))
        }
      },
      [address, count] as const,
    )
    await frame.waitForFunction((total) => (window as unknown as { events: string[] }).events.length >= total, count)
    return events(frame)
  }

  const events = (frame: Frame) => frame.evaluate(() => (window as unknown as { events: string[] }).events)

  it('cuts sockets with 1006, refuses new ones, and lets them through again', async () => {
    const first = await phone('1')
    expect(await connect(first, 1)).toEqual(['open'])
    const cut = new Promise((resolve) => [...server.clients][0]?.once('close', resolve))
    await card('1').getByRole('combobox', { name: 'Network' }).selectOption('offline')
    await cut
    await first.waitForFunction(() => (window as unknown as { events: string[] }).events.length > 1)
    expect(await events(first)).toEqual(['open', 'close 1006'])
    expect(await connect(first, 1)).toEqual(['connectSocket:fail internet disconnected'])
    const refused = await first.evaluate(() =>
      wx.request({ url: 'http://127.0.0.1:1/' }).catch((error: object) => error),
    )
    expect(refused).toEqual({ errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED', errno: 600001 })
    await card('1').getByRole('combobox', { name: 'Network' }).selectOption('online')
    expect(await connect(first, 1)).toEqual(['open'])
  })

  it('allows five sockets', async () => {
    const first = await phone('1')
    const seen = await connect(first, 6)
    expect(seen.filter((entry) => entry === 'open')).toHaveLength(5)
    expect(seen).toContain('connectSocket:fail exceed max socket connection limit')
  })
})

describe('the command', () => {
  it('says that there is no such folder', async () => {
    const { code, stderr } = await runCommand(`${__dirname}/none`)
    expect(code).toBe(1)
    expect(stderr).toContain('none is not a folder. Give the folder that contains app.json')
  })

  it('says that the port is taken', async () => {
    const port = new URL(preview.url).port
    const { code, stderr } = await runCommand(preview.folder, '--port', port)
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is in use`)
  })

  it('explains itself', async () => {
    const { code, stdout } = await runCommand('--help')
    expect(code).toBe(0)
    expect(stdout).toContain('lianmai-preview <folder>')
  })
})
