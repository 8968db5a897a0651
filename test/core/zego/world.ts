/** Providers over the real SDK, each on a phone of its own, in the scripted cloud's one room. */
import type { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import { zego, type ZegoOptions } from '../../../src/provider/zego'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { Recorder } from '../contract/recorder'
import { watchTimers } from '../contract/timers'
import { ROOM, type Actor, type Fresh, type Person, type World } from '../contract/world'
import { Cloud } from './cloud'
import type { Phone } from './phone'

/** What the cloud refuses: by token, ZEGO's server code. */
export const TOKENS: Readonly<Record<string, number>> = {
  '04old': 50117,
  '04strange': 50116,
  '04full': 1105,
  '04black': 5030,
}

export class ZegoWorld implements World {
  readonly cloud = new Cloud()
  private readonly providers: RoomProvider[] = []
  private readonly phones = new Map<string, Phone<ZegoExpressEngine>>()
  private readonly timers = watchTimers(/src[\\/]provider/)

  constructor(private readonly options: Partial<ZegoOptions> = {}) {
    this.cloud.refuse = ({ token }) => TOKENS[token]
  }

  fresh(person: Person): Fresh {
    const phone = this.cloud.phone<ZegoExpressEngine>()
    this.phones.set(person.id, phone)
    const clock = this.cloud.clock.of('provider')
    const provider = zego({ engine: phone.sdk.engine, userId: person.id, clock, ...this.options })({})
    this.providers.push(provider)
    return { provider, request: { roomId: ROOM, token: '04good', name: person.name, role: person.role } }
  }

  async enter(person: Person, request?: Partial<JoinRequest>): Promise<Required<Actor>> {
    const { provider, request: good } = this.fresh(person)
    const seen = new Recorder(provider.events)
    const snapshot = await provider.join({ ...good, ...request })
    return { id: snapshot.me.id, person, does: provider, provider, seen, snapshot }
  }

  async push({ provider }: Actor, { streamId }: { streamId: string }): Promise<void> {
    provider?.native({ tag: 'live-pusher', type: 'statechange', streamId, detail: { code: 1002 } })
  }

  held(): string[] {
    const pending = this.cloud.clock.pending('provider')
    return [...this.timers.held(), ...Array<string>(pending).fill('a timer of the provider')]
  }

  phoneOf({ person }: Actor): Phone<ZegoExpressEngine> {
    const phone = this.phones.get(person.id)
    if (!phone) throw new Error(`${person.name} has no phone`)
    return phone
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.leave()
    this.timers.stop()
    this.cloud.close()
  }

  readonly can = {
    // As long as a request waits that does not say how long.
    lapse: () => this.cloud.clock.pass(30_000),
    // The cloud puts out whose token was not renewed in time.
    expire: async (actor: Actor) => {
      const phone = this.phoneOf(actor)
      await this.cloud.clock.pass(this.cloud.tokenSeconds * 1000)
      if (!phone.renewed.length) phone.kick(4)
    },
    token: () => '04fresh',
    asked: (actor: Actor) => this.phoneOf(actor).asked,
    replace: async ({ person }: Actor) => {
      const { provider, request } = this.fresh(person)
      await provider.join(request)
    },
    external: async (id: string) => {
      const stream = { id, owner: undefined, extra: '{"kind":"external"}', sid: `sid-${id}` }
      this.cloud.add(stream)
      return async () => this.cloud.remove(stream)
    },
  }
}
