/**
 * A realm like a phone's: `wx`, timers and console, and nothing else; no eval. Every listener, timer and socket that the code
 * registers is counted, and so is what it removes (listeners and sockets by test/support/fake-wx.ts).
 */
import path from 'node:path'
import vm from 'node:vm'
import { buildSync } from 'esbuild'
import { FakePhone, type FakeSocket } from '../../support/fake-wx'

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

/** A counting phone whose sockets open by themselves. @param serve answers a client's frame */
export function createPhone(serve: (frame: Record<string, unknown>, socket: FakeSocket) => void): FakePhone {
  const phone = new FakePhone()
  const connect = phone.wx.connectSocket as () => FakeSocket
  phone.wx.connectSocket = () => {
    const socket = connect()
    const { send } = socket
    socket.send = (message) => {
      send(message)
      const frame = socket.sent.at(-1)!
      queueMicrotask(() => !socket.closed && serve(frame, socket))
    }
    queueMicrotask(() => socket.open())
    return socket
  }
  return phone
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
