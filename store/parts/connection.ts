import { action, computed, makeObservable, observable } from 'mobx-miniprogram'
import {
  type Capabilities,
  type Connection,
  type NetworkState,
  NO_SESSION,
  type Rights,
  type Room,
  type SessionSnapshot,
  type User,
} from '../../src/index'

/** Where the session stands and what I may do in it. Every field notifies on its own, and only when it really changed. */
export class ConnectionStore {
  connection: Connection = NO_SESSION.connection
  roomId = ''
  me: User | undefined = undefined
  rights: Rights = NO_SESSION.rights
  capabilities: Capabilities = NO_SESSION.capabilities
  online = 0
  likes = 0
  allSilenced = false
  /** The phone's own network, as far as the platform tells. */
  network: NetworkState = NO_SESSION.network
  carrier: SessionSnapshot['carrier'] = undefined

  constructor() {
    makeObservable(this, {
      connection: observable.struct,
      roomId: observable.ref,
      me: observable.struct,
      rights: observable.struct,
      capabilities: observable.struct,
      online: observable.ref,
      likes: observable.ref,
      allSilenced: observable.ref,
      network: observable.ref,
      carrier: observable.struct,
      joined: computed,
      update: action,
    })
  }

  get joined(): boolean {
    return this.connection.state === 'joined'
  }

  update(session: SessionSnapshot): void {
    this.connection = session.connection
    this.roomId = session.roomId
    this.me = session.me
    this.rights = session.rights
    this.capabilities = session.capabilities
    this.online = session.online
    this.likes = session.likes
    this.allSilenced = session.allSilenced
    this.network = session.network
    this.carrier = session.carrier
  }

  /** @returns undo */
  attach(room: Room): () => void {
    this.update(room.session.snapshot)
    const off = room.session.onChange((session) => this.update(session))
    return () => {
      off()
      this.update(NO_SESSION)
    }
  }
}
