import type { Capabilities, Connection, RoomSnapshot, Rights, TagAttributes } from '../provider/types'
import { Cell } from './cell'
import type { SessionPart, SessionSnapshot } from './types'

const NO_RIGHTS: Rights = { publish: false, chat: false, link: false, host: false, moderate: false }

/** Before a provider is there, nothing can be offered. */
const NO_CAPABILITIES: Capabilities = {
  chat: false,
  barrage: false,
  like: false,
  gift: false,
  command: false,
  link: false,
  moderate: false,
  maxPlayers: Infinity,
}

/** The session before the first join. */
export const NO_SESSION: SessionSnapshot = {
  connection: { state: 'idle' },
  roomId: '',
  rights: NO_RIGHTS,
  capabilities: NO_CAPABILITIES,
  online: 0,
  likes: 0,
}

/**
 * Who I am in the room and how the connection stands.
 *
 * ```
 * idle --join--> joining --snapshot--> joined <--> reconnecting
 *                   |                     |             |
 *                   +------ left(reason) <+-------------+      left --join--> joining
 * ```
 */
export class Session extends Cell<SessionSnapshot> implements SessionPart {
  constructor() {
    super(NO_SESSION)
  }

  get state(): Connection['state'] {
    return this.snapshot.connection.state
  }

  /** Joined, or on the way back: calls are taken (the provider queues them while reconnecting). */
  get inside(): boolean {
    return this.state === 'joined' || this.state === 'reconnecting'
  }

  connection(connection: Connection): void {
    this.set({ ...this.snapshot, connection })
  }

  begin(roomId: string, capabilities: Capabilities): void {
    this.set({ ...NO_SESSION, connection: { state: 'joining' }, roomId, capabilities })
  }

  entered({ me, rights, online, likes, roomId }: RoomSnapshot): void {
    const { carrier: _mounted, ...rest } = this.snapshot
    this.set({ ...rest, connection: { state: 'joined' }, roomId, me, rights, online, likes })
  }

  rights(rights: Rights): void {
    this.set({ ...this.snapshot, rights })
  }

  counts(counts: { online: number; likes: number }): void {
    this.set({ ...this.snapshot, ...counts })
  }

  carrier(carrier: { url: string; attributes: TagAttributes }): void {
    this.set({ ...this.snapshot, carrier })
  }
}
