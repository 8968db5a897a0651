/**
 * The real npm package, as WeChat would run it: one function whose `wx`, `window`, `navigator` ... are given. Its own protobuf tables are
 * taken out on the way, so that the scripted cloud speaks exactly what this SDK speaks.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomClock } from './clock'

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

/** The cloud's hands on that socket. */
export interface SocketEnd {
  receive(bytes: Uint8Array): void
  close(): void
}

export interface Net {
  /** A socket of the SDK opens. @returns how it speaks to the cloud; undefined: it fails */
  connect(end: SocketEnd): Wire | undefined
}

export interface Sdk<Engine> {
  engine: Engine
  /** Layers: `proto_accesshub` and `proto_initconfig` around `proto_switch_v3` and `liveroom_cs_v3`. */
  codecs: Tables
  /** Global listeners that the SDK has put on `wx`, by name. */
  listened: string[]
  /** WeChat says that the phone has a network, or none. */
  network(isConnected: boolean): void
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
const CLOCK = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const
const NAMES = ['module', 'exports', 'wx', 'console', 'window', 'navigator', 'document', 'self', '__tables', ...CLOCK]
// The package's own script, in a function as WeChat's loader does it; compiled once, run for each phone.
const run = new Function(...NAMES, HOOKED) as (...all: unknown[]) => void

type Handler = (event: unknown) => void

/** wx.connectSocket over a net. */
function connectSocket(net: Net, clock: RoomClock) {
  /** What is on its way keeps time from going on. */
  const soon = (act: () => void) => {
    clock.stir()
    setImmediate(() => {
      clock.stir()
      act()
    })
  }
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
      soon(() => socket.readyState === 1 && on.message?.({ data }))
    },
    close: () => broken('close'),
  })
  soon(() => {
    if (!wire) return broken('error')
    socket.readyState = 1
    on.open?.({})
  })
  return socket
}

/** @param clock the only one that the SDK has */
export function loadSdk<Engine>(net: Net, clock: RoomClock): Sdk<Engine> {
  const codecs: Tables = {}
  const listened: string[] = []
  const handlers: Handler[] = []
  const contexts: string[] = []
  const made = (name: string) => () => contexts.push(name)
  const wx = {
    getNetworkType: ({ success }: { success: Handler }) => success({ networkType: 'wifi' }),
    onNetworkStatusChange(handler: Handler) {
      listened.push('NetworkStatusChange')
      handlers.push(handler)
    },
    getStorageSync: () => '',
    setStorageSync: () => undefined,
    getSystemInfoSync: () => ({ SDKVersion: '3.0.0', platform: 'ios', model: 'phone', system: 'iOS 17' }),
    getSetting: () => undefined,
    request: () => undefined,
    connectSocket: () => connectSocket(net, clock),
    createLivePusherContext: made('pusher'),
    createLivePlayerContext: made('player'),
  }
  const quiet = { log() {}, info() {}, warn() {}, error() {}, debug() {} }
  const module = { exports: {} as { ZegoExpressEngine: new (appId: number, server: string) => Engine } }
  const tables = (found: Tables) => Object.assign(codecs, found)
  const realm = clock.realm('sdk')
  const times = CLOCK.map((name) => realm[name])
  run(module, module.exports, wx, quiet, undefined, undefined, undefined, undefined, tables, ...times)
  const engine = new module.exports.ZegoExpressEngine(1234567, 'wss://zego.test/ws')
  const network = (isConnected: boolean) =>
    handlers.forEach((handle) => handle({ isConnected, networkType: isConnected ? 'wifi' : 'none' }))
  return { engine, codecs, listened, contexts, network }
}
