/** Chromium on the harness page. */
import { chromium, type Browser, type Page } from 'playwright-core'

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
]

export interface BrowserOptions {
  /** A camera and a microphone that Chromium invents. Default true. */
  camera?: boolean
  /** Sound without a gesture. Default true. */
  sound?: boolean
}

export function startBrowser({ camera = true, sound = true }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...BROWSER_FLAGS,
      ...(camera ? ['--use-fake-device-for-media-stream'] : []),
      `--autoplay-policy=${sound ? 'no-user-gesture-required' : 'user-gesture-required'}`,
    ],
  })
}

/** A page with `lab` on it; exceptions nobody caught are collected in `failures`. */
export async function openLab(browser: Browser, origin: string): Promise<{ page: Page; failures: string[] }> {
  const page = await browser.newPage()
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(String(error)))
  await page.goto(origin)
  return { page, failures }
}
