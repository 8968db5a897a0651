/**
 * The kit as a team gets it: `npm pack`, installed into a blank mini-program, built by WeChat's own npm builder, the demo's
 * pages copied in, opened in the preview.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../support/browser'

const ROOT = path.resolve(__dirname, '../..')
const BUILDER = path.join(ROOT, 'test/npm-build')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

const run = (cwd: string, command: string, args: string[]) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

let work: string
let app: string
let preview: ChildProcess | undefined
let browser: Browser | undefined

beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'lianmai-npm-'))
  app = path.join(work, 'app')
  // The builder is 276 MB and has no place in everybody's install: fetched when this test first runs.
  if (!existsSync(path.join(BUILDER, 'node_modules/miniprogram-ci'))) run(BUILDER, npm, ['ci', '--ignore-scripts'])
  run(ROOT, npm, ['pack', '--pack-destination', work, '--ignore-scripts'])
  cpSync(path.join(ROOT, 'test/e2e/blank-app'), app, { recursive: true })
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'))!
  run(app, npm, ['install', '--no-audit', '--no-fund', '--prefer-offline', path.join(work, tarball)])
}, 600_000)

afterAll(async () => {
  await browser?.close()
  if (preview && preview.exitCode === null) {
    preview.kill()
    await once(preview, 'exit')
  }
  rmSync(work, { recursive: true, force: true })
})

it('WeChat npm build takes the kit as it is, with every component and both MobX packages', () => {
  const warnings = JSON.parse(
    run(ROOT, process.execPath, [path.join(BUILDER, 'pack.cjs'), app])
      .trim()
      .split('\n')
      .pop()!,
  )
  expect(warnings).toEqual([])
  const built = path.join(app, 'miniprogram_npm')
  expect(readdirSync(built).sort()).toEqual(['lianmai', 'mobx-miniprogram', 'mobx-miniprogram-bindings'])
  const components = readdirSync(path.join(ROOT, 'components')).filter((name) => name !== 'shared')
  const missing = components.flatMap((name) =>
    ['js', 'wxml', 'wxss', 'json']
      .map((end) => `lianmai/components/${name}/index.${end}`)
      .filter((file) => !existsSync(path.join(built, file))),
  )
  expect(missing).toEqual([])
  const providers = ['gateway', 'simulated', 'url', 'zego', 'trtc', 'messages'].map((name) => `providers/${name}`)
  const entries = ['index', 'core', 'codes', 'interop', 'preflight', 'ui', ...providers]
  for (const entry of entries.map((name) => `${name}.js`))
    expect(existsSync(path.join(built, 'lianmai', entry))).toBe(true)
})

it('what one built script takes of another is there: each is a bundle of its own', () => {
  const dist = path.join(ROOT, 'miniprogram_dist')
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  const exported = (file: string) =>
    new Set(Array.from(readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): \(\) =>/gm), ([, name]) => name))
  const missing = scripts.flatMap((script) => {
    const text = readFileSync(path.join(dist, script), 'utf8')
    return Array.from(text.matchAll(/^var (import_\w+) = require\("(\.[^"]+)"\)/gm)).flatMap(([, variable, from]) => {
      const names = exported(path.join(dist, path.dirname(script), `${from}.js`))
      const taken = Array.from(text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g')), ([, name]) => name)
      return taken.filter((name) => !names.has(name)).map((name) => `${script}: ${name} of ${from}; export it there`)
    })
  })
  expect(scripts.length).toBeGreaterThan(15)
  expect(missing).toEqual([])
})

it('the installed package has types, on every public path', () => {
  const script = `
    import { createRoom, getRoom, LiveError, registerProvider } from 'lianmai'
    import { createRoom as createCoreRoom, type RoomProvider } from 'lianmai/core'
    import { describeCode } from 'lianmai/codes'
    import { interop } from 'lianmai/interop'
    import { preflight } from 'lianmai/preflight'
    import { extendMessages } from 'lianmai/ui'
    import { simulated } from 'lianmai/providers/simulated'
    import { url } from 'lianmai/providers/url'
    registerProvider('simulated', simulated())
    registerProvider('url', url({ streams: [{ id: 'door', urls: ['rtmp://x/door'] }] }))
    export const ids: readonly string[] = getRoom('default').streamIds
    export const joined: boolean = createRoom({ key: 'default', url: 'wss://x' }).joined
    export const chat: (text: string) => Promise<void> = createCoreRoom().messages.chat
    export const reason: string = LiveError.of('network', 'x').reason
    export type Provider = RoomProvider
    export const level: 'info' | 'warning' | 'error' = describeCode('live-player', 2003).level
    export const playable: string = interop('webrtc', 'mini-program').playable
    export const state: Promise<string> = preflight().then((report) => report.state)
    extendMessages('ja', { 'common.retry': 'x' })
    // @ts-expect-error -- not any: a number is no url
    createRoom({ url: 1 })
    // @ts-expect-error -- not any: one address is no list
    url({ streams: [{ id: 'door', urls: 'rtmp://x/door' }] })`
  writeFileSync(path.join(app, 'uses.ts'), script)
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, target: 'ES2020', lib: ['ES2020'] },
    ...{ module: 'ESNext', moduleResolution: 'bundler', types: [] },
  }
  writeFileSync(path.join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['uses.ts'] }))
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', app], { encoding: 'utf8' })
  // Empty, or tsc's own words: a path without declarations, a type that is any.
  expect(stdout).toBe('')
  rmSync(path.join(app, 'tsconfig.json'))
  rmSync(path.join(app, 'uses.ts'))
})

it('each demo page, copied in, opens in the preview', async () => {
  const pages = readdirSync(path.join(ROOT, 'demo/pages'))
  mkdirSync(path.join(app, 'shared'), { recursive: true })
  cpSync(path.join(ROOT, 'demo/shared'), path.join(app, 'shared'), { recursive: true })
  for (const page of pages)
    cpSync(path.join(ROOT, 'demo/pages', page), path.join(app, 'pages', page), { recursive: true })
  const config = JSON.parse(readFileSync(path.join(app, 'app.json'), 'utf8')) as { pages: string[] }
  config.pages = pages.map((page) => `pages/${page}/index`)
  writeFileSync(path.join(app, 'app.json'), JSON.stringify(config))

  const phones = config.pages.flatMap((page) => ['--phone', page])
  const cli = path.join(ROOT, 'preview/dist/cli.js')
  preview = spawn(process.execPath, [cli, app, '--port', '0', ...phones], { stdio: ['ignore', 'pipe', 'inherit'] })
  let url = ''
  for await (const line of createInterface({ input: preview.stdout! })) {
    url = /http:\/\/[\d.:]+\//.exec(line)?.[0] ?? ''
    if (url) break
  }
  browser = await launchBrowser()
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url)
  for (const [index, name] of pages.entries()) {
    const phone = page.frameLocator(`iframe >> nth=${index}`)
    // Without a gateway the live pages show that they cannot enter, and every page renders something of its own.
    await phone.locator('.home, .page').first().waitFor({ timeout: 30_000 })
    expect([name, await phone.locator('.home, .page').count()]).toEqual([name, 1])
  }
  expect(errors).toEqual([])
}, 120_000)
