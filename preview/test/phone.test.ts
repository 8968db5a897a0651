import type { Browser, Page } from 'playwright-core'
import { appLog, copyFixture, launchBrowser, openPhone, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  ;[browser, preview] = await Promise.all([launchBrowser(), copyFixture().then((folder) => startPreview(folder))])
})

afterAll(async () => {
  await browser.close()
  await preview.stop()
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await openPhone(page, preview.url, 'pages/index/index?a=1&b=%E5%BC%80')
})

afterEach(() => page.close())

/** Class names of WXML are prefixed inside components; `.name` finds both. */
const byClass = (name: string) =>
  page.locator(`.mp-page:not([hidden]) :is([class~="${name}"], [class*="--${name}"])`).first()

const color = (name: string) => byClass(name).evaluate((node) => getComputedStyle(node).color)

describe('lifecycles', () => {
  it('run in the order of the platform, with the query as written', async () => {
    await page.waitForFunction(() => getApp().globalData.log.includes('index.onReady'))
    expect(await appLog(page)).toEqual([
      'app.onLaunch pages/index/index 1001',
      'app.onShow',
      'counting.attached',
      'counter.attached',
      'index.onLoad {"a":"1","b":"%E5%BC%80"}',
      'index.onShow',
      'counter.page.show',
      'counter.ready',
      'index.onReady',
    ])
  })

  it('hide and show with the background', async () => {
    const before = (await appLog(page)).length
    await page.evaluate(() => window.__phone?.env.set('foreground', false))
    await page.evaluate(() => window.__phone?.env.set('foreground', true))
    const log = (await appLog(page))
      .slice(before)
      .filter((entry) => !entry.endsWith('ready') && !entry.endsWith('onReady'))
    expect(log).toEqual([
      'index.onHide',
      'counter.page.hide',
      'app.onHide',
      'app.onShow',
      'index.onShow',
      'counter.page.show',
    ])
  })

  it('detach what wx:if removes', async () => {
    await byClass('toggle').click()
    await byClass('counter').waitFor({ state: 'detached' })
    expect(await appLog(page)).toContain('counter.detached')
  })
})

describe('components', () => {
  it('render wxs, import, include, templates, slots, relations and npm packages', async () => {
    expect(await byClass('number').textContent()).toBe('2 times, doubled 4')
    expect(await byClass('unit').textContent()).toBe('CLICKS')
    expect(await byClass('included').textContent()).toBe('included fixture')
    expect(await byClass('line').textContent()).toBe('level: 1')
    expect(await byClass('head').textContent()).toBe('head')
    expect(await byClass('body').textContent()).toBe('body')
    expect(await byClass('linked').textContent()).toBe('2 linked')
    expect(await byClass('badge').textContent()).toBe('one')
  })

  it('react to taps through behaviors, observers and events, down to a package', async () => {
    await byClass('box').click()
    expect(await byClass('number').textContent()).toBe('3 times, doubled 6')
    expect(await byClass('answer').textContent()).toContain('3')
    expect(await byClass('badge').textContent()).toBe('many')
  })

  it('isolate styles: external classes and apply-shared come in, nothing else does', async () => {
    expect(await color('number')).toBe('rgb(200, 0, 0)')
    expect(await color('unit')).toBe('rgb(0, 0, 200)')
    expect(await color('danger')).toBe('rgb(200, 0, 0)')
    expect(await byClass('box').evaluate((node) => getComputedStyle(node).paddingLeft)).toBe('16.64px')
    expect(await byClass('counter').evaluate((node) => getComputedStyle(node).display)).toBe('block')
  })

  it('follow the theme of the phone', async () => {
    await page.evaluate(() => window.__phone?.env.set('theme', 'dark'))
    expect(await color('unit')).toBe('rgb(200, 200, 255)')
  })

  it('carry aria attributes to the DOM', async () => {
    expect(await page.getByRole('button', { name: 'count' }).count()).toBe(1)
  })

  it('show an unknown tag as a box with its name', async () => {
    const notice = await page.locator('wx-mystery-tag').evaluate((node) => getComputedStyle(node, '::before').content)
    expect(notice).toContain('<mystery-tag> is not supported (pages/index/index.wxml)')
  })
})

describe('tags', () => {
  it('type, echo and confirm', async () => {
    await page.locator('.field input').fill('hello')
    expect(await byClass('echo').textContent()).toBe('hello')
    await page.locator('.field input').press('Enter')
    expect(await byClass('echo').textContent()).toBe('sent hello')
    expect(await page.locator('.field input').inputValue()).toBe('sent hello')
  })

  it('scroll and say so', async () => {
    await byClass('scroller').evaluate((node) => node.scrollTo({ top: 120 }))
    await page.waitForFunction(() => document.querySelector('.scrolled')?.textContent === '120')
    expect(await byClass('scrolled').textContent()).toBe('120')
  })

  it('hand dataset and position to a tap, and update one item of a list', async () => {
    await byClass('person').click()
    expect(await byClass('tapped').textContent()).toBe('a number true')
    expect(await page.locator('.person').nth(1).textContent()).toBe('1 Bob')
  })

  it('measure in px of the phone', async () => {
    await byClass('measure').click()
    await page.waitForFunction(() => document.querySelector('.rect')?.textContent !== '')
    expect(await byClass('rect').textContent()).toBe('195 x 10')
  })
})

describe('navigation', () => {
  it('goes there and back, with properties from the query and an event channel', async () => {
    await byClass('go').click()
    await page.waitForFunction(() => document.querySelector('.heard')?.textContent?.endsWith('from first'))
    expect(await byClass('heard').textContent()).toBe('x%20y from first')
    expect(await page.locator('.mp-page:not([hidden]) .mp-navigation-title').textContent()).toBe('Second')
    await page.getByRole('button', { name: 'Back' }).first().click()
    expect(await byClass('answer').textContent()).toContain('from second')
    expect((await appLog(page)).slice(-3)).toEqual(['second.onUnload', 'index.onShow', 'counter.page.show'])
  })

  it("applies a page's style sheet only while the page is on top", async () => {
    expect(await color('echo')).not.toBe('rgb(255, 0, 0)')
    await byClass('go').click()
    await byClass('heard').waitFor()
    const background = await page
      .locator('.mp-page:not([hidden]) wx-page')
      .evaluate((node) => getComputedStyle(node).backgroundColor)
    expect(background).toBe('rgb(1, 2, 3)')
  })

  it('refuses what the platform refuses, in its words', async () => {
    const failure = await page.evaluate(() => wx.navigateTo({ url: '/pages/none' }).catch((error: unknown) => error))
    expect(failure).toEqual({ errMsg: 'navigateTo:fail page "pages/none" is not found' })
  })
})

describe('wx', () => {
  it('asks and toasts', async () => {
    await byClass('ask').click()
    await page.getByRole('button', { name: 'OK' }).click()
    await page.getByRole('status').getByText('Noted').waitFor()
    expect(await byClass('answer').textContent()).toContain('yes')
  })

  it('stores values of a phone under its own prefix', async () => {
    await byClass('go').click()
    await byClass('store').click()
    expect(await byClass('stored').textContent()).toBe('{"n":0}')
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([expect.stringMatching(/^mp:.*:1:data:key$/)])
  })

  it('asks for a permission once, and then only the settings help', async () => {
    const authorize = () => page.evaluate(() => wx.authorize({ scope: 'scope.camera' }).catch((error: object) => error))
    const first = authorize()
    await page.getByRole('button', { name: "Don't allow" }).click()
    expect(await first).toEqual({ errMsg: 'authorize:fail auth deny', errno: 103 })
    expect(await authorize()).toEqual({ errMsg: 'authorize:fail auth deny', errno: 103 })
    const opened = page.evaluate(() => wx.openSetting())
    await page.getByRole('checkbox', { name: 'Camera' }).check()
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await opened).toEqual({ authSetting: { 'scope.camera': true }, errMsg: 'openSetting:ok' })
    expect(await authorize()).toEqual({ errMsg: 'authorize:ok' })
  })

  it('names an API it does not have', async () => {
    const warned = page.waitForEvent('console', (message) => message.text().includes('wx.startBluetooth'))
    await page.evaluate(() => wx['startBluetooth'])
    expect((await warned).text()).toContain('wx.startBluetooth is not supported by the preview')
  })
})
