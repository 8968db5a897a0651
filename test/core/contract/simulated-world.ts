/** A simulated room: one provider under test, the others played with the room's own rules; time is the test's. */
import { LiveError } from '../../../src/errors'
import { simulated } from '../../../src/provider/simulated'
import * as people from '../../../src/provider/simulated/people'
import type { SimulatedProvider } from '../../../src/provider/simulated/provider'
import { rightsOf } from '../../../src/provider/simulated/rights'
import { linkSignals } from '../../../src/provider/simulated/signals'
import type { World as Room } from '../../../src/provider/simulated/world'
import type { JoinRequest, Moderation, StreamInit, UserId } from '../../../src/provider/types'
import { FakeClock } from '../simulated/harness'
import { Recorder } from './recorder'
import { CAST, ROOM, type Actor, type Fresh, type Person, type Verbs, type World, type WorldOptions } from './world'

const ME = 'me'

class SimulatedWorld implements World {
  private readonly clock = new FakeClock()
  private readonly early = new Set<UserId>()
  private provider: SimulatedProvider | undefined
  private readonly announced = new Map<UserId, StreamInit>()

  constructor(private readonly side: UserId) {}

  fresh({ name, role }: Person): Fresh {
    const { clock, early, side } = this
    const others = Object.values(CAST).filter(({ id }) => id !== side)
    const cast = others.map((person) => ({ ...person, present: early.has(person.id), publishes: false }))
    const provider = simulated({ people: cast, script: [], answer: false, clock })({})
    return { provider, request: { roomId: ROOM, token: '', name, role } }
  }

  async enter(person: Person, more: Partial<JoinRequest> = {}): Promise<Actor> {
    if (person.id !== this.side) return this.play(person)
    const { provider, request } = this.fresh(person)
    const seen = new Recorder(provider.events)
    this.provider = provider as SimulatedProvider
    const snapshot = await provider.join({ ...request, ...more })
    return { id: ME, person, does: provider, provider, seen, snapshot }
  }

  async push(actor: Actor, { streamId }: { streamId: string }): Promise<void> {
    const told = { tag: 'live-pusher', type: 'statechange', streamId, detail: { code: 1002 } } as const
    if (actor.provider) actor.provider.native(told)
    else this.room.publish(actor.id, this.announced.get(actor.id))
  }

  held(): string[] {
    return Array.from({ length: this.clock.pending }, () => 'a timer')
  }

  async close(): Promise<void> {
    await this.provider?.leave()
  }

  readonly can = {
    lapse: async () => this.clock.advance(300_000),
    cut: async () => {
      this.inside.play['handlers'].offline({ kind: 'offline', ms: 1000 })
      return async () => this.clock.advance(1000)
    },
  }

  private get inside() {
    const inside = this.provider?.['inside']
    if (!inside) throw LiveError.of('invalid-state', 'the simulated room is not there (any more)')
    return inside
  }

  private get room(): Room {
    return this.inside.world
  }

  private play(person: Person): Actor {
    const { id, name } = person
    if (this.provider) this.script({ kind: 'join', who: name })
    else this.early.add(id)
    return { id, person, does: this.verbs(person) }
  }

  private script(action: { kind: 'join' | 'leave' | 'kick'; who: string }): void {
    this.inside.play['handlers'][action.kind](action as never)
  }

  /** The room with this person as the one who acts. */
  private as(id: UserId): Room {
    const me = this.room.user(id)
    return new Proxy(this.room, {
      get: (room, key, self) => (key === 'me' ? me : (Reflect.get(room, key, self) as unknown)),
    })
  }

  private verbs({ id, name }: Person): Verbs {
    return {
      // The room is gone where I have left it.
      leave: async () => {
        if (this.provider?.['inside']) this.script({ kind: 'leave', who: name })
      },
      publish: async (init) => {
        const { role, muted } = this.room.user(id)
        const { publish } = rightsOf(role, !!this.room.links.seatOf(id), muted)
        if (!publish) throw LiveError.of('forbidden', `${name} may not publish`)
        this.announced.set(id, init)
        return { streamId: this.room.streamId(id), url: `simulated:${id}` }
      },
      updateStream: async (streamId, change) => this.room.updateStream(streamId, change),
      unpublish: async () => this.room.unpublish(id),
      send: async ({ key: _, ...message }) => {
        if (message.kind === 'like') this.room.like(message.count)
        if (message.kind === 'like') return { id: '', at: this.clock.now() }
        if (this.room.user(id).muted) throw LiveError.of('muted', `${name} is muted`)
        // Not for the one whose eyes we have.
        if ('to' in message && message.to?.length && !message.to.includes(ME)) return { id: 'whispered', at: 0 }
        return this.room.say(id, message)
      },
      link: linkSignals(() => this.as(id)),
      moderate: this.moderation(id),
    }
  }

  private moderation(id: UserId): Moderation {
    const deed = (call: string): people.Deed => ({ world: this.room, actor: this.room.user(id), call })
    return {
      mute: async (userId, on) => people.mute(deed('mute'), userId, on),
      kick: async (userId) => {
        if (userId !== ME || !rightsOf(this.room.user(id).role, false, false).moderate)
          return people.kick(deed('kick'), userId)
        return this.script({ kind: 'kick', who: ME })
      },
      ban: async (userId, seconds) => people.ban(deed('ban'), userId, seconds),
      unban: async (userId) => people.unban(deed('unban'), userId),
      close: async () => people.close(deed('close')),
      silence: async (userId, on) => people.silence(deed('silence'), userId, on),
      silenceAll: async (on) => people.silenceAll(deed('silenceAll'), on),
      setRole: async (userId, role) => people.setRole(deed('setRole'), userId, role),
      transferHost: async (userId) => people.transferHost(deed('transferHost'), userId),
    }
  }
}

export const simulatedWorld = async ({ side = 'ann' }: WorldOptions): Promise<World> =>
  new SimulatedWorld(CAST[side].id)
