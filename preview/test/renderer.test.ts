import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Frame, Page } from 'playwright-core'
import { copyFixture, launchBrowser, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  const folder = await copyFixture()
  const file = (name: string) => path.join(folder, name)
  await writeFile(file('pages/index/index.json'), '{ "renderer": "skyline" }')
  await writeFile(
    file('pages/index/index.ts'),
    'Page({ data: { renderer: "" }, onLoad() { this.setData({ renderer: this.renderer }) } })',
  )
  await writeFile(
    file('pages/index/index.wxml'),
    '<view class="box"><view class="one">a</view><view class="two">b</view></view><text class="name">{{renderer}}</text>',
  )
  await writeFile(file('pages/index/index.wxss'), '.box { padding: 10px; width: 100px } .one { float: left }')
  ;[browser, preview] = await Promise.all([launchBrowser(), startPreview(folder, '--lang', 'en')])
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

async function phone(renderer: string): Promise<Frame> {
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
  await frame?.waitForFunction((name) => document.querySelector('.name')?.textContent === name, renderer)
  return frame!
}

const layout = (frame: Frame) =>
  frame.locator('.box').evaluate((node) => {
    const { display, flexDirection, position } = getComputedStyle(node)
    return { display, flexDirection, position, width: node.getBoundingClientRect().width }
  })

it('lays a page out as it asks for, and says what Skyline does not take', async () => {
  const frame = await phone('skyline')
  expect(await layout(frame)).toEqual({ display: 'flex', flexDirection: 'column', position: 'relative', width: 100 })
  const report = await frame.locator('[data-kind="skyline"]').innerText()
  expect(report).toContain('1 rule')
  expect(report).toContain('pages/index/index.wxss:1:45')
  expect(report).toContain('float: left')
  await frame.getByRole('button', { name: 'Close' }).click()
  expect(await frame.locator('[data-kind="skyline"]').count()).toBe(0)
})

it('the bar forces one renderer for every phone, and keeps it over a reload', async () => {
  await phone('skyline')
  await page.getByLabel('Renderer').selectOption('webview')
  const frame = await phone('webview')
  expect(await layout(frame)).toEqual({ display: 'block', flexDirection: 'row', position: 'static', width: 120 })
  expect(await frame.locator('[data-kind="skyline"]').count()).toBe(0)
  await page.reload()
  expect((await layout(await phone('webview'))).display).toBe('block')
})
