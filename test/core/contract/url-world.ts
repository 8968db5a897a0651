/** Fixed addresses: the app's own function is all there is behind the provider, and the test answers for it. */
import { url } from '../../../src/provider/url'
import type { UrlStream } from '../../../src/provider/url'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { Recorder } from './recorder'
import { watchTimers } from './timers'
import { ROOM, type Actor, type Fresh, type Person, type World } from './world'

class UrlWorld implements World {
  private readonly timers = watchTimers(/src[\\/]provider/)
  private readonly providers: RoomProvider[] = []
  private list: UrlStream[] = []
  private asked = 0
  private broken = false

  fresh({ name, role }: Person): Fresh {
    const provider = url({ streams: () => this.answer(), push: 'rtmp://push.example.com/live/me', poll: 60_000 })({})
    this.providers.push(provider)
    return { provider, request: { roomId: ROOM, token: 'none', name, role } }
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
    return this.timers.held()
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.leave()
    this.timers.stop()
  }

  readonly can = {
    cut: async () => {
      this.broken = true
      this.look()
      return async () => void (this.broken = false)
    },
    asked: () => this.asked,
    external: async (id: string) => {
      this.list = [...this.list, { id, name: id.toUpperCase(), urls: [`https://cdn.example.com/${id}.flv`] }]
      this.look()
      return async () => {
        this.list = this.list.filter((stream) => stream.id !== id)
        this.look()
      }
    },
  }

  private async answer(): Promise<UrlStream[]> {
    this.asked += 1
    if (this.broken) throw new Error('backend down')
    return this.list
  }

  /** Sooner than the next poll. */
  private look(): void {
    for (const { wake } of this.providers) wake?.()
  }
}

export const urlWorld = async (): Promise<World> => new UrlWorld()
