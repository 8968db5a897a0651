/// <reference types="miniprogram-api-typings" />
/** The kit's own client on Node sockets, with everything that it is told and promised put on record. */
import { WebSocket } from 'ws'
import type { ServerFrame } from '../../../src/wire'
import { gateway, type GatewayOptions } from '../../../../src/provider/gateway'
import type { IncomingMessage, LeaveReason, RoomProvider } from '../../../../src/provider/types'
import type { Acknowledgement, Fact, Position, Said } from './record'

type Frame<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>

export interface ClientOptions {
  room: string
  user: string
  token: string | (() => Promise<string>)
  /** Where to connect to, asked for every connection: which of several gateways. */
  address(): string
  /** How patient it is. */
  patience?: Omit<GatewayOptions, 'connect'>
}

type ChatEvent = { k: 'chat'; s: number; u: string; d: { text: string; m: string } }

/** As the kit makes ids of messages. */
const idOf = ({ u, d }: ChatEvent): string => `${u}:${d.m}`

/** Places of messages that are remembered until the app has been told of them. */
const REMEMBERED = 5_000

export class RecordedClient {
  readonly facts: Fact[] = []
  readonly acknowledgements: Acknowledgement[] = []
  /** Epochs in the order in which they were seen. */
  readonly epochs = new Set<string>()
  /** Told of every message; of one's own, too. */
  onMessage: (said: Said) => void = () => undefined
  /** Why the stay ended, when it did so from the other side. */
  left: LeaveReason | undefined
  /** Connections that were opened. */
  connections = 0
  /** The room is in, on the connection that stands. */
  inside = false
  private readonly provider: RoomProvider
  private readonly sockets = new Set<WebSocket>()
  /** Where messages are in the log, by id: the kit does not tell. */
  private readonly places = new Map<string, Position>()
  private readonly oks = new Map<number, Frame<'ok'>>()
  private readonly waiting = new Set<() => void>()
  private sent = 0
  private epoch = ''

  constructor(readonly options: ClientOptions) {
    const connect = () => this.open(options.address())
    this.provider = gateway({ ...options.patience, connect })({ url: 'ws://by.address' })
    this.provider.events.on('message', (message) => this.hear(message))
    this.provider.events.on('reconnecting', () => (this.inside = false))
    this.provider.events.on('left', ({ reason }) => {
      this.left = reason
      this.changed()
    })
  }

  get user(): string {
    return this.options.user
  }

  /** Messages on their way. */
  get waits(): number {
    return this.sent - this.acknowledgements.length - this.refused
  }

  /** Messages that were refused for good, nobody was promised anything; and why. */
  refused = 0
  readonly refusals = new Set<string>()

  async join(): Promise<void> {
    const { room: roomId, token } = this.options
    await this.provider.join({ roomId, token })
  }

  /** Says the next number. Resolves when that is decided, one way or the other. @returns whether it was acknowledged */
  async say(number: number, padding = ''): Promise<boolean> {
    this.sent++
    try {
      const { id } = await this.provider.send({ kind: 'chat', text: `${number} ${padding}` })
      const { room, user: from } = this.options
      const { e: epoch, s, dup } = this.oks.get(Number(id.slice(id.lastIndexOf(':') + 1))) as Frame<'ok'>
      this.acknowledgements.push({ room, from, number, epoch, s, dup: dup === 1 })
      return true
    } catch (error) {
      this.refused++
      this.refusals.add(String(error))
      return false
    } finally {
      this.changed()
    }
  }

  /** Resolves when the condition holds; looked at whenever something happened to this client. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve))
  }

  /** Resolves when the client has noticed that its connection is lost. */
  reconnecting(): Promise<void> {
    return new Promise((resolve) => {
      const undo = this.provider.events.on('reconnecting', () => {
        undo()
        resolve()
      })
    })
  }

  /** Resolves when the gateway holds this client's messages back. @returns why */
  held(): Promise<string> {
    return new Promise((resolve) => {
      const undo = this.provider.events.on('error', ({ reason }) => {
        undo()
        resolve(reason)
      })
    })
  }

  /** Resolves when so many people whose id begins so have left, from now on. */
  leaves(count: number, prefix: string): Promise<void> {
    const gone = new Set<string>()
    return new Promise((resolve) => {
      const undo = this.provider.events.on('userLeft', ({ userId }) => {
        if (userId.startsWith(prefix)) gone.add(userId)
        if (gone.size < count) return
        undo()
        resolve()
      })
    })
  }

  /** Reads nothing more, or again; the kit's own patience has to be long enough. */
  pause(on: boolean): void {
    for (const socket of this.sockets) {
      if (on) socket.pause()
      else socket.resume()
    }
  }

  /** Cuts the connection, without a closing handshake. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  async leave(): Promise<void> {
    await this.provider.leave()
    // A half-open one would wait for its closing handshake.
    this.cut()
  }

  private open(address: string): WebSocket {
    const socket = new WebSocket(address, { perMessageDeflate: false })
    this.connections++
    let over = false
    // From here on the client listens no more, and what still comes is nothing that it was told.
    const close = socket.close.bind(socket)
    socket.close = (code) => {
      over = true
      close(code)
    }
    socket.on('message', (data: Buffer) => {
      if (!over) this.read(JSON.parse(data.toString()) as ServerFrame)
    })
    socket.on('close', () => this.sockets.delete(socket))
    this.sockets.add(socket)
    return socket
  }

  private read(frame: ServerFrame): void {
    switch (frame.t) {
      case 'snap':
        this.snapshot(frame)
        break
      case 'res':
        this.turn(frame.e)
        this.facts.push({ t: 'resumed', epoch: frame.e, s: frame.s })
        break
      case 'e':
        for (const event of frame.ev) if (event.k === 'chat') this.remember(event as ChatEvent)
        this.facts.push({ t: 'events', first: frame.ev[0]?.s ?? 0, last: frame.s, count: frame.ev.length })
        break
      case 'ok':
        this.oks.set(frame.n, frame)
        this.oks.delete(frame.n - REMEMBERED)
        break
    }
    this.changed()
  }

  private snapshot(frame: Frame<'snap'>): void {
    this.turn(frame.e)
    const { e: epoch, s } = frame
    const chats = frame.st.log.filter((event) => event.k === 'chat') as ChatEvent[]
    const messages = chats.map((event) => ({ epoch, s: event.s, from: event.u, number: parseInt(event.d.text, 10) }))
    this.facts.push({ t: 'snapshot', epoch, s, gap: this.facts.length > 0, messages })
  }

  private turn(epoch: string): void {
    this.inside = true
    this.epoch = epoch
    this.epochs.add(epoch)
  }

  private remember(event: ChatEvent): void {
    const { epoch } = this
    this.places.set(idOf(event), { epoch, s: event.s })
    if (this.places.size > REMEMBERED) this.places.delete(this.places.keys().next().value as string)
  }

  private hear(message: IncomingMessage): void {
    if (message.kind !== 'chat') return
    const place = this.places.get(message.id) ?? { epoch: this.epoch, s: 0 }
    const heard = { ...place, from: message.from, number: parseInt(message.text, 10) }
    this.facts.push({ t: 'message', ...heard })
    this.onMessage(heard)
    this.changed()
  }

  private changed(): void {
    const waiting = [...this.waiting]
    this.waiting.clear()
    for (const wake of waiting) wake()
  }
}
