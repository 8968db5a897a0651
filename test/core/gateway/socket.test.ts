import { buildSync } from 'esbuild'
import { createContext, runInContext } from 'node:vm'
import { gateway } from '../../../src/provider/gateway'
import type { ClientFrame } from '../../../src/provider/gateway/wire'
import { URL, refusal, settle, snapshot } from './bench'

type Listener = (detail: unknown) => void

/** A SocketTask as the phone has it: callbacks that cannot be taken back. */
class FakeTask {
  readonly sent: ClientFrame[] = []
  closed = 0
  private listeners: { [name: string]: Listener } = {}
  failSend: unknown
  onOpen = (listener: Listener) => void (this.listeners['open'] = listener)
  onMessage = (listener: Listener) => void (this.listeners['message'] = listener)
  onClose = (listener: Listener) => void (this.listeners['close'] = listener)
  onError = (listener: Listener) => void (this.listeners['error'] = listener)
  tell = (name: string, detail: unknown = {}) => this.listeners[name]?.(detail)

  constructor(readonly options: { url: string; fail: Listener }) {}

  send({ data, fail }: { data: string; fail: Listener }): void {
    this.sent.push(JSON.parse(data) as ClientFrame)
    if (this.failSend) fail(this.failSend)
  }
  close(): void {
    this.closed++
  }
}

function fakeWx() {
  const tasks: FakeTask[] = []
  const connectSocket = jest.fn((options: { url: string; fail: Listener }) => {
    const task = new FakeTask(options)
    tasks.push(task)
    return task
  })
  return { tasks, wx: { connectSocket } }
}

const globals = globalThis as { wx?: unknown }

beforeEach(() => jest.useFakeTimers())
afterEach(() => {
  delete globals.wx
  jest.useRealTimers()
})

async function enter(tasks: FakeTask[], provider = gateway()({ url: URL })) {
  const joined = provider.join({ roomId: 'room', token: 'tok' })
  await settle()
  tasks[0]?.tell('open')
  tasks[0]?.tell('message', { data: JSON.stringify({ t: 'yo', T: 0, hb: 10_000, u: 'ann' }) })
  tasks[0]?.tell('message', { data: JSON.stringify(snapshot()) })
  await joined
  await settle()
  return provider
}

describe('wx.connectSocket', () => {
  test('joins over a SocketTask, leaves and closes it', async () => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const provider = await enter(tasks)
    expect(wx.connectSocket).toHaveBeenCalledWith(expect.objectContaining({ url: URL }))
    await provider.leave()
    expect(tasks[0]?.sent.map(({ t }) => t)).toEqual(['hi', 'join', 'leave'])
    expect(tasks[0]?.closed).toBe(1)
  })

  test('a task closed while connecting is closed again when it opens after all', async () => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const provider = gateway()({ url: URL })
    const error = refusal(provider.join({ roomId: 'room', token: 'tok' }))
    await settle()
    await provider.leave()
    await error
    tasks[0]?.tell('open')
    expect(tasks[0]?.closed).toBe(2)
    expect(tasks[0]?.sent).toEqual([])
  })

  test('a send that fails is a loss: what was sent is sent again', async () => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const provider = await enter(tasks)
    const lost: unknown[] = []
    provider.events.on('reconnecting', (event) => lost.push(event))
    Object.assign(tasks[0] as FakeTask, { failSend: { errMsg: 'sendSocketMessage:fail' } })
    void provider.send({ kind: 'chat', text: 'x' }).catch(() => undefined)
    expect(lost).toEqual([{ attempt: 1, cause: expect.objectContaining({ reason: 'network' }) }])
  })

  test.each([
    ['an errno', { errno: 600002, errMsg: 'x' }],
    ['words', { errMsg: 'connectSocket:fail url not in domain list' }],
  ])('a domain that is not listed (%s): join fails at once and says what to configure', async (_, detail) => {
    const { wx } = fakeWx()
    // It fails before it returns.
    globals.wx = {
      connectSocket: (options: { url: string; fail: Listener }) => (options.fail(detail), wx.connectSocket(options)),
    }
    const error = refusal(gateway()({ url: URL }).join({ roomId: 'room', token: 'tok' }))
    await settle()
    expect(await error).toMatchObject({ reason: 'invalid-argument', subject: 'url', cause: detail })
    expect((await error).message).toContain('mp.weixin.qq.com')
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each([
    ['the network was interrupted (600003)', 'error', { errno: 600003, errMsg: 'network interrupted error' }],
    ['cut in the background', 'close', { code: 1000, reason: 'interrupted' }],
  ])('%s: comes back on a new socket', async (_, event, detail) => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const provider = await enter(tasks)
    const lost: unknown[] = []
    provider.events.on('reconnecting', (payload) => lost.push(payload))
    tasks[0]?.tell(event, detail)
    tasks[0]?.tell('close', { code: 1006 })
    expect(lost).toEqual([{ attempt: 1, cause: expect.objectContaining({ reason: 'network' }) }])
    await jest.advanceTimersByTimeAsync(600)
    expect(tasks).toHaveLength(2)
    await provider.leave()
    expect(jest.getTimerCount()).toBe(0)
  })

  test('too many sockets: says so, and tries again', async () => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const error = refusal(gateway({ joinTimeoutMs: 1000 })({ url: URL }).join({ roomId: 'room', token: 'tok' }))
    await settle()
    tasks[0]?.tell('error', { errno: 600007, errMsg: 'exceed max task count' })
    await jest.advanceTimersByTimeAsync(700)
    expect(tasks).toHaveLength(2)
    tasks[1]?.tell('close', { code: 1006 })
    await jest.advanceTimersByTimeAsync(300)
    expect(await error).toMatchObject({ reason: 'network' })
  })

  test('too many sockets until the end: join rejects as busy', async () => {
    const { wx, tasks } = fakeWx()
    globals.wx = wx
    const error = refusal(gateway({ joinTimeoutMs: 100 })({ url: URL }).join({ roomId: 'room', token: 'tok' }))
    await settle()
    tasks[0]?.tell('error', { errno: 600007, errMsg: '' })
    await jest.advanceTimersByTimeAsync(100)
    expect(await error).toMatchObject({ reason: 'busy', message: expect.stringContaining('five sockets') })
  })
})

test('neither wx nor connect: join fails at once and names the option', async () => {
  const error = refusal(gateway()({ url: URL }).join({ roomId: 'room', token: 'tok' }))
  await settle()
  expect(await error).toMatchObject({ reason: 'unsupported', message: expect.stringContaining('connect') })
})

test('a connect that throws is tried again', async () => {
  const connect = jest.fn(() => {
    throw new Error('no route')
  })
  const error = refusal(gateway({ connect, joinTimeoutMs: 1000 })({ url: URL }).join({ roomId: 'room', token: 'tok' }))
  await jest.advanceTimersByTimeAsync(1000)
  expect(await error).toMatchObject({ reason: 'network', message: expect.stringContaining('no route') })
  expect(connect.mock.calls.length).toBeGreaterThan(1)
})

test('runs where there is nothing but wx, timers and console, and where eval is forbidden', async () => {
  const { outputFiles } = buildSync({
    entryPoints: ['src/provider/gateway/index.ts'],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2018',
  })
  const { wx, tasks } = fakeWx()
  const module = { exports: {} as { gateway: typeof gateway } }
  const realm = { wx, module, exports: module.exports, setTimeout, clearTimeout, setInterval, clearInterval, console }
  const context = createContext(realm, { codeGeneration: { strings: false, wasm: false } })
  expect(runInContext('typeof TextEncoder + typeof URL + typeof crypto + typeof process', context)).toBe(
    'undefined'.repeat(4),
  )
  runInContext(outputFiles[0]?.text ?? '', context)
  const provider = await enter(tasks, module.exports.gateway()({ url: URL }))
  const sent = provider.send({ kind: 'chat', text: '连麦 🎤' })
  tasks[0]?.tell('message', { data: JSON.stringify({ t: 'ok', n: 1, s: 11, at: 1, e: 'E1' }) })
  await expect(sent).resolves.toEqual({ id: expect.stringMatching(/^ann:k\w+:1$/) as string, at: 1 })
  expect(tasks[0]?.sent.pop()).toMatchObject({ t: 'do', d: { text: '连麦 🎤' } })
  await provider.leave()
  expect(jest.getTimerCount()).toBe(0)
})
