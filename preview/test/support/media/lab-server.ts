/** One origin for the harness page, and Chromium on it. */
import { build } from 'esbuild'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { chromium, type Browser, type Page } from 'playwright-core'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export interface LabServer {
  /** `http://127.0.0.1:<port>`. */
  origin: string
  /** `ws://127.0.0.1:<port>`. */
  wsOrigin: string
  close(): Promise<void>
}

const here = __dirname
const flv = path.resolve(here, '../../../../flv/src/index.ts')

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [path.join(here, 'harness.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    alias: { '@lianmai/flv': flv },
    logLevel: 'error',
  })
  return result.outputFiles[0]!.text
}

/** Serves the harness; upgrades go to `upgrade`. */
export async function startLab(upgrade: Upgrade): Promise<LabServer> {
  const script = await bundle()
  const server: Server = createServer((request, response) => {
    const isScript = request.url === '/lab.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? script : '<!doctype html><body><script src="/lab.js"></script>')
  })
  server.on('upgrade', upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    wsOrigin: `ws://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const FLAGS = [
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
    executablePath: '/usr/bin/chromium',
    args: [
      ...FLAGS,
      ...(camera ? ['--use-fake-device-for-media-stream'] : []),
      ...(sound ? ['--autoplay-policy=no-user-gesture-required'] : []),
    ],
    ignoreDefaultArgs: ['--mute-audio'],
  })
}

/** A page with `lab` on it; what it logs as an error is collected in `errors`. */
export async function openLab(browser: Browser, origin: string): Promise<Page & { errors: string[] }> {
  const page = (await browser.newPage()) as Page & { errors: string[] }
  page.errors = []
  page.on('pageerror', (error) => page.errors.push(String(error)))
  await page.goto(origin)
  return page
}
