import { action, computed, makeObservable, observable } from 'mobx-miniprogram'
import type { LinkOptions, LinkPartSnapshot, LinkRequest, LinkState, Room, Seat, UserId } from '../../src/index'
import type { Run } from '../room-store'

const NO_LINK: LinkPartSnapshot = { mine: { state: 'idle' }, requests: [], seats: [], active: false }

/** Mic-link: my side, the anchor's queue and the seats. */
export class LinkStore {
  /** My side. */
  mine: LinkState = NO_LINK.mine
  /** Everything that waits: requests of the audience and invitations of the anchor, oldest first. */
  requests: readonly LinkRequest[] = []
  /** All seats by number. */
  seats: readonly Seat[] = []
  /** Somebody is linked. */
  active = false

  constructor(private readonly run: Run) {
    makeObservable(this, {
      mine: observable.struct,
      requests: observable.struct,
      seats: observable.struct,
      active: observable.ref,
      queue: computed.struct,
      update: action,
    })
  }

  /** Requests of the audience that wait for the anchor's answer, oldest first. */
  get queue(): readonly LinkRequest[] {
    return this.requests.filter((request) => request.from === 'audience')
  }

  /** Takes a snapshot of the core. */
  update({ mine, requests, seats, active }: LinkPartSnapshot): void {
    this.mine = mine
    this.requests = requests
    this.seats = seats
    this.active = active
  }

  /** Asks to be linked. */
  request(options?: LinkOptions): Promise<void> {
    return this.run('link.request', (room) => room.link.request(options))
  }

  /** Withdraws my request, or (host, by id) an invitation. */
  cancel(requestId?: string): Promise<void> {
    return this.run('link.cancel', (room) => room.link.cancel(requestId))
  }

  /** Host: a request by id. Invited person: without id, my invitation. */
  accept(requestId?: string): Promise<void> {
    return this.run('link.accept', (room) => room.link.accept(requestId))
  }

  /** As accept; `message` is what the refused person reads. */
  refuse(requestId?: string, message?: string): Promise<void> {
    return this.run('link.refuse', (room) => room.link.refuse(requestId, message))
  }

  /** Host: asks somebody to be linked. */
  invite(userId: UserId, options?: LinkOptions): Promise<void> {
    return this.run('link.invite', (room) => room.link.invite(userId, options))
  }

  /** My link, or (host) somebody's. */
  end(userId?: UserId): Promise<void> {
    return this.run('link.end', (room) => room.link.end(userId))
  }

  /** Host: nobody is seated here by request any more, or again. */
  lockSeat(index: number, on: boolean): Promise<void> {
    return this.run('link.lockSeat', (room) => room.link.lockSeat(index, on))
  }

  /** Changes to another free seat: I, or (host) `userId`. */
  moveTo(index: number, userId?: UserId): Promise<void> {
    return this.run('link.moveTo', (room) => room.link.moveTo(index, userId))
  }

  /**
   * Follows a room; RoomStore does this.
   * @returns undo
   */
  attach(room: Room): () => void {
    this.update(room.link.snapshot)
    const off = room.link.onChange((link) => this.update(link))
    return () => {
      off()
      this.update(NO_LINK)
    }
  }
}
