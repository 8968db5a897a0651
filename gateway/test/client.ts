/** A gateway on random ports and bare clients that speak the wire as it is, without the kit's own client. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createGateway, issueToken, type Gateway, type GatewayOptions, type Key } from '../src/index'
import type { Command, Cursor, LogEvent, Question, RefusalCode, Role, ServerFrame } from '../src/wire'

export const KEY: Key = { kid: 'k1', secret: 'a secret for tests, 32 chars long' }

export type Frame<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>

const started: Gateway[] = []

/** Closed behind the file's tests whatever becomes of them: an open server would keep jest from ending. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await createGateway({ port: 0, rtmpPort: 0, keys: [KEY], ...options })
  started.push(gateway)
  return gateway
}

afterAll(() => Promise.all(started.map((gateway) => gateway.close({ now: true }))))

export function tokenFor(user: string, role: Role, claims: Partial<Parameters<typeof issueToken>[1]> = {}): string {
  return issueToken(KEY, { sub: user, role, rooms: ['*'], ...claims })
}

let launches = 0

/** One socket. Frames are kept, and `next` waits for the first one not yet taken that matches. */
export class TestClient {
  readonly frames: ServerFrame[] = []
  readonly events: LogEvent[] = []
  readonly closed: Promise<number>
  epoch = ''
  seq = 0
  private n = 0
  private q = 0
  private wakeUp: () => void = () => undefined
  private readonly taken = new Set<ServerFrame>()

  private constructor(
    readonly socket: WebSocket,
    readonly pk: string,
  ) {
    this.closed = once(socket, 'close').then(([code]) => code as number)
    socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as ServerFrame))
    socket.on('close', () => this.wakeUp())
    socket.on('error', () => this.wakeUp())
  }

  static async connect(gateway: Gateway, pk = `pk${++launches}`): Promise<TestClient> {
    const socket = new WebSocket(gateway.urls.ws)
    const client = new TestClient(socket, pk)
    await once(socket, 'open')
    return client
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame))
  }

  async hi(tok: string, res?: Record<string, Cursor>): Promise<Frame<'yo'>> {
    this.send({ t: 'hi', v: 1, tok, pk: this.pk, ...(res && { res }) })
    return this.next('yo')
  }

  async join(r: string, more: object = {}): Promise<Frame<'snap'>> {
    this.send({ t: 'join', r, ...more })
    return this.next('snap')
  }

  /** @returns the command's number */
  post(r: string, command: Command, n = ++this.n): number {
    this.send({ t: 'do', n, r, ...command })
    return n
  }

  async do(r: string, command: Command): Promise<Frame<'ok'>> {
    const n = this.post(r, command)
    return this.next('ok', (frame) => frame.n === n)
  }

  async refused(r: string, command: Command): Promise<RefusalCode> {
    const n = this.post(r, command)
    return (await this.next('no', (frame) => frame.n === n)).c
  }

  /** The answer to command `n`, whichever it is. */
  async outcome(n: number): Promise<Frame<'ok'> | Frame<'no'>> {
    const mine = (frame: ServerFrame) => (frame.t === 'ok' || frame.t === 'no') && frame.n === n
    return (await this.find(mine)) as Frame<'ok'> | Frame<'no'>
  }

  async ask(r: string, question: Question): Promise<Frame<'ans'> | Frame<'nope'>> {
    const q = ++this.q
    this.send({ t: 'ask', q, r, ...question })
    const mine = (frame: ServerFrame) => (frame.t === 'ans' || frame.t === 'nope') && frame.q === q
    return (await this.find(mine)) as Frame<'ans'> | Frame<'nope'>
  }

  next<T extends ServerFrame['t']>(t: T, match: (frame: Frame<T>) => boolean = () => true): Promise<Frame<T>> {
    return this.find((frame) => frame.t === t && match(frame as Frame<T>)) as Promise<Frame<T>>
  }

  /** The first event of this kind that was received, now or later. */
  async event<K extends LogEvent['k']>(
    k: K,
    match: (event: Extract<LogEvent, { k: K }>) => boolean = () => true,
  ): Promise<Extract<LogEvent, { k: K }>> {
    for (;;) {
      const found = this.events.find((event) => event.k === k && match(event as Extract<LogEvent, { k: K }>))
      if (found) return found as Extract<LogEvent, { k: K }>
      await this.more(`event ${k}`)
    }
  }

  /** A question that needs no right and changes nothing: its answer comes after everything sent before. */
  async settle(): Promise<void> {
    this.send({ t: 'ping' })
    await this.next('pong')
  }

  cut(): Promise<number> {
    this.socket.terminate()
    return this.closed
  }

  private async find(match: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    for (;;) {
      const found = this.frames.find((frame) => !this.taken.has(frame) && match(frame))
      if (found) {
        this.taken.add(found)
        return found
      }
      await this.more('frame')
    }
  }

  private async more(what: string): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) {
      throw new Error(`closed while waiting for a ${what}; got ${JSON.stringify(this.frames.slice(-3))}`)
    }
    const before = this.wakeUp
    await new Promise<void>((resolve) => {
      this.wakeUp = () => {
        before()
        resolve()
      }
    })
  }

  private receive(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.t === 'snap') [this.epoch, this.seq] = [frame.e, frame.s]
    if (frame.t === 'e') {
      this.events.push(...frame.ev)
      this.seq = frame.s
    }
    const wake = this.wakeUp
    this.wakeUp = () => undefined
    wake()
  }
}

/** A client that is in the room. */
export async function enter(gateway: Gateway, user: string, role: Role, room = 'r'): Promise<TestClient> {
  const client = await TestClient.connect(gateway)
  await client.hi(tokenFor(user, role))
  await client.join(room, { name: user.toUpperCase() })
  return client
}
