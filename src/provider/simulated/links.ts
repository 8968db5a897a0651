import { LiveError } from '../../errors'
import type { LinkEndReason, LinkOutcome, LinkRequest, LinkSnapshot, Seat, UserId } from '../types'
import type { World } from './world'

/** How long a request or invitation waits, ms. */
export const LINK_TIMEOUT = 30_000

/** Requests, invitations and seats. Answering one leaves the others alone. */
export class Links {
  readonly requests = new Map<string, LinkRequest>()
  readonly seats: Seat[]
  /** A request or invitation came; told after its event. */
  waiting: (request: LinkRequest) => void = () => undefined

  constructor(
    private readonly world: World,
    count: number,
    private readonly now: () => number,
  ) {
    this.seats = Array.from({ length: count }, (_, index) => ({ index, userId: null, locked: false, muted: false }))
  }

  snapshot(): LinkSnapshot {
    return {
      requests: Array.from(this.requests.values(), (request) => ({ ...request })),
      seats: this.seats.map((seat) => ({ ...seat })),
    }
  }

  seatOf(userId: UserId): Seat | undefined {
    return this.seats.find((seat) => seat.userId === userId)
  }

  of(userId: UserId): LinkRequest | undefined {
    return Array.from(this.requests.values()).find((request) => request.userId === userId)
  }

  /** @throws LiveError `link-pending`, `seats-full` or `invalid-state` */
  open(userId: UserId, from: LinkRequest['from'], media: LinkRequest['media'] = 'video'): LinkRequest {
    const { name } = this.world.user(userId)
    if (this.of(userId)) throw LiveError.of('link-pending', `simulated: "${name}" waits for an answer already`)
    if (this.seatOf(userId)) throw LiveError.of('invalid-state', `simulated: "${name}" is linked already`)
    this.freeSeat()
    const createdAt = this.now()
    const id = this.world.nextId('link')
    const request: LinkRequest = { id, from, userId, name, media, createdAt, expiresAt: createdAt + LINK_TIMEOUT }
    this.requests.set(id, request)
    this.world.events.emit('linkRequested', { ...request })
    this.waiting(request)
    return { ...request }
  }

  /** @throws LiveError `link-not-found` when it does not wait (any more); `seats-full` on accepting without a free seat */
  settle(id: string, outcome: LinkOutcome, by?: UserId, message?: string): void {
    const request = this.requests.get(id)
    if (!request) throw LiveError.of('link-not-found', `simulated: no request or invitation "${id}" waits`)
    const seat = outcome === 'accepted' ? this.freeSeat() : undefined
    this.requests.delete(id)
    const { userId } = request
    const more = { ...(by === undefined ? {} : { by }), ...(message === undefined ? {} : { message }) }
    this.world.events.emit('linkSettled', { requestId: id, userId, outcome, ...more })
    if (seat) this.start(seat, request)
  }

  /** @throws LiveError `not-linked` */
  end(userId: UserId, reason: LinkEndReason): void {
    const seat = this.seatOf(userId)
    if (!seat) throw LiveError.of('not-linked', `simulated: "${userId}" is not linked`, { subject: 'userId' })
    seat.userId = null
    this.world.events.emit('linkEnded', { userId, seat: seat.index, reason })
    this.world.seated(userId)
    this.world.unpublish(userId)
  }

  lock(index: number, locked: boolean): void {
    const seat = this.seats[index]
    if (!seat) throw LiveError.of('invalid-argument', `simulated: there is no seat ${index}`)
    seat.locked = locked
    this.world.events.emit(
      'seats',
      this.seats.map((each) => ({ ...each })),
    )
  }

  gone(userId: UserId, how: 'left' | 'lost' | 'kicked'): void {
    const request = this.of(userId)
    if (request) this.settle(request.id, 'left')
    if (this.seatOf(userId)) this.end(userId, how)
  }

  hostGone(): void {
    this.requests.forEach(({ id }) => this.settle(id, 'anchor-left'))
    this.seats.forEach(({ userId }) => {
      if (userId !== null) this.end(userId, 'anchor-left')
    })
  }

  private start(seat: Seat, { userId, media }: LinkRequest): void {
    seat.userId = userId
    this.world.seated(userId)
    this.world.events.emit('linkStarted', { userId, seat: seat.index })
    // I publish by my own pusher; the others have none.
    if (userId !== this.world.me.id) this.world.publish(userId, { video: media === 'video' })
  }

  private freeSeat(): Seat {
    const seat = this.seats.find(({ userId, locked }) => userId === null && !locked)
    if (!seat) throw LiveError.of('seats-full', 'simulated: every seat is taken or locked')
    return seat
  }
}
