/**
 * A realm like a phone's: `wx`, timers and console, and nothing else; no eval. Every listener, timer and socket that the code
 * registers is counted, and so is what it removes.
 */
import path from 'node:path'
import vm from 'node:vm'
import { buildSync } from 'esbuild'

const ROOT = path.resolve(__dirname, '../../..')

/** A module of src/ as one script, as the kit ships it. */
export function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2018',
  })
  return outputFiles[0]!.text
}

export interface FakeTask {
  sent: Array<Record<string, unknown>>
  open: boolean
  /** What the server says. */
  say(frame: object): void
}

export interface Phone {
  wx: Record<string, unknown>
  sockets: FakeTask[]
  /** Listeners by event that are registered now. */
  listeners(): Record<string, number>
  fire(event: string, payload?: object): void
}

/** What a library may register on the phone: on + off come in pairs. */
const EVENTS = [
  'AppShow',
  'AppHide',
  'NetworkStatusChange',
  'NetworkWeakChange',
  'AudioInterruptionBegin',
  'AudioInterruptionEnd',
  'MemoryWarning',
]

/** @param serve answers a client's frame */
export function createPhone(serve: (frame: Record<string, unknown>, task: FakeTask) => void): Phone {
  const registered = new Map(EVENTS.map((name) => [name, new Set<(payload: object) => void>()]))
  const sockets: FakeTask[] = []
  const storage = new Map<string, unknown>()
  const wx: Record<string, unknown> = {
    connectSocket: () => connect(sockets, serve),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorage: ({ key, data }: { key: string; data: unknown }) => storage.set(key, data),
    getAppBaseInfo: () => ({ SDKVersion: '3.17.0' }),
    getNetworkType: ({ success }: { success(result: object): void }) =>
      success({ networkType: 'wifi', weakNet: false }),
  }
  for (const [name, set] of registered) {
    wx[`on${name}`] = (listener: (payload: object) => void) => set.add(listener)
    wx[`off${name}`] = (listener?: (payload: object) => void) => (listener ? set.delete(listener) : set.clear())
  }
  return {
    wx,
    sockets,
    listeners: () =>
      Object.fromEntries([...registered].filter(([, { size }]) => size).map(([name, { size }]) => [name, size])),
    fire: (event, payload = {}) => [...registered.get(event)!].forEach((listener) => listener(payload)),
  }
}

function connect(sockets: FakeTask[], serve: (frame: Record<string, unknown>, task: FakeTask) => void) {
  const on: Record<string, (payload: object) => void> = {}
  const end = (code: number) => {
    if (!task.open) return
    task.open = false
    queueMicrotask(() => on.close?.({ code, reason: '' }))
  }
  const task: FakeTask = {
    sent: [],
    open: true,
    say: (frame) => on.message?.({ data: JSON.stringify(frame) }),
  }
  sockets.push(task)
  queueMicrotask(() => on.open?.({ header: {} }))
  return {
    onOpen: (listener: (payload: object) => void) => (on.open = listener),
    onMessage: (listener: (payload: object) => void) => (on.message = listener),
    onClose: (listener: (payload: object) => void) => (on.close = listener),
    onError: (listener: (payload: object) => void) => (on.error = listener),
    send: ({ data }: { data: string }) => {
      const frame = JSON.parse(data) as Record<string, unknown>
      task.sent.push(frame)
      queueMicrotask(() => task.open && serve(frame, task))
    },
    close: () => end(1000),
  }
}

export interface Realm<T> {
  exports: T
  /** Timers and intervals that have not fired and were not cleared. */
  timers(): number
}

/** Runs a script with nothing but `wx`, timers and console. */
export function load<T>(script: string, wx?: object): Realm<T> {
  const pending = new Set<unknown>()
  const timeout = (run: () => void, ms?: number) => {
    const timer = setTimeout(() => {
      pending.delete(timer)
      run()
    }, ms)
    pending.add(timer)
    return timer
  }
  const interval = (run: () => void, ms?: number) => {
    const timer = setInterval(run, ms)
    pending.add(timer)
    return timer
  }
  const clear = (timer: NodeJS.Timeout) => {
    pending.delete(timer)
    clearTimeout(timer)
  }
  const module = { exports: {} }
  const globals = {
    module,
    exports: module.exports,
    console,
    setTimeout: timeout,
    setInterval: interval,
    clearTimeout: clear,
    clearInterval: clear,
    ...(wx && { wx }),
  }
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } })
  vm.runInContext(script, context)
  return { exports: module.exports as T, timers: () => pending.size }
}
