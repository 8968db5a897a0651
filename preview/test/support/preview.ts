/** Starts the built command on a copy of a mini-program, and a browser to look at it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, realpath, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { chromium, type Browser, type Frame, type Page } from 'playwright-core'

const PREVIEW = path.resolve(__dirname, '../..')
const BUILT = path.join(PREVIEW, 'node_modules', '.cache', 'test')

/** Bundles the command as `gulp` does, to a folder of the tests' own, so that they test the sources as they are. */
export async function buildCommand(): Promise<string> {
  await build({
    entryPoints: [path.join(PREVIEW, 'src/cli.ts')],
    outdir: BUILT,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: { '@lianmai/flv': path.resolve(PREVIEW, '../flv/src/index.ts') },
  })
  return path.join(BUILT, 'cli.js')
}

/** A copy of the fixture that a test may change. Its npm/ becomes miniprogram_npm/, which git ignores. */
export async function copyFixture(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mini-program-')))
  await cp(path.join(__dirname, '../fixture'), folder, { recursive: true })
  await rename(path.join(folder, 'npm'), path.join(folder, 'miniprogram_npm'))
  return folder
}

export interface Running {
  url: string
  folder: string
  stop(): Promise<void>
}

/** Runs the command; resolves with the address it prints. */
export async function startPreview(folder: string, ...args: string[]): Promise<Running> {
  const command = await buildCommand()
  const child = spawn(process.execPath, [command, folder, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await firstLine(child)
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  return { url, folder, stop }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`lianmai-preview ended with ${code}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const line = /^(http\S+)\n/.exec(text)?.[1]
      if (line) resolve(line)
    })
  })
}

/** The outcome of a command that ends by itself. */
export async function runCommand(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = await buildCommand()
  const child = spawn(process.execPath, [command, ...args])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      ...more,
    ],
  })
}

/** Opens one phone without the frame around it; resolves once its first page is open. */
export async function openPhone(page: Page, url: string, path = ''): Promise<void> {
  await page.goto(`${url}phone.html?path=${encodeURIComponent(path)}&lang=en`)
  await page.waitForFunction(() => window.__phone?.pages().length)
}

/** The app's log in a phone. */
export function appLog(phone: Page | Frame): Promise<string[]> {
  return phone.evaluate(() => getApp().globalData.log.slice())
}
