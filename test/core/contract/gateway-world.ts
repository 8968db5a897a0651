/** The gateway's client against a real gateway, over real sockets, with media from a recorded stream. */
import { WebSocket } from 'ws'
import { createGateway, issueToken, randomKey } from '../../../gateway/src/index'
import type { Gateway } from '../../../gateway/src/index'
import { openRtmp, type RtmpPeer } from '../../../gateway/test/support/peers'
import { recording } from '../../../gateway/test/support/relay'
import type { LiveError } from '../../../src/errors'
import { gateway } from '../../../src/provider/gateway'
import type { GatewayChannelOptions } from '../../../src/provider/trtc/index'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { Recorder } from './recorder'
import { watchTimers } from './timers'
import { ROOM, type Actor, type Fresh, type Person, type World, type WorldOptions } from './world'

const KEY = randomKey()

/** The server's time runs ahead of ours by so many ms. */
interface Clock {
  ahead: number
}

const HOUR = 3_600_000

export class GatewayWorld implements World {
  private readonly sockets = new Map<WebSocket, Person>()
  private readonly providers: RoomProvider[] = []
  private readonly media: RtmpPeer[] = []
  private readonly timers = watchTimers(/src[\\/]provider/)
  private readonly asking: Person[] = []
  private readonly doomed = new Set<string>()

  constructor(
    private readonly server: Gateway,
    private readonly time: Clock,
  ) {}

  /** The gateway as a person's channel. */
  access(person: Person): GatewayChannelOptions {
    const connect = (url: string) => this.connect(url, person)
    return { url: this.server.urls.ws, token: tokenOf(person, HOUR), connect, joinTimeoutMs: 5000 }
  }

  fresh(person: Person): Fresh {
    const { url, token, ...options } = this.access(person)
    const provider = gateway(options)({ url })
    this.providers.push(provider)
    return { provider, request: { roomId: ROOM, token, name: person.name } }
  }

  async enter(person: Person, more: Partial<JoinRequest> = {}): Promise<Actor> {
    const { provider, request } = this.fresh(person)
    const seen = new Recorder(provider.events)
    const snapshot = await provider.join({ ...request, ...more })
    return { id: snapshot.me.id, person, does: provider, provider, seen, snapshot }
  }

  async push(_actor: Actor, { url }: { url: string }): Promise<void> {
    const peer = openRtmp(url, 'publish')
    this.media.push(peer)
    await peer.events.first(({ type }) => type === 'started')
    peer.send(...recording())
  }

  held(): string[] {
    const open = [...this.sockets.keys()].filter(({ readyState }) => readyState < WebSocket.CLOSING)
    return [...this.timers.held(), ...open.map(() => 'a socket')]
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.leave()
    this.timers.stop()
    for (const { socket } of this.media) socket.destroy()
    for (const socket of this.sockets.keys()) socket.terminate()
    await this.server.close({ now: true })
  }

  readonly can = {
    cut: async ({ person }: Actor) => this.sever(person),
    lapse: async () => undefined,
    asked: ({ person }: Actor) => this.asking.filter(({ id }) => id === person.id).length,
    lose: async ({ person }: Actor) => this.sever(person),
    token: (person: Person) => tokenOf(person, 2 * HOUR),
    // An hour and more than the clocks of two machines may differ.
    expire: async (actor: Actor) => {
      this.age()
      // Said to whoever does something.
      await actor.does.updateStream('nobody~1', { audio: true, video: true }).catch((error: LiveError) => {
        expect(['token-expired', 'stream-not-found']).toContain(error.reason)
      })
    },
    replace: async ({ person }: Actor) => void (await this.enter(person)),
    external: async (id: string) => {
      const peer = openRtmp(this.server.ingestUrl(ROOM, id), 'publish')
      this.media.push(peer)
      await peer.events.first(({ type }) => type === 'started')
      peer.send(...recording())
      return async () => void peer.socket.write(peer.session.stop())
    },
  }

  /** More time than a token lives. */
  age(): void {
    this.time.ahead = HOUR + 60_000
  }

  /** Existing connections break, new ones fail until it is mended. */
  private sever({ id }: Person): () => Promise<void> {
    this.doomed.add(id)
    this.sockets.forEach((who, socket) => who.id === id && socket.terminate())
    return async () => void this.doomed.delete(id)
  }

  private connect(url: string, person: Person): WebSocket {
    const socket = new WebSocket(url)
    this.sockets.set(socket, person)
    const send = socket.send.bind(socket)
    socket.send = ((text: string) => {
      if (/"t":"ask".*"k":"play"/.test(text)) this.asking.push(person)
      send(text)
    }) as typeof socket.send
    if (this.doomed.has(person.id)) socket.once('open', () => socket.terminate())
    return socket
  }
}

const tokenOf = ({ id, name, role }: Person, life: number): string =>
  issueToken(KEY, { sub: id, name, role, rooms: [ROOM], exp: Math.floor((Date.now() + life) / 1000) })

export async function gatewayWorld({ brief }: Pick<WorldOptions, 'brief'>): Promise<GatewayWorld> {
  const time: Clock = { ahead: 0 }
  const server = await createGateway({
    port: 0,
    rtmpPort: 0,
    keys: [KEY],
    now: () => Date.now() + time.ahead,
    publishGrace: 0,
    rooms: { digest: 10, grace: 60_000, ...(brief && { requestTtl: 50, ring: 1 }) },
    connections: { commands: { burst: 200, perSecond: 200 } },
  })
  return new GatewayWorld(server, time)
}

/** Signed by nobody the gateway knows. */
export const forgedToken = (): string =>
  issueToken(randomKey(), { sub: 'ann', name: 'Ann', role: 'anchor', rooms: [ROOM] })

/** Good until an hour ago. */
export const oldToken = (): string => {
  const hourAgo = Date.now() - 2 * 3_600_000
  return issueToken(KEY, { sub: 'ann', name: 'Ann', role: 'anchor', rooms: [ROOM] }, hourAgo)
}

/** For another room. */
export const otherToken = (): string => issueToken(KEY, { sub: 'ann', name: 'Ann', role: 'anchor', rooms: ['other'] })
