/** RoomProvider over a room that exists on this phone only. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import { ALL_CAPABILITIES } from '../capabilities'
import type {
  JoinRequest,
  MessageReceipt,
  NativeEvent,
  OutgoingMessage,
  PlayOffer,
  ProviderEvents,
  PushTarget,
  RoomProvider,
  RoomSnapshot,
  StreamId,
  StreamInit,
  User,
} from '../types'
import { Cast } from './cast'
import { checkOptions } from './check'
import { DEFAULT_PEOPLE, defaultScript } from './default-script'
import { Play } from './play'
import { linkSignals, moderation } from './signals'
import type { SimulatedClock, SimulatedRooms } from './types'
import { World } from './world'

const systemClock: SimulatedClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => Date.now(),
}

/** My colour, opposite to Alice's. */
const MY_HUE = 30

export class SimulatedProvider implements RoomProvider {
  readonly name = 'simulated'
  readonly capabilities = ALL_CAPABILITIES
  readonly events = new Emitter<ProviderEvents>()
  private clock = systemClock
  private inside: { world: World; play: Play; cast: Cast } | undefined
  private used = false
  /** My announced stream, in the room once its media flows. */
  private mine: { streamId: StreamId; audio: boolean; video: boolean } | undefined

  constructor(private readonly rooms: SimulatedRooms) {}

  async join(request: JoinRequest): Promise<RoomSnapshot> {
    if (this.used) throw LiveError.of('invalid-state', 'simulated.join: a provider serves one join, make another')
    const options = this.rooms(request)
    checkOptions(options)
    const { roomId, role = 'audience', name = 'Me', avatar } = request
    const { people = DEFAULT_PEOPLE, script, seed = 1, seats = 4, answer, clock = systemClock } = options
    this.clock = clock
    // One anchor is enough: in the default room I take Alice's place.
    const alone = role === 'anchor' && people === DEFAULT_PEOPLE
    const cast = new Cast(alone ? people.filter((person) => person.role !== 'anchor') : people, seed)
    const now = () => clock.now()
    const me: User = {
      id: 'me',
      name,
      role,
      muted: false,
      silenced: false,
      joinedAt: now(),
      ...(avatar === undefined ? {} : { avatar }),
    }
    const world = new World(me, seats, now)
    world.over = (reason, until) => {
      const why = LiveError.of('banned', 'simulated: a moderator keeps you out', until === undefined ? {} : { until })
      this.end(() => world.left(reason, reason === 'banned' ? why : undefined))
    }
    const play = new Play({ cast, world, clock, answer, seed })
    cast.all.filter(({ present }) => present).forEach((member) => world.enter(member))
    world.events = this.events
    play.run(script ?? (people === DEFAULT_PEOPLE ? defaultScript(role, seed) : []))
    this.used = true
    this.inside = { world, play, cast }
    return world.snapshot(roomId)
  }

  async leave(): Promise<void> {
    this.used = true
    this.end(() => undefined)
  }

  async publish({ audio, video }: StreamInit): Promise<PushTarget> {
    const { world } = this.at('publish')
    if (!world.rights.publish) {
      throw LiveError.of('forbidden', 'simulated.publish: no right to; join as anchor or speaker, or link mics')
    }
    const streamId = world.streamId(world.me.id)
    this.mine = { streamId, audio, video }
    // Asked again while it runs: the same stream goes on.
    world.updateStream(streamId, { audio, video })
    return { streamId, url: this.url(world.me.id, world.me.name, MY_HUE) }
  }

  async updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void> {
    const { world } = this.at('updateStream')
    if (this.mine?.streamId === streamId) Object.assign(this.mine, change)
    world.updateStream(streamId, change)
  }

  async unpublish(streamId: StreamId): Promise<void> {
    const { world } = this.at('unpublish')
    if (this.mine?.streamId !== streamId) return
    this.mine = undefined
    world.unpublish(world.me.id)
  }

  async play(streamId: StreamId): Promise<PlayOffer> {
    const { world, play, cast } = this.at('play')
    const stream = world.streams.get(streamId)
    const user = stream && world.users.get(stream.userId)
    if (!user)
      throw LiveError.of('stream-not-found', `simulated.play: no stream "${streamId}"`, { subject: 'streamId' })
    const { hue = MY_HUE, url } = cast.byId(user.id) ?? {}
    return { urls: [url ?? this.url(user.id, user.name, hue, play.foreseen(user.id))] }
  }

  async stopPlay(): Promise<void> {
    this.at('stopPlay')
  }

  async send(message: OutgoingMessage): Promise<MessageReceipt> {
    const { world } = this.at('send')
    if (message.kind === 'like') {
      world.like(message.count)
      return { id: '', at: this.clock.now() }
    }
    if (world.me.muted) throw LiveError.of('muted', 'simulated.send: a moderator has muted you')
    const { key, ...body } = message
    const { id, at } = world.say(world.me.id, body, key)
    return { id, at }
  }

  readonly link = linkSignals((call) => this.at(call).world)
  readonly moderate = moderation((call) => this.at(call).world)

  /** My stream is in the room once my pusher says that it pushes (1002), as on a server. */
  native({ tag, type, detail }: NativeEvent): void {
    const code = (detail as { code?: unknown } | undefined)?.code
    if (tag !== 'live-pusher' || type !== 'statechange' || code !== 1002 || !this.mine || !this.inside) return
    const { world } = this.inside
    world.publish(world.me.id, this.mine)
  }

  private at(call: string) {
    if (this.inside) return this.inside
    throw LiveError.of('invalid-state', `simulated.${call}: join a room first`)
  }

  /** `more`: parameters that begin with `&`. */
  private url(id: string, name: string, hue: number, more = ''): string {
    return `simulated:${id}?name=${encodeURIComponent(Array.from(name).slice(0, 12).join(''))}&hue=${hue}${more}`
  }

  private end(tell: () => void): void {
    if (!this.inside) return
    this.inside.play.stop()
    this.inside = undefined
    this.mine = undefined
    tell()
    this.events.clear()
  }
}
