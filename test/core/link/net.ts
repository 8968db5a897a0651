/** Phones of one room, words between them that may be lost or doubled, and one clock that the test turns. */
import { Emitter } from '../../../src/emitter'
import { peerLink, type LinkChannel, type LinkPayload, type PeerLink } from '../../../src/provider/link'
import type { ProviderEvents, Role, UserId } from '../../../src/provider/types'
import { FakeClock } from '../simulated/harness'
import { Recorder } from '../contract/recorder'

export interface Peer {
  id: UserId
  link: PeerLink
  seen: Recorder
}

export class Net {
  readonly clock = new FakeClock()
  readonly peers = new Map<UserId, Peer>()
  readonly roles = new Map<UserId, Role>()
  /** How many times each word arrives. */
  fate: (from: UserId, to: UserId, payload: LinkPayload) => number = () => 1
  private readonly ears = new Map<UserId, (from: UserId, payload: unknown) => void>()
  private pending = 0

  /** Everybody who is here is told that this person came. */
  enter(id: UserId, role: Role): Peer {
    this.roles.set(id, role)
    const events = new Emitter<ProviderEvents>()
    const people = {
      role: (userId: UserId) => this.roles.get(userId),
      name: (userId: UserId) => userId.toUpperCase(),
      hosts: () => Array.from(this.roles.keys()).filter((userId) => this.roles.get(userId) === 'anchor'),
    }
    const link = peerLink({ me: id, channel: this.channel(id), people, events, seats: 2, clock: this.clock })
    const peer = { id, link, seen: new Recorder(events) }
    this.peers.forEach((other) => other.link.came(id))
    this.peers.set(id, peer)
    link.start()
    return peer
  }

  leave(id: UserId): void {
    this.peers.get(id)?.link.stop()
    this.peers.delete(id)
    this.roles.delete(id)
    this.peers.forEach((other) => other.link.went(id))
  }

  /** Until nobody has anything to say or hear. */
  async quiet(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (this.pending)
  }

  /** Time goes by in steps, so that words travel in between. */
  async pass(ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += 500) {
      this.clock.advance(500)
      await this.quiet()
    }
  }

  /** A stranger's words, as they are. */
  forge(from: UserId, to: UserId, payload: unknown): void {
    this.ears.get(to)?.(from, payload)
  }

  private channel(me: UserId): LinkChannel {
    return {
      send: async (to, payload) => {
        const whom = to.length ? to : Array.from(this.peers.keys()).filter((id) => id !== me)
        for (const id of whom)
          for (let copy = this.fate(me, id, payload); copy > 0; copy -= 1) this.deliver(me, id, payload)
      },
      listen: (hear) => {
        this.ears.set(me, hear)
        return () => void this.ears.delete(me)
      },
    }
  }

  private deliver(from: UserId, to: UserId, payload: LinkPayload): void {
    this.pending += 1
    const text = JSON.stringify(payload)
    setImmediate(() => {
      this.pending -= 1
      this.ears.get(to)?.(from, JSON.parse(text))
    })
  }
}
