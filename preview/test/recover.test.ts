import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { copyFixture, launchBrowser, openPhone, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  ;[browser, preview] = await Promise.all([launchBrowser(), copyFixture().then((folder) => startPreview(folder))])
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
})

afterAll(async () => {
  await browser.close()
  await preview.stop()
})

beforeEach(() => openPhone(page, preview.url, 'pages/index/index'))

/** Class names of WXML are prefixed inside components; `.name` finds both. */
const byClass = (name: string) =>
  page.locator(`.mp-page:not([hidden]) :is([class~="${name}"], [class*="--${name}"])`).first()

/** Changes a file, or makes it; resolves to what puts it back. */
async function edit(file: string, change: (text: string) => string): Promise<() => Promise<void>> {
  const target = path.join(preview.folder, file)
  await mkdir(path.dirname(target), { recursive: true })
  const before = await readFile(target, 'utf8')
  await writeFile(target, change(before))
  return () => writeFile(target, before)
}

/** A reload would lose it. */
const mark = () => page.evaluate(() => void Object.assign(window, { kept: true }))
const marked = () => page.evaluate(() => 'kept' in window)

describe('changes on disk', () => {
  it('exchange styles and templates and keep the data', async () => {
    await mark()
    await byClass('box').click()
    const restoreStyle = await edit('components/counter/index.wxss', (text) =>
      text.replace('rgb(0, 0, 200)', 'rgb(0, 99, 0)'),
    )
    await page.waitForFunction(
      () => getComputedStyle(document.querySelector('[class*="--unit"]') as Element).color === 'rgb(0, 99, 0)',
    )
    const restoreTemplate = await edit('components/counter/index.wxml', (text) =>
      text.replace('doubled {{doubled}}', 'twice {{doubled}}'),
    )
    const number = (text: string) =>
      page.waitForFunction((wanted) => document.querySelector('[class*="--number"]')?.textContent === wanted, text)
    await number('3 times, twice 6')
    await restoreStyle()
    await restoreTemplate()
    await number('3 times, doubled 6')
    expect(await marked()).toBe(true)
  })

  it('open a page anew for its own script, and leave everything else as it is', async () => {
    await byClass('go').click()
    await byClass('heard').waitFor()
    await mark()
    const restore = await edit('pages/second/index.ts', (text) => text.replace("heard: ''", "heard: 'edited'"))
    await page.waitForFunction(() => document.querySelector('.heard')?.textContent === 'x%20y edited')
    expect(await page.evaluate(() => window.__phone?.pages())).toEqual(['pages/index/index', 'pages/second/index'])
    expect(await marked()).toBe(true)
    await restore()
    await page.waitForFunction(() => document.querySelector('.heard')?.textContent === 'x%20y ')
  })

  it('reload for a script that several use, and return to the page that was open', async () => {
    await byClass('go').click()
    await byClass('heard').waitFor()
    await mark()
    const restore = await edit('shared/log.ts', (text) => `${text}\n`)
    const reloaded = () => page.waitForFunction(() => !('kept' in window) && window.__phone?.pages().length === 2)
    await reloaded()
    expect(await page.evaluate(() => window.__phone?.link())).toBe('pages/second/index?name=x%20y')
    await mark()
    await restore()
    await reloaded()
  })
})

describe('a mistake is shown with its place and remedy, and the phone goes on when it is mended', () => {
  const WXS = 'shared/format.wxs'

  it.each([
    ['app.json', (text: string) => text.replace('],', '],,'), 'app.json:2:', 'no trailing commas'],
    ['pages/index/index.json', (text: string) => text.slice(0, 60), 'pages/index/index.json:', 'double quotes'],
    [
      'pages/index/index.wxml',
      (text: string) => text.replace('{{tapped}}', '{{ tapped + }}'),
      'pages/index/index.wxml:14:',
      'Correct the expression',
    ],
    ['pages/index/index.wxss', (text: string) => `${text}\n.a {`, 'pages/index/index.wxss:', 'Correct the rule'],
    ['pages/index/index.ts', (text: string) => `${text}\nconst = 1`, 'pages/index/index.ts:', 'Correct the code'],
    [WXS, (text: string) => `${text}\nvar = 1`, WXS, 'Correct the code'],
    [
      'app.json',
      (text: string) => text.replace('"pages/second/index"', '"pages/third/index"'),
      'app.json:2:',
      'Create its .js or .ts file',
    ],
    [
      'pages/index/index.json',
      (text: string) => text.replace('../../components/card', '../card'),
      'pages/index/index.json:4:',
      'Correct the path in usingComponents',
    ],
    [
      'components/card/index.wxml',
      (text: string) => `${text}\n<counter/><card/>`,
      'components/card/index.wxml:3:',
      'Put wx:if',
    ],
  ] as const)('%s (%#)', async (file, change, place, remedy) => {
    const circular = file.startsWith('components/card')
    const using = circular
      ? await edit(
          'components/card/index.json',
          () => '{ "component": true, "usingComponents": { "card": "./index" } }',
        )
      : undefined
    const restore = await edit(file, change)
    try {
      const problem = page.getByRole('alert')
      await problem.getByText(remedy).first().waitFor()
      expect(await problem.textContent()).toContain(place)
    } finally {
      await restore()
      await using?.()
    }
    await byClass('tapped').waitFor({ state: 'attached' })
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('a folder that is no mini-program any more', async () => {
    const file = path.join(preview.folder, 'app.json')
    const before = await readFile(file, 'utf8')
    await rm(file)
    await page.getByRole('alert').getByText('it has no app.json').waitFor()
    await writeFile(file, before)
    await byClass('tapped').waitFor({ state: 'attached' })
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})
