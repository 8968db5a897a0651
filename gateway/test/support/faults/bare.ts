/** A client that says what it is told to, right or wrong; frames are handed on as they come. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { ServerFrame } from '../../../src/wire'

export interface Farewell {
  code: number
  /** The `bye` before it. */
  bye: string | undefined
}

export class BareClient {
  readonly closed: Promise<Farewell>
  /** Told of every frame. */
  onFrame: (frame: ServerFrame) => void = () => undefined
  private bye: string | undefined
  private readonly waiting = new Map<ServerFrame['t'], ((frame: ServerFrame | undefined) => void)[]>()

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => {
        for (const waiters of this.waiting.values()) for (const wake of waiters) wake(undefined)
        resolve({ code, bye: this.bye })
      })
    })
    socket.on('message', (data: Buffer) => this.read(JSON.parse(data.toString()) as ServerFrame))
    // The close that follows says what there is to say.
    socket.on('error', (error) => void error)
  }

  static async connect(url: string): Promise<BareClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const client = new BareClient(socket)
    await once(socket, 'open')
    return client
  }

  /** Connected and logged in; in a room, too, when one is named. */
  static async login(url: string, token: string, room?: string): Promise<BareClient> {
    const client = await BareClient.connect(url)
    const ready = client.next('yo')
    client.send({ t: 'hi', v: 1, tok: token, pk: `b${Math.random().toString(36).slice(2)}` })
    await ready
    if (room === undefined) return client
    const inside = client.next('snap')
    client.send({ t: 'join', r: room })
    await inside
    return client
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** The next frame of this kind; undefined when the connection ends before. */
  next<T extends ServerFrame['t']>(t: T): Promise<Extract<ServerFrame, { t: T }> | undefined> {
    return new Promise((resolve) => {
      const waiters = this.waiting.get(t) ?? []
      this.waiting.set(t, waiters)
      waiters.push(resolve as (frame: ServerFrame | undefined) => void)
      if (this.socket.readyState === WebSocket.CLOSED) resolve(undefined)
    })
  }

  /** Resolves when everything sent before has been read and answered. @returns false when the connection ended instead */
  async settle(): Promise<boolean> {
    const pong = this.next('pong')
    this.send({ t: 'ping' })
    return (await pong) !== undefined
  }

  async close(): Promise<void> {
    this.socket.terminate()
    await this.closed
  }

  private read(frame: ServerFrame): void {
    if (frame.t === 'bye') this.bye = frame.c
    this.onFrame(frame)
    const waiters = this.waiting.get(frame.t)
    this.waiting.delete(frame.t)
    for (const wake of waiters ?? []) wake(frame)
  }
}
