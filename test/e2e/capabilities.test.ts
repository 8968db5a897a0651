/**
 * The demo on providers that lack something, and with vendors' accounts filled in: a copy of it, changed in one line each, in a real
 * browser. What would need what is not there is not on the page; what was filled in can be chosen.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../support/browser'
import { Phone } from '../support/phone'

const ROOT = path.resolve(__dirname, '../..')
// Inside the repository, so that packages are found; git and the other tests pass it over.
const WORK = path.join(ROOT, 'coverage/demo')

let browser: Browser
const previews: ChildProcess[] = []

beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  for (const preview of previews) {
    preview.kill()
    if (preview.exitCode === null) await once(preview, 'exit')
  }
  rmSync(WORK, { recursive: true, force: true })
})

/** A copy of the demo, with one thing changed in a file of it. */
function copy(name: string, file: string, what: string | RegExp, by: string): string {
  const folder = path.join(WORK, name)
  mkdirSync(WORK, { recursive: true })
  const skipped = /miniprogram_npm|node_modules/
  cpSync(path.join(ROOT, 'demo'), folder, { recursive: true, filter: (source) => !skipped.test(source) })
  const text = readFileSync(path.join(folder, file), 'utf8')
  const changed = text.replace(what, by)
  if (changed === text) throw new Error(`${file} has nothing like ${what}`)
  writeFileSync(path.join(folder, file), changed)
  return folder
}

/** @returns where its preview is */
async function serve(folder: string): Promise<string> {
  const cli = path.join(ROOT, 'preview/dist/cli.js')
  const args = [cli, folder, '--port', '0', '--lang', 'en', '--npm', `lianmai=${ROOT}`]
  const preview = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  previews.push(preview)
  for await (const line of createInterface({ input: preview.stdout })) {
    const [url] = /http:\/\/[\d.:]+\//.exec(line) ?? []
    if (url) return url
  }
  throw new Error('the preview ended')
}

const errors: string[] = []

/** An element of a kit component; where the package is, the copies of the demo find it under another path than the demo. */
const part = (phone: Phone, component: string, name: string) =>
  phone.find(`[class*="components_${component}_index--${name}"]`)

async function phoneOf(url: string): Promise<{ phone: Phone; open: (path: string) => Promise<unknown> }> {
  const page: Page = await browser.newPage({ viewport: { width: 520, height: 1000 } })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  const open = (name: string) => page.goto(`${url}?phone=${encodeURIComponent(`pages/${name}`)}`)
  return { phone: new Phone(page, 1), open }
}

async function choose({ phone, open }: Awaited<ReturnType<typeof phoneOf>>, label: string): Promise<void> {
  await open('settings/index')
  await phone.find(`.provider[aria-label="${label}"]`).click({ timeout: 30_000 })
  await phone.find(`.provider.option-on[aria-label="${label}"]`).waitFor()
}

describe('a provider with media, and nothing else', () => {
  /** As the provider of fixed addresses is. */
  const LESS = `(() => {
    const none = { ...ALL_CAPABILITIES }
    for (const name of Object.keys(none)) if (name !== 'maxPlayers') none[name] = false
    const make = simulated(simulatedRooms)
    return (given) => Object.assign(make(given), { capabilities: none })
  })()`
  let at: Awaited<ReturnType<typeof phoneOf>>

  beforeAll(async () => {
    const folder = copy('less', 'app.ts', 'simulated(simulatedRooms)', LESS)
    const app = path.join(folder, 'app.ts')
    const text = readFileSync(app, 'utf8')
    writeFileSync(app, text.replace('{ registerProvider }', '{ ALL_CAPABILITIES, registerProvider }'))
    at = await phoneOf(await serve(folder))
    await choose(at, 'Simulated')
  }, 60_000)

  test('the summary of a show offers no end for all', async () => {
    const { phone, open } = at
    await open('live-anchor/index?live=1')
    await phone.allow(2)
    await part(phone, 'pusher-panel', 'end').click({ timeout: 30_000 })
    await phone.find('.summary').waitFor()
    expect(await phone.find('.summary .button').allInnerTexts()).toEqual(['Done'])
    expect(await part(phone, 'chat-bar', 'bar').count()).toBe(0)
    await phone.find('.summary .button').click()
    await phone.find('.summary').waitFor({ state: 'detached' })
  }, 90_000)

  test('a meeting has members, and no chat to open', async () => {
    const { phone, open } = at
    await open('meeting/index?host=1')
    await part(phone, 'player-tile', 'pt-name').first().waitFor({ timeout: 30_000 })
    expect(await phone.find('.tab').allInnerTexts()).toEqual(['Members'])
    await phone.find('.tab').click()
    await part(phone, 'member-list', 'row').first().waitFor()
    expect(await part(phone, 'member-list', 'all').count()).toBe(0)
    expect(await part(phone, 'member-list', 'manage').count()).toBe(0)
  }, 60_000)

  test('a call says why there is none', async () => {
    const { phone, open } = at
    await open('call/index')
    await phone.find('.person .round-on').nth(1).click({ timeout: 30_000 })
    await phone.find('.outcome').waitFor({ timeout: 30_000 })
    expect(await phone.find('.outcome').innerText()).toBe('This service has no calls')
    expect(errors).toEqual([])
  }, 60_000)
})

describe('accounts filled in as shared/config.ts says', () => {
  const FILLED = `import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import TRTC from 'trtc-wx-sdk'
const zego = { appId: 1234567, server: 'wss://127.0.0.1:9/ws', ZegoExpressEngine }
export const config: Config = { zego, trtc: { sdkAppId: 1400000000, TRTC } }`
  let folder: string

  beforeAll(() => {
    folder = copy('filled', 'shared/config.ts', 'export const config: Config = {}', FILLED)
  })

  test('compile against the published packages', () => {
    const options = JSON.parse(readFileSync(path.join(folder, 'tsconfig.json'), 'utf8')) as {
      extends: string
      compilerOptions: { paths: Record<string, string[]> }
    }
    // Two folders further down than the demo itself.
    const further = (file: string) => file.replace('../', '../../../')
    options.extends = further(options.extends)
    const { paths } = options.compilerOptions
    for (const [name, files] of Object.entries(paths)) paths[name] = files.map(further)
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(options))
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    // Empty, or tsc's own words.
    expect(stdout).toBe('')
  }, 90_000)

  test('are registered with their SDKs and can be chosen; without a backend the page says what is missing', async () => {
    const at = await phoneOf(await serve(folder))
    const { phone, open } = at
    await choose(at, 'TRTC')
    const offered = await phone.find('.provider').allInnerTexts()
    expect(offered).toEqual(['Gateway', 'Simulated', 'ZEGO', 'TRTC'])
    await choose(at, 'ZEGO')
    await open('live-viewer/index')
    await phone.find('.failure-why').waitFor({ timeout: 30_000 })
    expect(await phone.find('.failure-why').innerText()).toBe('Fill in tokenUrl in shared/config.ts')
    expect(errors).toEqual([])
  }, 90_000)

  test('without them no vendor script is part of the demo', async () => {
    const requested: string[] = []
    const page = await browser.newPage()
    page.on('request', (request) => requested.push(request.url()))
    await page.goto(await serve(path.join(ROOT, 'demo')))
    await new Phone(page, 1).find('.home').waitFor({ timeout: 30_000 })
    expect(requested.filter((url) => /zego-express-engine|trtc-wx/.test(url))).toEqual([])
    // The kit's side of it is seen, so the vendor's would be.
    expect(requested.some((url) => url.includes('providers/zego'))).toBe(true)
  }, 60_000)
})
