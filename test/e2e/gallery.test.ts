/**
 * Every component of the kit in real Chromium, on glass-easel, in both renderers, light and dark, zh and en, with names that are
 * too long: nothing throws, nothing runs off the screen, every control can be hit. Pictures go to coverage/gallery, for eyes.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { eventually } from '../support/eventually'

const ROOT = path.resolve(__dirname, '../..')
const PICTURES = path.join(ROOT, 'coverage/gallery')

let preview: ChildProcess
let browser: Browser
let url = ''

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  const cli = path.join(ROOT, 'preview/dist/cli.js')
  const app = path.join(__dirname, 'gallery')
  preview = spawn(process.execPath, [cli, app, '--port', '0', '--npm', `lianmai=${ROOT}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: preview.stdout! })) {
    url = /http:\/\/[\d.:]+\//.exec(line)?.[0] ?? ''
    if (url) break
  }
  browser = await launchBrowser()
}, 90_000)

afterAll(async () => {
  await browser?.close()
  preview.kill()
  if (preview.exitCode === null) await once(preview, 'exit')
})

const LOOKS = [
  { renderer: 'webview', theme: 'light', lang: 'zh' },
  { renderer: 'webview', theme: 'dark', lang: 'en' },
  { renderer: 'skyline', theme: 'light', lang: 'en' },
  { renderer: 'skyline', theme: 'dark', lang: 'zh' },
]

/** What shows that a page is complete. */
const COMPLETE: Record<string, string[]> = {
  anchor: ['pusher-panel', 'mic-link', 'member-list', 'stats-panel', 'chat-bar', 'player-tile'],
  viewer: ['player-tile', 'mic-link', 'chat-bar'],
  wall: ['player-tile'],
  check: ['preflight-check'],
}

/** What is on the screen and should not be: wider than the page, or a control that a thumb misses. */
function faults(page: Page) {
  return page.evaluate(() => {
    const content = document.querySelector('.mp-page:not([hidden]) .mp-page-content')!
    const width = content.clientWidth
    const found: string[] = []
    const name = (node: Element) => `${node.tagName.toLowerCase()}.${String(node.className).split('--').pop()}`
    const clipped = (node: Element) => {
      for (let at = node.parentElement; at && at !== content; at = at.parentElement)
        if (/hidden|auto|scroll/.test(getComputedStyle(at).overflowX)) return true
      return false
    }
    for (const node of content.querySelectorAll('*')) {
      const box = node.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      if ((box.right > width + 1 || box.left < -1) && !clipped(node)) found.push(`${name(node)} runs off the screen`)
      if (node.getAttribute('aria-role') === 'button' && Math.max(box.width, box.height) < 44)
        found.push(`${name(node)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
    }
    return [...new Set(found)]
  })
}

describe.each(LOOKS)('$renderer, $theme, $lang', ({ renderer, theme, lang }) => {
  it.each(Object.keys(COMPLETE))(
    '%s',
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
      try {
        const link = `pages/${name}/index?lang=${lang}&theme=${theme}`
        await page.goto(`${url}phone.html?path=${encodeURIComponent(link)}&renderer=${renderer}&theme=${theme}`)
        for (const component of COMPLETE[name]!)
          await page
            .locator(`[class*="components_${component}_index--"]`)
            .first()
            .waitFor({ state: 'attached', timeout: 30_000 })
        // The room is in when nothing says "entering" any more.
        await page.locator('[class*="lr-panel"]').waitFor({ state: 'detached', timeout: 30_000 })
        await eventually(
          'a page that stands still',
          () => page.evaluate(() => document.querySelectorAll('*').length),
          stands(),
        )
        const errors = await page.evaluate(
          () => (window as unknown as { __phone: { errors: string[] } }).__phone.errors,
        )
        expect(errors).toEqual([])
        expect(await page.locator('[data-kind="skyline"]').count()).toBe(0)
        await page.screenshot({ path: path.join(PICTURES, `${name}-${renderer}-${theme}-${lang}.png`) })
        expect(await faults(page)).toEqual([])
      } finally {
        await page.close()
      }
    },
    90_000,
  )
})

/** The same figure five times in a row. */
function stands(): (figure: number) => boolean {
  let last = -1
  let times = 0
  return (figure) => {
    times = figure === last ? times + 1 : 0
    last = figure
    return times >= 5
  }
}
