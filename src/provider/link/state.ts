/** Requests and seats, and what may be done to them: pure, by the gateway's rules. Only the host in charge applies deeds. */
import { LiveError } from '../../errors'
import type { LinkEndReason, LinkOptions, LinkOutcome, LinkRequest, Role, UserId } from '../types'

/** How long a request or invitation waits, ms: unless it says, at least, at most; the gateway's figures. */
const WAIT = { usual: 30_000, least: 5000, most: 300_000 }

/** Most that wait at once: the whole state has to fit a few small messages. */
const MOST_WAITING = 16

/** How many endings are told again with each state, for those who missed one. */
const TOLD_AGAIN = 8

/** A seat; `link` is the id of the request it came from, so that sitting down again is another link. */
export interface Place {
  userId: UserId | null
  link: string
  locked: boolean
}

/** How a request was settled, or (its id with `!` behind) why a link ended. */
export interface Ending {
  id: string
  how: LinkOutcome | LinkEndReason
  by?: UserId
  message?: string
}

export interface LinkState {
  requests: Omit<LinkRequest, 'name'>[]
  places: Place[]
  endings: Ending[]
}

/** What a person asks of the host in charge; any value that came over the channel until it is looked at. */
export type Deed = readonly [what: keyof LinkRules, ...args: unknown[]]

export interface LinkRoom {
  role(userId: UserId): Role | undefined
  now(): number
  newId(): string
}

export const emptyState = (seats: number): LinkState => ({
  requests: [],
  places: Array.from({ length: seats }, () => ({ userId: null, link: '', locked: false })),
  endings: [],
})

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

/** Acts on a state of its own; throw it away when a deed throws. */
export class LinkRules {
  constructor(
    readonly state: LinkState,
    private readonly room: LinkRoom,
  ) {}

  request(by: UserId, options: unknown): void {
    this.open(by, 'audience', options)
  }

  invite(by: UserId, options: unknown, userId: unknown): void {
    this.host(by)
    this.open(userId as UserId, 'anchor', options)
  }

  cancel(by: UserId, id: unknown): void {
    const { from, userId } = this.waiting(id)
    if (from === 'audience' ? by !== userId : this.room.role(by) !== 'anchor')
      throw forbidden('is not yours to withdraw')
    this.settle(id as string, 'cancelled', by)
  }

  accept(by: UserId, id: unknown): void {
    const { userId, seat: wish } = this.judged(by, id)
    const free = this.state.places.filter((place) => place.userId === null && !place.locked)
    const wished = this.state.places[wish ?? -1]
    const place = wished && free.includes(wished) ? wished : free[0]
    if (!place) throw LiveError.of('seats-full', 'link: every seat is taken or locked')
    this.settle(id as string, 'accepted', by)
    Object.assign(place, { userId, link: id })
  }

  refuse(by: UserId, id: unknown, message: unknown): void {
    this.judged(by, id)
    this.settle(id as string, 'refused', by, typeof message === 'string' ? message : undefined)
  }

  end(by: UserId, userId: unknown = by): void {
    if (userId !== by) this.host(by)
    this.vacate(this.placeOf(userId), userId === by ? 'ended' : 'kicked')
  }

  lock(by: UserId, index: unknown, on: unknown): void {
    this.host(by)
    this.at(index).locked = on === true
  }

  move(by: UserId, index: unknown, userId: unknown = by): void {
    if (userId !== by) this.host(by)
    const from = this.placeOf(userId)
    const to = this.at(index)
    if (to === from) return
    if (to.locked) throw LiveError.of('seat-unavailable', 'link: that seat is locked; unlock it first')
    if (to.userId !== null) throw LiveError.of('seat-unavailable', 'link: somebody sits there')
    Object.assign(to, { userId: from.userId, link: from.link })
    Object.assign(from, { userId: null, link: '' })
  }

  /** Of somebody who is not in the room any more. */
  gone(userId: UserId): void {
    const request = this.state.requests.find((other) => other.userId === userId)
    if (request) this.settle(request.id, 'left', userId)
    const place = this.state.places.find((other) => other.userId === userId)
    if (place) this.vacate(place, 'left')
  }

  /** Everything that waited too long. */
  expire(): void {
    const now = this.room.now()
    this.state.requests.filter(({ expiresAt }) => expiresAt <= now).forEach(({ id }) => this.settle(id, 'expired'))
  }

  /** Nobody is left who could answer. */
  abandon(): void {
    this.state.requests.slice().forEach(({ id }) => this.settle(id, 'anchor-left'))
    this.state.places.forEach((place) => place.userId !== null && this.vacate(place, 'anchor-left'))
  }

  private open(userId: UserId, from: LinkRequest['from'], options: unknown): void {
    const { media = 'video', seat, expiresIn = WAIT.usual } = (options ?? {}) as LinkOptions
    const role = this.room.role(userId)
    if (!role) throw LiveError.of('user-not-found', 'link: that person is not here', { subject: 'userId' })
    if (role !== 'audience') throw forbidden(`is for the audience; ${role} needs no seat`)
    const { requests, places } = this.state
    if (requests.some((other) => other.userId === userId) || places.some((place) => place.userId === userId))
      throw LiveError.of('link-pending', 'link: that person waits for an answer, or is linked, already')
    if (requests.length >= MOST_WAITING) throw LiveError.of('busy', `link: ${MOST_WAITING} wait already; try later`)
    if (seat !== undefined && this.at(seat).locked && from === 'audience')
      throw LiveError.of('seat-unavailable', 'link: that seat is locked')
    const createdAt = this.room.now()
    const wait = Number.isFinite(expiresIn) ? Math.min(WAIT.most, Math.max(WAIT.least, expiresIn)) : WAIT.usual
    const kind = media === 'audio' ? 'audio' : 'video'
    const wish = seat === undefined ? {} : { seat }
    requests.push({ id: this.room.newId(), from, userId, media: kind, ...wish, createdAt, expiresAt: createdAt + wait })
  }

  private settle(id: string, how: LinkOutcome, by?: UserId, message?: string): void {
    this.state.requests = this.state.requests.filter((other) => other.id !== id)
    this.tell({ id, how, ...(by !== undefined && { by }), ...(message !== undefined && { message }) })
  }

  private vacate(place: Place, how: LinkEndReason): void {
    this.tell({ id: `${place.link}!`, how })
    Object.assign(place, { userId: null, link: '' })
  }

  private tell(ending: Ending): void {
    this.state.endings = this.state.endings.concat(ending).slice(-TOLD_AGAIN)
  }

  private waiting(id: unknown): Omit<LinkRequest, 'name'> {
    const request = this.state.requests.find((other) => other.id === id)
    if (request) return request
    throw LiveError.of('link-not-found', 'link: that request or invitation does not wait (any more)')
  }

  /** A request is answered by a host, an invitation by who is invited. */
  private judged(by: UserId, id: unknown): Omit<LinkRequest, 'name'> {
    const request = this.waiting(id)
    if (request.from === 'audience') this.host(by)
    else if (request.userId !== by) throw forbidden('is for the invited person to answer')
    return request
  }

  private placeOf(userId: unknown): Place {
    const place = this.state.places.find((other) => other.userId === userId)
    if (place) return place
    throw LiveError.of('not-linked', 'link: that person is not linked', { subject: 'userId' })
  }

  private at(index: unknown): Place {
    const place = isIndex(index) ? this.state.places[index] : undefined
    if (place) return place
    throw LiveError.of('seat-unavailable', `link: there are seats 0 to ${this.state.places.length - 1}`)
  }

  private host(by: UserId): void {
    if (this.room.role(by) !== 'anchor') throw forbidden('is for hosts')
  }
}

const forbidden = (why: string): LiveError => LiveError.of('forbidden', `link: this ${why}`)
