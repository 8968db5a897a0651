/**
 * A gateway reduced to its mic-link: one state, one log, and a connection for each client whose ups and downs the test
 * decides. Commands, receipts and events each arrive in order, but anyhow among each other and among clients.
 */
import { LiveError, type ErrorReason } from '../../../src/errors'
import type { LinkOutcome, LinkRequest, ProviderEvents, Seat } from '../../../src/provider/types'
import { FakeProvider, snapshotOf, user } from '../../support/fake-provider'

type LinkEvent = 'linkRequested' | 'linkSettled' | 'linkStarted' | 'linkEnded' | 'seats'
type Step = () => void
type Command<T> = (who: string) => T

const refuse = (reason: ErrorReason): never => {
  throw LiveError.of(reason, 'model: refused')
}

export const HOSTS = ['ann', 'amy']
const isHost = (id: string): boolean => HOSTS.includes(id)

/** One client's way to the gateway and back. */
export class Connection {
  up: Step[] = []
  receipts: Step[] = []
  events: Step[] = []
  /** Events that would have come while it was down. */
  missed: Step[] = []
  online = true
  readonly provider = new FakeProvider()

  constructor(
    readonly id: string,
    private gateway: GatewayModel,
  ) {
    const { link, answers } = this.provider
    const call = <T>(command: Command<T>) => this.call(command)
    answers.join = () => {
      gateway.members.add(id)
      return this.snapshot()
    }
    answers.leave = () => {
      gateway.departs(id, 'left')
      this.close()
    }
    link.request = ({ media = 'video', seat } = {}) =>
      call((who) => gateway.wait(who, 'audience', { media, ...(seat !== undefined && { seat }) }))
    link.invite = (guest) =>
      call((who) => (isHost(who) ? gateway.wait(guest, 'anchor', { media: 'video' }) : refuse('forbidden')))
    link.cancel = (request) => call((who) => gateway.answer(who, request, 'cancelled'))
    link.accept = (request) => call((who) => gateway.answer(who, request, 'accepted'))
    link.refuse = (request, message) => call((who) => gateway.answer(who, request, 'refused', message))
    link.end = (guest) => call((who) => gateway.end(who, guest ?? who))
    link.lock = (index, on) => call((who) => gateway.lock(who, index, on))
    link.move = (index, guest) => call((who) => gateway.move(who, index, guest ?? who))
  }

  snapshot() {
    const me = user(this.id, { role: isHost(this.id) ? 'anchor' : 'audience' })
    const { requests, seats } = this.gateway
    return snapshotOf({ me, users: [me], link: { requests: Array.from(requests.values()), seats } })
  }

  tell<K extends LinkEvent>(event: K, payload: ProviderEvents[K]): void {
    const step = () => this.provider.events.emit(event, payload)
    ;(this.online ? this.events : this.missed).push(step)
  }

  /** The connection breaks: what was under way to the client is lost, what was under way to the gateway is sent again. */
  drop(): void {
    if (!this.online || !this.gateway.members.has(this.id)) return
    this.online = false
    this.missed = this.events.splice(0)
    this.provider.events.emit('reconnecting', { attempt: 1, cause: LiveError.of('network', 'cut') })
  }

  /** Back: everything missed is replayed, or the state is replaced. */
  back(resume: boolean): void {
    if (this.online) return
    this.online = true
    const known = this.gateway.members.has(this.id)
    this.gateway.members.add(this.id)
    const { events } = this.provider
    const missed = this.missed.splice(0)
    if (resume && known) this.events = [...missed, () => events.emit('resumed', {})]
    else {
      const snapshot = this.snapshot()
      this.events = [() => events.emit('snapshot', snapshot)]
    }
  }

  private close(): void {
    this.up = []
    this.receipts = []
    this.events = []
    this.missed = []
    this.online = true
    this.closed.splice(0).forEach((reject) => reject())
  }

  /** How to refuse what still waits when the provider has left. */
  private closed: Step[] = []

  private call<T>(command: Command<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const session = () => reject(LiveError.of('invalid-state', 'model: the room is left'))
      this.closed.push(session)
      this.up.push(() => {
        try {
          const answer = command(this.id)
          this.receipts.push(() => resolve(answer))
        } catch (error) {
          this.receipts.push(() => reject(error as LiveError))
        }
      })
    })
  }
}

export class GatewayModel {
  requests = new Map<string, LinkRequest>()
  seats: Seat[] = [0, 1].map((index) => ({ index, userId: null, locked: false }))
  readonly members = new Set<string>()
  readonly connections: Connection[]
  private ids = 0

  constructor(people: string[]) {
    this.connections = people.map((id) => new Connection(id, this))
  }

  private tell<K extends LinkEvent>(event: K, payload: ProviderEvents[K]): void {
    this.connections.filter(({ id }) => this.members.has(id)).forEach((connection) => connection.tell(event, payload))
  }

  private seatOf(who: string): Seat | undefined {
    return this.seats.find(({ userId }) => userId === who)
  }

  private change(index: number, change: Partial<Seat>): void {
    this.seats = this.seats.map((seat) => (seat.index === index ? { ...seat, ...change } : seat))
  }

  private settle(request: LinkRequest, outcome: LinkOutcome, by: string, message?: string): void {
    this.requests.delete(request.id)
    const { id: requestId, userId } = request
    this.tell('linkSettled', { requestId, userId, outcome, by, ...(message && { message }) })
  }

  private unseat(who: string, reason: ProviderEvents['linkEnded']['reason']): boolean {
    const seat = this.seatOf(who)
    if (!seat) return false
    this.change(seat.index, { userId: null })
    this.tell('linkEnded', { userId: who, seat: seat.index, reason })
    return true
  }

  wait(guest: string, from: LinkRequest['from'], wish: Pick<LinkRequest, 'media' | 'seat'>): void {
    if (!this.members.has(guest) || isHost(guest)) return refuse('forbidden')
    const waits = Array.from(this.requests.values()).some(({ userId }) => userId === guest)
    if (waits || this.seatOf(guest)) return refuse('link-pending')
    const times = { createdAt: 0, expiresAt: 30_000 }
    const request: LinkRequest = { id: `q${++this.ids}`, from, userId: guest, name: guest, ...wish, ...times }
    this.requests.set(request.id, request)
    this.tell('linkRequested', request)
  }

  answer(who: string, id: string, outcome: 'accepted' | 'refused' | 'cancelled', message?: string): void {
    const request = this.requests.get(id) ?? refuse('link-not-found')
    const mine = (request.from === 'audience') === (outcome === 'cancelled') ? request.userId === who : isHost(who)
    if (!mine) return refuse('forbidden')
    const free = this.seats.filter(({ userId, locked }) => userId === null && !locked)
    const seat = free.find(({ index }) => index === request.seat) ?? free[0]
    if (outcome === 'accepted' && !seat) return refuse('seats-full')
    this.settle(request, outcome, who, message)
    if (outcome !== 'accepted' || !seat) return
    this.change(seat.index, { userId: request.userId })
    this.tell('linkStarted', { userId: request.userId, seat: seat.index })
  }

  end(who: string, guest: string): void {
    if (who !== guest && !isHost(who)) return refuse('forbidden')
    if (!this.unseat(guest, who === guest ? 'ended' : 'kicked')) refuse('not-linked')
  }

  lock(who: string, index: number, locked: boolean): void {
    if (!isHost(who)) return refuse('forbidden')
    this.change(index, { locked })
    this.tell('seats', this.seats)
  }

  move(who: string, to: number, guest: string): void {
    if (who !== guest && !isHost(who)) return refuse('forbidden')
    const from = this.seatOf(guest) ?? refuse('not-linked')
    const target = this.seats[to]
    if (!target || target.userId !== null || target.locked) return refuse('seat-unavailable')
    this.change(from.index, { userId: null })
    this.change(to, { userId: guest })
    this.tell('seats', this.seats)
  }

  /** The time of a request is over. */
  expire(which: number): void {
    const waiting = Array.from(this.requests.values())
    const request = waiting[which % (waiting.length || 1)]
    if (request) this.settle(request, 'expired', request.userId)
  }

  /** Somebody is gone, and with the last host everything that waits or runs. */
  departs(who: string, why: 'left' | 'lost'): void {
    if (!this.members.delete(who)) return
    const mine = Array.from(this.requests.values()).filter(({ userId }) => userId === who)
    mine.forEach((request) => this.settle(request, 'left', who))
    this.unseat(who, why)
    if (HOSTS.some((host) => this.members.has(host))) return
    Array.from(this.requests.values()).forEach((request) => this.settle(request, 'anchor-left', who))
    this.seats.forEach(({ userId }) => userId !== null && this.unseat(userId, 'anchor-left'))
  }
}
