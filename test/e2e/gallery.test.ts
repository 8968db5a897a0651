/**
 * Every component of the kit in real Chromium, on glass-easel, in both renderers, light and dark, zh and en, with names that are
 * too long, on a phone upright and on its side, on a tablet, and with large text: nothing throws, nothing runs off the screen or out of
 * its button, every control is large enough, words stand out from what is behind them. Pictures go to coverage/gallery, for eyes.
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

/** States that stay: rooms that are over or not open yet, parts without a room or with a crowd, lanes and a pinned notice. */
const STATES: Record<string, string[]> = {
  states: [
    'lr-spinner',
    'lr-banner',
    'lm-icon-hang-up',
    'lm-icon-phone',
    'lm-icon-camera-off',
    'lm-icon-lock',
    'lr-code',
  ],
  parts: ['member-list', 'mic-link', 'chat-bar', 'stats-panel'],
  talk: ['flight', 'pinned', 'said', 'gap'],
}

/** Each page in one look is seen at these too. The tokens of large text are half as large again. */
const SIZES = [
  { size: 'landscape', width: 844, height: 390 },
  { size: 'tablet', width: 820, height: 1180 },
  { size: 'large', width: 390, height: 844, fonts: { s: 18, m: 21, l: 24, xl: 30 } },
]

/** What is on the screen and should not be: see the names of the checks. */
function faults(page: Page) {
  return page.evaluate(() => {
    const content = document.querySelector('.mp-page:not([hidden]) .mp-page-content')!
    const width = content.clientWidth
    const found: string[] = []
    const name = (node: Element) => `${node.tagName.toLowerCase()}.${String(node.className).split('--').pop()}`
    const above = (node: Element | null): Element[] =>
      node && node !== content ? [node, ...above(node.parentElement)] : []
    const clipped = (node: Element) =>
      above(node.parentElement).some((at) => /hidden|auto|scroll/.test(getComputedStyle(at).overflowX))

    type Colour = [r: number, g: number, b: number, alpha: number]
    const colour = (text: string): Colour => {
      const [r = 0, g = 0, b = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
      return [r, g, b, alpha]
    }
    const over = ([r, g, b, alpha]: Colour, [r2, g2, b2]: Colour): Colour => {
      const mix = (top: number, below: number) => top * alpha + below * (1 - alpha)
      return [mix(r, r2), mix(g, g2), mix(b, b2), 1]
    }
    const light = (channels: Colour) => {
      const [r, g, b] = channels.map((value) => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      }) as Colour
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    /** Undefined where a picture is behind, which no style tells. */
    const behind = (chain: Element[]): Colour | undefined => {
      const [at, ...rest] = chain
      if (!at) return undefined
      const style = getComputedStyle(at)
      if (style.backgroundImage !== 'none') return undefined
      const own = colour(style.backgroundColor)
      if (own[3] === 1) return own
      const below = behind(rest)
      return below && over(own, below)
    }
    /** WCAG 2.2, AA; what is disabled is exempt. */
    const faint = (node: Element) => {
      const chain = above(node)
      if (chain.some((at) => at.getAttribute('aria-disabled') === 'true' || /lm-disabled/.test(String(at.className))))
        return
      const style = getComputedStyle(node)
      const background = behind(chain)
      if (!background) return
      const opacity = chain.reduce((product, at) => product * Number(getComputedStyle(at).opacity), 1)
      const [r, g, b, alpha] = colour(style.color)
      const [darker = 0, lighter = 0] = [light(over([r, g, b, alpha * opacity], background)), light(background)].sort(
        (x, y) => x - y,
      )
      const size = parseFloat(style.fontSize)
      const enough = size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700) ? 3 : 4.5
      const contrast = (lighter + 0.05) / (darker + 0.05)
      if (contrast < enough) found.push(`${name(node)} "${node.textContent}" has a contrast of ${contrast.toFixed(1)}`)
    }

    for (const node of content.querySelectorAll('*')) {
      const box = node.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      if ((box.right > width + 1 || box.left < -1) && !clipped(node)) found.push(`${name(node)} runs off the screen`)
      const button = node.getAttribute('aria-role') === 'button'
      if (button && Math.min(box.width, box.height) < 43.5)
        found.push(`${name(node)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
      const words = [...node.childNodes].find((child) => child.nodeType === Node.TEXT_NODE && child.textContent!.trim())
      if (!words) continue
      // What is animated is on its way from somewhere.
      if (!above(node).some((at) => at.getAnimations().length)) faint(node)
      const range = document.createRange()
      range.selectNodeContents(node)
      const text = range.getBoundingClientRect()
      const inside = node.closest('[aria-role="button"]')?.getBoundingClientRect()
      if (inside && text.width && !clipped(node) && (text.right > inside.right + 1 || text.bottom > inside.bottom + 1))
        found.push(`${name(node)} "${node.textContent}" runs out of its button`)
    }
    return [...new Set(found)]
  })
}

/** A page of the gallery that has come to rest. */
async function open(page: Page, name: string, look: (typeof LOOKS)[number], parts: string[]): Promise<void> {
  const { renderer, theme, lang } = look
  const link = `pages/${name}/index?lang=${lang}&theme=${theme}`
  await page.goto(`${url}phone.html?path=${encodeURIComponent(link)}&renderer=${renderer}&theme=${theme}`)
  for (const part of parts) {
    const selector = name in COMPLETE ? `[class*="components_${part}_index--"]` : `[class*="${part}"]`
    await page.locator(selector).first().waitFor({ state: 'attached', timeout: 30_000 })
  }
  // The room is in when nothing says "entering" any more.
  if (name in COMPLETE) await page.locator('[class*="lr-panel"]').waitFor({ state: 'detached', timeout: 30_000 })
  await rest(page)
}

const rest = (page: Page) =>
  eventually('a page that stands still', () => page.evaluate(() => document.querySelectorAll('*').length), stands())

/** Takes a picture. @returns what is wrong with it */
async function look(page: Page, picture: string): Promise<string[]> {
  const errors = await page.evaluate(() => (window as unknown as { __phone: { errors: string[] } }).__phone.errors)
  const reports = await page.locator('[data-kind="skyline"]').allInnerTexts()
  await page.screenshot({ path: path.join(PICTURES, `${picture}.png`) })
  return [...errors, ...reports, ...(await faults(page))].map((fault) => `${picture}: ${fault}`)
}

const UPRIGHT = { width: 390, height: 844 }

describe.each(LOOKS)('$renderer, $theme, $lang', (one) => {
  const [, second, third] = LOOKS
  const pages = { ...COMPLETE, ...(one === second || one === third ? STATES : {}) }
  it.each(Object.entries(pages))(
    '%s',
    async (name, parts) => {
      const page = await browser.newPage({ viewport: UPRIGHT })
      const picture = `${name}-${one.renderer}-${one.theme}-${one.lang}`
      try {
        await open(page, name, one, parts)
        const seen = await look(page, picture)
        for (const { size, width, height, fonts } of one === second ? SIZES : []) {
          await page.setViewportSize({ width, height })
          if (fonts)
            await page.locator('.mp-page:not([hidden]) .mp-page-content').evaluate((content, sizes) => {
              for (const [token, px] of Object.entries(sizes))
                content.style.setProperty(`--lm-font-${token}`, `${px}px`)
            }, fonts)
          await rest(page)
          seen.push(...(await look(page, `${picture}-${size}`)))
        }
        expect(seen).toEqual([])
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
