/**
 * The real npm trtc-wx-sdk on phones whose native events are played as the platform sends them; everything but media over an IM
 * group in memory, or over a real gateway on loopback.
 */
import TRTC from 'trtc-wx-sdk'
import { messageChannel } from '../../../src/provider/messages/index'
import { gatewayChannel, trtc, type TrtcClass, type TrtcOptions } from '../../../src/provider/trtc/index'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { ImGroup } from '../trtc/im-group'
import { TrtcCloud, type Phone } from '../trtc/trtc-cloud'
import { gatewayWorld, type GatewayWorld } from './gateway-world'
import { Recorder } from './recorder'
import { watchTimers } from './timers'
import {
  ROOM,
  type Actor,
  type Fresh,
  type Hooks,
  type Person,
  type Verbs,
  type World,
  type WorldOptions,
} from './world'

/** Short, as the userSigs here: the suite holds every address to what RTMP may be long. Real userSigs have some 200 characters. */
const SDK_APP_ID = 14

/** What carries everything but media. */
interface Talk extends Pick<World, 'held' | 'close'> {
  channel(person: Person): NonNullable<TrtcOptions['channel']>
  can(world: TrtcWorld): Hooks
}

export class TrtcWorld implements World {
  private readonly cloud = new TrtcCloud()
  private readonly providers: RoomProvider[] = []
  private readonly phones = new Map<RoomProvider, Phone>()
  readonly can: Hooks

  constructor(private readonly talk: Talk) {
    this.can = talk.can(this)
  }

  fresh(person: Person, channel = this.talk.channel(person)): Fresh {
    const { id, name, role } = person
    const phone = this.cloud.phone(id)
    const TRTCOnPhone = phone.classOf(TRTC as TrtcClass)
    const provider = trtc({ sdkAppId: SDK_APP_ID, TRTC: TRTCOnPhone, userId: id, channel })({})
    provider.events.on('carrier', ({ url }) => phone.carry(url, (event) => provider.native(event)))
    this.providers.push(provider)
    this.phones.set(provider, phone)
    return { provider, request: { roomId: ROOM, token: this.cloud.userSig(id), name, role } }
  }

  async enter(person: Person, more: Partial<JoinRequest> = {}): Promise<Actor> {
    const { provider, request } = this.fresh(person)
    const seen = new Recorder(provider.events)
    const snapshot = await provider.join({ ...request, ...more })
    return { id: snapshot.me.id, person, does: this.verbs(provider), provider, seen, snapshot }
  }

  /** The pusher takes the target's address, camera and microphone on. */
  async push({ provider }: Actor, { url }: { url: string }): Promise<void> {
    this.phoneOf(provider).push(url)
  }

  held(): string[] {
    return [...this.talk.held(), ...this.cloud.held()]
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.leave()
    const held = this.held()
    await this.talk.close()
    this.cloud.close()
    // With everybody gone, whatever the play was.
    expect(held).toEqual([])
  }

  phoneOf(provider: RoomProvider | undefined): Phone {
    const phone = provider && this.phones.get(provider)
    if (phone) return phone
    throw new Error('nobody with that provider')
  }

  /** What the tag does at the same time, as pusher-panel drives it. */
  private verbs(provider: RoomProvider): Verbs {
    const phone = this.phoneOf(provider)
    const { send, link, moderate } = provider
    return {
      send,
      link,
      ...(moderate && { moderate }),
      leave: () => provider.leave(),
      publish: async (init) => {
        const target = await provider.publish(init)
        phone.wish = { audio: init.audio, video: init.video }
        return target
      },
      updateStream: async (streamId, change) => {
        await provider.updateStream(streamId, change)
        phone.send(change)
      },
      unpublish: async (streamId) => {
        await provider.unpublish(streamId)
        phone.send({ audio: false, video: false })
      },
    }
  }
}

function overIm(): Talk {
  const group = new ImGroup()
  const timers = watchTimers(/src[\\/]provider/)
  return {
    channel: ({ id }) => messageChannel(group.member(id)),
    held: () => [...timers.held(), ...group.held()],
    close: async () => timers.stop(),
    can: (world) => ({
      /** Another network: the room has to be entered again, and can be. */
      cut: async ({ provider }) => {
        world.phoneOf(provider).state(1021)
        return async () => undefined
      },
      /** What an IM SDK tells whoever is signed in on one phone at a time. */
      replace: async ({ id }) => group.tell(id, ({ out }) => out('replaced')),
    }),
  }
}

function overGateway(gateway: GatewayWorld): Talk {
  const { cut, lose, lapse } = gateway.can
  return {
    channel: (person) => gatewayChannel(gateway.access(person)),
    held: () => gateway.held(),
    close: () => gateway.close(),
    can: (world) => ({
      ...{ cut, lose, lapse },
      replace: async ({ person }) => void (await world.enter(person)),
      /** The gateway's token; said to whoever does something. */
      expire: async ({ does }) => {
        gateway.age()
        await does.send({ kind: 'chat', text: 'too late' }).catch(() => undefined)
      },
    }),
  }
}

export const trtcWorld = async (): Promise<TrtcWorld> => new TrtcWorld(overIm())

/** @returns the gateway too, for what only it can do */
export async function trtcGatewayWorld(
  options: Pick<WorldOptions, 'brief'>,
): Promise<{ world: TrtcWorld; gateway: GatewayWorld }> {
  const gateway = await gatewayWorld(options)
  return { world: new TrtcWorld(overGateway(gateway)), gateway }
}
