/** The real npm trtc-wx-sdk on phones whose native events are played as the platform sends them, and an IM group in memory. */
import TRTC from 'trtc-wx-sdk'
import { messageChannel, trtc, type TrtcClass } from '../../../src/provider/trtc/index'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { ImGroup } from '../trtc/im-group'
import { TrtcCloud, type Phone } from '../trtc/trtc-cloud'
import { Recorder } from './recorder'
import { watchTimers } from './timers'
import { ROOM, type Actor, type Fresh, type Person, type Verbs, type World } from './world'

/** Short, as the userSigs here: the suite holds every address to what RTMP may be long. Real userSigs have some 200 characters. */
const SDK_APP_ID = 14

class TrtcWorld implements World {
  private readonly cloud = new TrtcCloud()
  private readonly group = new ImGroup()
  private readonly timers = watchTimers(/src[\\/]provider/)
  private readonly providers: RoomProvider[] = []
  private readonly phones = new Map<RoomProvider, Phone>()

  fresh({ id, name, role }: Person): Fresh {
    const phone = this.cloud.phone(id)
    const provider = trtc({
      sdkAppId: SDK_APP_ID,
      TRTC: phone.classOf(TRTC as TrtcClass),
      userId: id,
      channel: messageChannel(this.group.member(id)),
    })({})
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
    return [...this.timers.held(), ...this.group.held(), ...this.cloud.held()]
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.leave()
    this.timers.stop()
    this.cloud.close()
  }

  readonly can = {
    /** Another network: the room has to be entered again, and can be. */
    cut: async ({ provider }: Actor) => {
      this.phoneOf(provider).state(1021)
      return async () => undefined
    },
    /** What an IM SDK tells whoever is signed in on one phone at a time. */
    replace: async ({ id }: Actor) => this.group.tell(id, ({ out }) => out('replaced')),
  }

  private phoneOf(provider: RoomProvider | undefined): Phone {
    const phone = provider && this.phones.get(provider)
    if (phone) return phone
    throw new Error('nobody with that provider')
  }

  /** What the tag does at the same time, as pusher-panel drives it. */
  private verbs(provider: RoomProvider): Verbs {
    const phone = this.phoneOf(provider)
    const { send, link } = provider
    return {
      send,
      link,
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

export const trtcWorld = async (): Promise<World> => new TrtcWorld()
