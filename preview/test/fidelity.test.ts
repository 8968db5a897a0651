/**
 * The same components in the preview and in WeChat's own simulator (exparser): order of lifetimes, observers and events,
 * setData, property types, rendered text. What differs is written down here and in README.md.
 */
import { execFile } from 'node:child_process'
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { launchBrowser, openPhone, startPreview } from './support/preview'

jest.setTimeout(180_000)

const FIXTURE = path.join(__dirname, 'fixture-fidelity')
const STEPS = ['hide', 'show', 'count', 'same', 'reorder', 'raise', 'feed', 'merge'] as const

interface Seen {
  log: string[]
  text: string
}

type Story = Record<'start' | (typeof STEPS)[number], Seen>

let preview: Story
let simulated: Story

beforeAll(async () => {
  // One copy each: stopping the preview removes its own. Outside this package, whose .js files are ES modules.
  const [shown, read] = await Promise.all([copy(), copy()])
  ;[preview, simulated] = await Promise.all([inPreview(shown), inSimulator(read)])
})

async function copy(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'fidelity-')))
  await cp(FIXTURE, folder, { recursive: true })
  return folder
}

/** Text without the white space between tags, which the two compilers keep differently. */
const plain = (text: string) => text.replace(/\s+/g, '')

async function inPreview(folder: string): Promise<Story> {
  const [browser, running] = await Promise.all([launchBrowser(), startPreview(folder)])
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await openPhone(page, running.url)
  await page.waitForFunction(() => getApp().globalData.log.includes('story ready'))
  const look = async (step?: string): Promise<Seen> => {
    const seen = await page.evaluate(async (name) => {
      const { log } = getApp().globalData
      const root = getCurrentPages()[0] as unknown as { selectComponent(selector: string): Record<string, () => void> }
      if (name !== undefined) log.length = 0
      if (name !== undefined) root.selectComponent('.story')[name]!()
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { log: [...log], text: document.querySelector('wx-page')?.textContent ?? '' }
    }, step)
    return { log: seen.log, text: plain(seen.text) }
  }
  const story = { start: await look() } as Story
  for (const step of STEPS) story[step] = await look(step)
  await browser.close()
  await running.stop()
  return story
}

async function inSimulator(folder: string): Promise<Story> {
  const script = path.join(__dirname, 'support/simulate.mjs')
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [script, folder, 'story/index', ...STEPS])
  await rm(folder, { recursive: true })
  const story = JSON.parse(stdout.slice(stdout.indexOf('{"start"'))) as Story
  for (const seen of Object.values(story)) seen.text = plain(seen.text)
  return story
}

/**
 * What the simulator leaves out, though the documentation has it: `ready` of what setData adds later, and a composed event
 * inside the component whose slot its target is in.
 */
const ONLY_IN_PREVIEW: Partial<Record<keyof Story, string[]>> = {
  show: ['child ready', 'life ready'],
  raise: ['outer slot heard bubble'],
}

it.each(['start', ...STEPS] as const)('%s: the same order and text', (step) => {
  const extra = ONLY_IN_PREVIEW[step] ?? []
  expect(preview[step].log).toEqual(expect.arrayContaining(extra))
  const log = preview[step].log.filter((entry) => !extra.includes(entry))
  expect({ ...preview[step], log }).toEqual(simulated[step])
})
