/** A gateway client on a fake socket: the test plays the server by hand, on jest's fake clock. */
import type { LiveError } from '../../../src/errors'
import { gateway } from '../../../src/provider/gateway'
import type { GatewayOptions, WebSocketLike } from '../../../src/provider/gateway'
import type { ClientFrame, LogEvent, RoomState, ServerFrame } from '../../../src/provider/gateway/wire'
import type { JoinRequest, ProviderEvents, Rights, RoomProvider, RoomSnapshot, User } from '../../../src/provider/types'

export const URL = 'ws://gateway.test'
export const RIGHTS: Rights = { publish: true, chat: true, link: false, host: true, moderate: true }
export const ME: User = { id: 'ann', name: 'Ann', role: 'anchor', muted: false, silenced: false, joinedAt: 1 }
export const BOB: User = { id: 'bob', name: 'Bob', role: 'audience', muted: false, silenced: false, joinedAt: 2 }
export const EMPTY: RoomState = {
  users: [ME, BOB],
  streams: [],
  link: { requests: [], seats: [] },
  allSilenced: false,
  log: [],
}

type Sent<T> = Extract<ClientFrame, { t: T }>
type Snap = Extract<ServerFrame, { t: 'snap' }>

export class FakeSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly sent: ClientFrame[] = []
  closed = false

  constructor(readonly url: string) {}

  send(text: string): void {
    if (this.closed) throw new Error('sent on a closed socket')
    this.sent.push(JSON.parse(text) as ClientFrame)
  }
  close(): void {
    this.closed = true
  }
  open(): void {
    this.onopen?.({} as never)
  }
  say(...frames: ServerFrame[]): void {
    for (const frame of frames) this.raw(JSON.stringify(frame))
  }
  raw(data: unknown): void {
    this.onmessage?.({ data } as never)
  }
  drop(code = 1006): void {
    this.onclose?.({ code } as never)
  }
  fail(message: string): void {
    this.onerror?.({ message } as never)
  }
  only<T extends ClientFrame['t']>(t: T): Array<Sent<T>> {
    return this.sent.filter((frame): frame is Sent<T> => frame.t === t)
  }
}

export class Bench {
  readonly sockets: FakeSocket[] = []
  readonly heard: Array<[keyof ProviderEvents, unknown]> = []
  readonly provider: RoomProvider

  /** @param url null: none is configured */
  constructor(options: GatewayOptions = {}, url: string | null = URL) {
    const connect = (to: string) => {
      const socket = new FakeSocket(to)
      this.sockets.push(socket)
      return socket
    }
    this.provider = gateway({ connect, ...options })(url === null ? {} : { url })
    for (const name of EVENTS) this.provider.events.on(name, (payload) => this.heard.push([name, payload]))
  }

  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1]
    if (!socket) throw new Error('the client has opened no socket yet')
    return socket
  }

  /** Names of what was emitted since the last call. */
  names(): string[] {
    return this.heard.splice(0).map(([name]) => name)
  }

  /** Walks the client into the room. */
  async enter(request: Partial<JoinRequest> = {}, snap: Partial<Snap> = {}): Promise<RoomSnapshot> {
    const joined = this.provider.join({ roomId: 'room', token: 'tok', ...request })
    await settle()
    this.login()
    this.socket.say(snapshot(snap))
    const entered = await joined
    await settle()
    return entered
  }

  /** Opens the newest socket and answers its `hi`. */
  login(hb = 10_000): void {
    this.socket.open()
    this.socket.say({ t: 'yo', T: 0, hb, u: 'ann' })
  }

  /** Cuts the connection and lets the client come back up to its `hi`. */
  async cut(code = 1006): Promise<void> {
    this.socket.drop(code)
    await jest.advanceTimersByTimeAsync(600)
  }
}

const EVENTS: ReadonlyArray<keyof ProviderEvents> = [
  'reconnecting',
  'resumed',
  'snapshot',
  'left',
  'rights',
  'userJoined',
  'userLeft',
  'userUpdated',
  'streamAdded',
  'streamUpdated',
  'streamRemoved',
  'message',
  'counts',
  'linkRequested',
  'linkSettled',
  'linkStarted',
  'linkEnded',
  'seats',
  'allSilenced',
  'error',
]

export function snapshot(change: Partial<Snap> = {}): Snap {
  return { t: 'snap', r: 'room', e: 'E1', s: 10, st: EMPTY, me: ME, rights: RIGHTS, online: 2, likes: 0, ...change }
}

export function events(...ev: LogEvent[]): ServerFrame {
  return { t: 'e', r: 'room', s: ev[ev.length - 1]?.s ?? 0, ev }
}

export function chat(s: number, text: string, m = 'other:1'): LogEvent {
  return { s, at: 100 + s, u: 'bob', k: 'chat', d: { text, name: 'Bob', m } }
}

export function ok(n: number, s = 100 + n): ServerFrame {
  return { t: 'ok', n, s, at: 5, e: 'E1' }
}

/** Lets promises and zero timers run. */
export async function settle(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0)
}

/** The error a promise rejects with. */
export async function refusal(promise: Promise<unknown>): Promise<LiveError> {
  return promise.then(
    () => Promise.reject(new Error('it resolved')),
    (error: LiveError) => error,
  )
}
