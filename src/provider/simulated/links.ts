/**
 * Requests, invitations and seats, by the gateway's rules: answering one leaves the others alone, nobody is seated on a locked
 * seat.
 */
import { LiveError } from '../../errors'
import type { LinkEndReason, LinkOptions, LinkOutcome, LinkRequest, LinkSnapshot, Seat, UserId } from '../types'
import { rightsOf } from './rights'
import type { World } from './world'

/** How long a request or invitation waits, ms: unless it says, at least, at most. */
const WAIT = { usual: 30_000, least: 5000, most: 300_000 }

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
    this.seats = Array.from({ length: count }, (_, index) => ({ index, userId: null, locked: false }))
  }

  snapshot(): LinkSnapshot {
    return { requests: Array.from(this.requests.values(), (request) => ({ ...request })), seats: this.listed() }
  }

  seatOf(userId: UserId): Seat | undefined {
    return this.seats.find((seat) => seat.userId === userId)
  }

  of(userId: UserId): LinkRequest | undefined {
    return Array.from(this.requests.values()).find((request) => request.userId === userId)
  }

  /** @throws LiveError `forbidden` for a role that needs no link; `link-pending`; `seat-unavailable` when the seat asked for is locked or none */
  open(userId: UserId, from: LinkRequest['from'], options: LinkOptions = {}): void {
    const { media = 'video', seat, expiresIn = WAIT.usual } = options
    const { name, role } = this.world.user(userId)
    if (!rightsOf(role, false, false).link)
      throw LiveError.of('forbidden', `simulated: "${name}" is ${role} and needs no seat`)
    if (this.of(userId)) throw LiveError.of('link-pending', `simulated: "${name}" waits for an answer already`)
    if (this.seatOf(userId)) throw LiveError.of('link-pending', `simulated: "${name}" is linked already`)
    // A seat that is taken may become free while the request waits.
    if (seat !== undefined && from === 'audience') this.unlocked(seat)
    const createdAt = this.now()
    const expiresAt = createdAt + Math.min(WAIT.most, Math.max(WAIT.least, expiresIn))
    const id = this.world.nextId('link')
    const wish = seat === undefined ? {} : { seat }
    const request: LinkRequest = { id, from, userId, name, media, ...wish, createdAt, expiresAt }
    this.requests.set(id, request)
    this.world.events.emit('linkRequested', { ...request })
    this.waiting(request)
  }

  /** @throws LiveError `link-not-found` when it does not wait (any more); `seats-full` on accepting without a free seat */
  settle(id: string, outcome: LinkOutcome, by?: UserId, message?: string): void {
    const request = this.requests.get(id)
    if (!request) throw LiveError.of('link-not-found', `simulated: no request or invitation "${id}" waits (any more)`)
    const seat = outcome === 'accepted' ? this.freeSeat(request.seat) : undefined
    this.requests.delete(id)
    const { userId } = request
    const more = { ...(by === undefined ? {} : { by }), ...(message === undefined ? {} : { message }) }
    this.world.events.emit('linkSettled', { requestId: id, userId, outcome, ...more })
    if (seat) this.start(seat, request)
  }

  /** @throws LiveError `not-linked` */
  end(userId: UserId, reason: LinkEndReason): void {
    this.vacate(this.seated(userId), reason)
    this.world.righted(userId)
    this.world.unpublish(userId)
    // The microphone that it was about is gone.
    this.world.change(this.world.user(userId), { silenced: false })
  }

  /** The person needs neither seat nor answer any more: what they are allows it. */
  release(userId: UserId, by: UserId): void {
    const request = this.of(userId)
    if (request) this.settle(request.id, 'cancelled', by)
    const seat = this.seatOf(userId)
    if (seat) this.vacate(seat, 'ended')
  }

  /** @throws LiveError `seat-unavailable` */
  lock(index: number, locked: boolean): void {
    const seat = this.at(index)
    if (seat.locked === locked) return
    seat.locked = locked
    this.told()
  }

  /** @throws LiveError `not-linked`, `seat-unavailable` when the seat is locked, taken or none */
  move(userId: UserId, index: number): void {
    const from = this.seated(userId)
    if (from.index === index) return
    const to = this.unlocked(index)
    if (to.userId !== null) throw LiveError.of('seat-unavailable', `simulated: seat ${index} is taken`)
    to.userId = userId
    from.userId = null
    this.told()
  }

  gone(userId: UserId, how: 'left' | 'lost' | 'kicked'): void {
    const request = this.of(userId)
    if (request) this.settle(request.id, 'left', userId)
    if (this.seatOf(userId)) this.end(userId, how)
  }

  /** Nobody is left who could answer. */
  hostGone(host: UserId): void {
    this.requests.forEach(({ id }) => this.settle(id, 'anchor-left', host))
    this.seats.forEach(({ userId }) => {
      if (userId !== null) this.end(userId, 'anchor-left')
    })
  }

  private start(seat: Seat, { userId, media }: LinkRequest): void {
    // Silent from the first moment on.
    if (this.world.hushed(userId, this.world.user(userId).role, true)) this.world.silence(userId, true)
    seat.userId = userId
    this.world.events.emit('linkStarted', { userId, seat: seat.index })
    this.world.righted(userId)
    // I publish by my own pusher; the others have none.
    if (userId !== this.world.me.id) this.world.publish(userId, { video: media === 'video' })
  }

  private vacate(seat: Seat, reason: LinkEndReason): void {
    const userId = seat.userId as UserId
    seat.userId = null
    this.world.events.emit('linkEnded', { userId, seat: seat.index, reason })
  }

  private freeSeat(wish: number | undefined): Seat {
    const free = this.seats.filter(({ userId, locked }) => userId === null && !locked)
    const seat = free.find(({ index }) => index === wish) ?? free[0]
    if (!seat) throw LiveError.of('seats-full', 'simulated: every seat is taken or locked')
    return seat
  }

  private seated(userId: UserId): Seat {
    const seat = this.seatOf(userId)
    if (!seat) throw LiveError.of('not-linked', `simulated: "${userId}" is not linked`, { subject: 'userId' })
    return seat
  }

  private at(index: number): Seat {
    const seat = this.seats[index]
    if (seat) return seat
    throw LiveError.of('seat-unavailable', `simulated: there are seats 0 to ${this.seats.length - 1}, not ${index}`)
  }

  private unlocked(index: number): Seat {
    const seat = this.at(index)
    if (seat.locked) throw LiveError.of('seat-unavailable', `simulated: seat ${index} is locked; unlock it first`)
    return seat
  }

  private listed(): Seat[] {
    return this.seats.map((seat) => ({ ...seat }))
  }

  private told(): void {
    this.world.events.emit('seats', this.listed())
  }
}
