/**
 * The real npm package, as WeChat would run it: one function whose `wx`, `window`, `navigator` ... are given. Its own protobuf tables are
 * taken out on the way, so that the scripted cloud speaks exactly what this SDK speaks.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Codec {
  new (fields: object): object
  decode(bytes: Uint8Array): Record<string, never>
  encode(message: object): { finish(): Uint8Array }
}

type Tables = Record<string, Record<string, Codec>>

/** What the SDK does to its socket; the other end is the cloud's. */
export interface Wire {
  send(bytes: Uint8Array): void
  close(): void
}

export interface Net {
  /** A socket of the SDK opens. @returns how it speaks to the cloud; undefined: it fails */
  connect(end: { receive(bytes: Uint8Array): void; close(): void }): Wire | undefined
}

export interface Sdk<Engine> {
  engine: Engine
  /** Layers: `proto_accesshub` and `proto_initconfig` around `proto_switch_v3` and `liveroom_cs_v3`. */
  codecs: Tables
  /** Global listeners that the SDK has put on `wx`, by name. */
  listened: string[]
  /** Contexts of live-pusher or live-player that the SDK made: none, as it never sees a page. */
  contexts: string[]
}

const SOURCE = readFileSync(
  join(__dirname, '../../../node_modules/zego-express-engine-miniprogram/ZegoExpressMiniProgram.js'),
  'utf8',
)
const HOOKED = SOURCE.replace('this.nt=L,', 'this.nt=__tables(L),').replace(
  'to=Kr.liveroom_cs_v3',
  'to=__tables(Kr).liveroom_cs_v3',
)
const NAMES = ['module', 'exports', 'wx', 'console', 'window', 'navigator', 'document', 'self', '__tables'] as const

type Handler = (event: unknown) => void

/** wx.connectSocket over a net. */
function connectSocket(net: Net) {
  const on: Partial<Record<'open' | 'close' | 'message' | 'error', Handler>> = {}
  const socket = {
    readyState: 0,
    onOpen: (run: Handler) => (on.open = run),
    onClose: (run: Handler) => (on.close = run),
    onMessage: (run: Handler) => (on.message = run),
    onError: (run: Handler) => (on.error = run),
    send: ({ data }: { data: ArrayBuffer }) => wire?.send(new Uint8Array(data)),
    close: () => {
      socket.readyState = 3
      wire?.close()
    },
  }
  const broken = (event: 'close' | 'error') => {
    if (socket.readyState === 3) return
    socket.readyState = 3
    on[event]?.({ code: 1006, errMsg: 'broken' })
  }
  const wire = net.connect({
    receive: (bytes) => {
      const data = bytes.slice().buffer
      setImmediate(() => socket.readyState === 1 && on.message?.({ data }))
    },
    close: () => broken('close'),
  })
  setImmediate(() => {
    if (!wire) return broken('error')
    socket.readyState = 1
    on.open?.({})
  })
  return socket
}

export function loadSdk<Engine>(net: Net): Sdk<Engine> {
  const codecs: Tables = {}
  const listened: string[] = []
  const contexts: string[] = []
  const made = (name: string) => () => contexts.push(name)
  const wx = {
    getNetworkType: ({ success }: { success: Handler }) => success({ networkType: 'wifi' }),
    onNetworkStatusChange: () => listened.push('NetworkStatusChange'),
    getStorageSync: () => '',
    setStorageSync: () => undefined,
    getSystemInfoSync: () => ({ SDKVersion: '3.0.0', platform: 'ios', model: 'phone', system: 'iOS 17' }),
    getSetting: () => undefined,
    request: () => undefined,
    connectSocket: () => connectSocket(net),
    createLivePusherContext: made('pusher'),
    createLivePlayerContext: made('player'),
  }
  const quiet = { log() {}, info() {}, warn() {}, error() {}, debug() {} }
  const module = { exports: {} as { ZegoExpressEngine: new (appId: number, server: string) => Engine } }
  const tables = (found: Tables) => Object.assign(codecs, found)
  // The package's own script, in a function as WeChat's loader does it
  const run = new Function(...NAMES, HOOKED) as (...all: unknown[]) => void
  run(module, module.exports, wx, quiet, undefined, undefined, undefined, undefined, tables)
  const engine = new module.exports.ZegoExpressEngine(1234567, 'wss://zego.test/ws')
  return { engine, codecs, listened, contexts }
}
