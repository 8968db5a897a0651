import { checkFeed } from './feeds/feeds'
import type { FeedOptions } from './feeds/feed'
import { KeyRing, randomKey, type Key } from './auth/keys'
import { MAX_BASE } from './auth/media-url'
import { CONNECTION_DEFAULTS, type ConnectionSettings } from './net/settings'
import { silent, type Report } from './report'
import type { LogEngine } from './room/log'
import { ROOM_DEFAULTS, type RoomSettings } from './room/settings'

export interface GatewayOptions {
  /** HTTP and WebSocket; 0 picks a free port. Default 8787. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** RTMP; 0 picks a free port. Default 1935. */
  rtmpPort?: number
  /**
   * How clients reach HTTP and WebSocket, e.g. `https://live.example.com`. Without it each client gets media addresses on
   * the host it connected to itself.
   */
  publicUrl?: string
  /** How media clients reach RTMP; default: the host of `publicUrl` and `rtmpPort`. */
  publicRtmpUrl?: string
  /** Keys that tokens may be signed with; the first also signs media addresses. */
  keys?: readonly Key[]
  /** Gives out tokens at `POST /dev/token`, to this machine only; without `keys`, a random key is made. */
  dev?: boolean
  rooms?: Partial<RoomSettings>
  connections?: Partial<ConnectionSettings>
  /** How long a push or play address may be used to connect, ms. Default 600,000. */
  urlTtl?: number
  /** How long a stream whose publisher's connection has ended waits for the next one, ms. Default 5,000. */
  publishGrace?: number
  /** Files that are pushed in a loop from the start: cameras of a demo, a picture for who is not on air. Default: none. */
  feeds?: readonly FeedOptions[]
  /** Where rooms keep their logs. Default: this process's memory. */
  engine?: LogEngine
  /** Told what happens. Default: nobody. */
  report?: Report
  /** Server time, ms. Default `Date.now`. */
  now?: () => number
}

export interface Settings {
  port: number
  host: string
  rtmpPort: number
  publicUrl: string | undefined
  publicRtmpUrl: string | undefined
  keys: KeyRing
  dev: boolean
  rooms: RoomSettings
  connections: ConnectionSettings
  urlTtl: number
  publishGrace: number
  feeds: readonly FeedOptions[]
  engine: LogEngine | undefined
  report: Report
  now: () => number
}

/** @throws TypeError naming the option */
function checkPort(name: string, port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new TypeError(`${name} must be a port number from 0 to 65535, not ${port}`)
}

function checkUrl(name: string, text: string | undefined, protocols: readonly string[]): string | undefined {
  if (text === undefined) return undefined
  const example = `${protocols.at(-1)}//live.example.com`
  if (!URL.canParse(text)) throw new TypeError(`${name} must be an address like ${example}, not "${text}"`)
  const url = new URL(text)
  if (!protocols.includes(url.protocol) || !/^\/?$/.test(url.pathname) || url.search || url.hash || url.username) {
    throw new TypeError(`${name} must be ${protocols.join(' or ')}//host:port and nothing else, like ${example}`)
  }
  const base = `${url.protocol}//${url.host}`
  if (base.length <= MAX_BASE) return base
  throw new TypeError(`${name} has more than ${MAX_BASE} characters: long RTMP addresses fail on iOS`)
}

/** @throws TypeError naming the number that cannot be */
function checkNumbers(settings: object, least: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    const min = least[name] ?? 0
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= min)) {
      throw new TypeError(`${name} must be a number of at least ${min}, not ${value}`)
    }
  }
}

/** Fills in the defaults. @throws TypeError that names the option and says what it should be */
export function resolveOptions(options: GatewayOptions): Settings {
  const { keys = [], dev = false, publishGrace = 5_000 } = options
  const rooms = { ...ROOM_DEFAULTS, ...options.rooms }
  const connections = { ...CONNECTION_DEFAULTS, ...options.connections }
  checkNumbers(rooms, { seats: 1, ring: 1, maxMembers: 1, requestTtl: 1 })
  checkNumbers(connections, { heartbeat: 1, loginTimeout: 1, highWater: 1, maxConnections: 1 })
  checkNumbers({ publishGrace }, {})
  return {
    port: checkPort('port', options.port ?? 8787),
    host: options.host ?? '127.0.0.1',
    rtmpPort: checkPort('rtmpPort', options.rtmpPort ?? 1935),
    publicUrl: checkUrl('publicUrl', options.publicUrl, ['http:', 'https:']),
    publicRtmpUrl: checkUrl('publicRtmpUrl', options.publicRtmpUrl, ['rtmps:', 'rtmp:']),
    keys: new KeyRing(keys.length === 0 && dev ? [randomKey()] : keys),
    dev,
    rooms,
    connections,
    urlTtl: options.urlTtl ?? 600_000,
    publishGrace,
    feeds: (options.feeds ?? []).map(checkFeed),
    engine: options.engine,
    report: options.report ?? silent,
    now: options.now ?? Date.now,
  }
}
