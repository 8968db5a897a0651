/** Chromium by its bare protocol: playwright keeps every page visible, so that no tab of its browser is ever behind another. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { BROWSER_FLAGS, CHROMIUM } from './lab-browser'

export interface Tab {
  /** Value of an expression on the page; promises are waited for. */
  evaluate<T>(expression: string): Promise<T>
}

export interface TabbedBrowser {
  /** Opens a tab; the one before is hidden by it. */
  open(url: string): Promise<Tab>
  close(): Promise<void>
}

interface Answer {
  id?: number
  result?: { targetId?: string; sessionId?: string; result?: { value?: unknown }; exceptionDetails?: { text: string } }
}

/** Numbers the requests and finds their answers. */
async function connect(url: string) {
  const socket = new WebSocket(url)
  const waiting = new Map<number, (answer: Answer) => void>()
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  let last = 0
  return (method: string, params: object, sessionId?: string): Promise<NonNullable<Answer['result']>> =>
    new Promise((resolve) => {
      last += 1
      waiting.set(last, ({ result }) => resolve(result ?? {}))
      socket.send(JSON.stringify({ id: last, method, params, sessionId }))
    })
}

export async function startTabs(): Promise<TabbedBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'lianmai-tabs-'))
  const own = [
    '--headless',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--use-fake-device-for-media-stream',
  ]
  const chromium = spawn(CHROMIUM, [...BROWSER_FLAGS, ...own, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = await new Promise<string>((resolve) => {
    let said = ''
    chromium.stderr.on('data', (text: Buffer) => {
      said += text.toString()
      const [found] = /ws:\/\/\S+/.exec(said) ?? []
      if (found) resolve(found)
    })
  })
  const send = await connect(url)
  return {
    async open(address) {
      const { targetId } = await send('Target.createTarget', { url: address })
      await send('Target.activateTarget', { targetId })
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
      const tab: Tab = {
        async evaluate<T>(expression: string) {
          const params = { expression, awaitPromise: true, returnByValue: true }
          const { result, exceptionDetails } = await send('Runtime.evaluate', params, sessionId)
          if (exceptionDetails) throw new Error(exceptionDetails.text)
          return result?.value as T
        },
      }
      // A new tab has an empty page before it has its own.
      while (!(await tab.evaluate<boolean>(`location.href !== 'about:blank' && document.readyState === 'complete'`)));
      return tab
    },
    async close() {
      const gone = new Promise((resolve) => chromium.on('close', resolve))
      chromium.kill('SIGKILL')
      await gone
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
