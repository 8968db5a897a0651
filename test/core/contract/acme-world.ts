/** The made-up cloud of the guide: channels, tokens that end, one phone a person. */
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import type { AcmeClient, AcmeEvents, AcmeFailure, AcmeFlags, AcmePeer, AcmeStream } from './acme-sdk'
import { acme } from './example-provider'
import { Recorder } from './recorder'
import { ROOM, type Actor, type Fresh, type Person, type World } from './world'

type Listener = (payload: never) => void

const failure = (code: number, message: string): AcmeFailure => ({ code, message })

/** Everybody's phones. */
class Cloud {
  readonly clients: Client[] = []
  streams = new Map<string, AcmeStream>()
  asked = 0

  tell<K extends keyof AcmeEvents>(event: K, payload: AcmeEvents[K], but?: Client): void {
    for (const client of [...this.clients]) if (client !== but) client.hears(event, payload)
  }
}

class Client implements AcmeClient {
  listeners: Array<[event: keyof AcmeEvents, listener: Listener]> = []
  peer: AcmePeer = { uid: '', name: '', role: 'viewer' }
  renewed = false
  private token = ''
  private flags: AcmeFlags | undefined

  constructor(private readonly cloud: Cloud) {}

  async join(_channel: string, token: string, me: Omit<AcmePeer, 'uid'>) {
    await Promise.resolve()
    const [, uid] = /^token of (\w+)( again)?$/.exec(token) ?? []
    if (!uid) throw failure(101, 'no such token')
    this.token = token
    const { clients, streams } = this.cloud
    const peers = clients.map(({ peer }) => peer)
    this.peer = { uid, ...me }
    clients.push(this)
    this.cloud.tell('peer-online', this.peer, this)
    return { uid, peers, streams: [...streams.values()] }
  }

  async leave() {
    this.drop()
  }

  async renewToken(token: string) {
    if (token === this.token) throw failure(102, 'that one is over')
    this.renewed = true
  }

  async publish(flags: AcmeFlags) {
    if (this.peer.role === 'viewer') throw failure(201, 'viewers do not publish')
    this.flags = flags
    return { url: `rtmp://acme.example.com/live/${this.peer.uid}?n=${Math.random()}` }
  }

  async setFlags(flags: AcmeFlags) {
    this.flags = flags
    if (this.cloud.streams.has(this.peer.uid)) this.flow()
  }

  async unpublish() {
    this.flags = undefined
    const { uid } = this.peer
    if (this.cloud.streams.delete(uid)) this.cloud.tell('stream-removed', { uid })
  }

  async subscribe(uid: string) {
    this.cloud.asked += 1
    if (!this.cloud.streams.has(uid)) throw failure(202, `nobody publishes as ${uid}`)
    return { url: `https://acme.example.com/live/${uid}.flv` }
  }

  async unsubscribe() {
    // The made-up cloud does not count who watches.
  }

  updatePusherState(detail: unknown) {
    if (this.flags && JSON.stringify(detail) === '{"code":1002}' && !this.cloud.streams.has(this.peer.uid)) this.flow()
  }

  updatePlayerState() {
    // It keeps no figures either.
  }

  on<K extends keyof AcmeEvents>(event: K, listener: (payload: AcmeEvents[K]) => void) {
    this.listeners.push([event, listener])
  }

  off() {
    this.listeners = []
  }

  hears<K extends keyof AcmeEvents>(event: K, payload: AcmeEvents[K]) {
    for (const [name, listener] of this.listeners) if (name === event) listener(payload as never)
  }

  /** Out of the channel, for whatever reason. */
  drop() {
    const { cloud, peer } = this
    const at = cloud.clients.indexOf(this)
    if (at < 0) return
    cloud.clients.splice(at, 1)
    if (cloud.streams.delete(peer.uid)) cloud.tell('stream-removed', { uid: peer.uid })
    cloud.tell('peer-leave', { uid: peer.uid })
  }

  private flow() {
    if (!this.flags) return
    const { streams } = this.cloud
    const { uid } = this.peer
    const before = streams.get(uid)
    const stream = { uid, since: before?.since ?? Date.now(), ...this.flags }
    streams.set(uid, stream)
    this.cloud.tell(before ? 'stream-changed' : 'stream-added', stream)
  }
}

class AcmeWorld implements World {
  private readonly cloud = new Cloud()
  private readonly made: Array<{ client: Client; provider: RoomProvider }> = []

  fresh({ id, name, role }: Person): Fresh {
    const client = new Client(this.cloud)
    const provider = acme(() => client)({})
    this.made.push({ client, provider })
    return { provider, request: { roomId: ROOM, token: `token of ${id}`, name, role } }
  }

  async enter(person: Person, more: Partial<JoinRequest> = {}): Promise<Actor> {
    const { provider, request } = this.fresh(person)
    const seen = new Recorder(provider.events)
    const snapshot = await provider.join({ ...request, ...more })
    return { id: snapshot.me.id, person, does: provider, provider, seen, snapshot }
  }

  async push({ provider }: Actor, { streamId }: { streamId: string }): Promise<void> {
    provider?.native({ tag: 'live-pusher', type: 'statechange', streamId, detail: { code: 1002 } })
  }

  held(): string[] {
    const listeners = this.made.flatMap(({ client }) => client.listeners.map(([event]) => `a listener of ${event}`))
    return [...listeners, ...this.cloud.clients.map(({ peer }) => `${peer.name} in the channel`)]
  }

  async close(): Promise<void> {
    for (const { provider } of this.made) await provider.leave()
  }

  readonly can = {
    cut: async (actor: Actor) => {
      this.clientOf(actor).hears('reconnecting', { times: 1 })
      return async () => this.clientOf(actor).hears('connected', {})
    },
    replace: async (actor: Actor) => this.shut(actor, failure(103, 'another phone')),
    expire: async (actor: Actor) => {
      const client = this.clientOf(actor)
      client.renewed = false
      client.hears('token-will-expire', {})
      await new Promise((resolve) => setImmediate(resolve))
      if (!client.renewed) this.shut(actor, failure(102, 'the token is over'))
    },
    token: ({ id }: Person) => `token of ${id} again`,
    vendorError: async (actor: Actor) => {
      this.clientOf(actor).hears('error', failure(201, 'not here'))
      return { reason: 'forbidden', code: 201 } as const
    },
    asked: () => this.cloud.asked,
  }

  private clientOf({ provider }: Actor): Client {
    const found = this.made.find((made) => made.provider === provider)
    if (!found) throw new Error('not of this world')
    return found.client
  }

  private shut(actor: Actor, why: AcmeFailure): void {
    const client = this.clientOf(actor)
    client.drop()
    client.hears('closed', why)
  }
}

export const acmeWorld = async (): Promise<World> => new AcmeWorld()
