import { LiveError } from '../errors'
import type { LinkRequest, LinkSnapshot, ProviderEvents, Seat, UserId } from '../provider/types'
import { Cell } from './cell'
import type { RoomContext } from './context'
import type { LinkPart, LinkPartSnapshot, LinkState } from './types'

const NOBODY: LinkPartSnapshot = { mine: { state: 'idle' }, requests: [], seats: [], active: false }

/**
 * Both sides of the mic-link, as the server tells it. My own side:
 *
 * ```
 * idle --request--> requesting --accepted--> linked --ended--> idle(why)
 *   ^                   +-- refused, cancelled, expired, anchor-left --> idle(why)
 *   +-- invited (same answers as requesting) --accept--> linked
 * ```
 */
export class MicLink extends Cell<LinkPartSnapshot> implements LinkPart {
  constructor(private context: RoomContext) {
    super(NOBODY)
  }

  async request(options?: { media?: 'video' | 'audio' }): Promise<void> {
    const provider = this.context.provider('room.link.request')
    const { state } = this.snapshot.mine
    if (state !== 'idle')
      throw LiveError.of(
        'invalid-state',
        `room.link.request: already ${state}; wait for the answer, cancel() or end() first`,
      )
    this.requested(await provider.link.request(options))
  }

  async cancel(): Promise<void> {
    const provider = this.context.provider('room.link.cancel')
    await provider.link.cancel(this.waiting('room.link.cancel', 'requesting').id)
  }

  async accept(requestId?: string): Promise<void> {
    const provider = this.context.provider('room.link.accept')
    await provider.link.accept(requestId ?? this.waiting('room.link.accept', 'invited').id)
  }

  async refuse(requestId?: string, message?: string): Promise<void> {
    const provider = this.context.provider('room.link.refuse')
    await provider.link.refuse(requestId ?? this.waiting('room.link.refuse', 'invited').id, message)
  }

  async invite(userId: UserId): Promise<void> {
    const provider = this.context.provider('room.link.invite')
    if (typeof userId !== 'string' || !userId)
      throw LiveError.of('invalid-argument', 'room.link.invite: pass the id of a user in the room', {
        subject: 'userId',
      })
    this.requested(await provider.link.invite(userId))
  }

  async end(userId?: UserId): Promise<void> {
    const provider = this.context.provider('room.link.end')
    if (userId === undefined && this.snapshot.mine.state !== 'linked')
      throw LiveError.of('not-linked', 'room.link.end: you are not linked; a host passes the id of the guest to end')
    await provider.link.end(userId)
  }

  /** The whole state, on entry and after a gap. */
  replace({ requests, seats }: LinkSnapshot): void {
    this.update({ requests, seats, mine: this.derive(requests, seats) })
  }

  requested(request: LinkRequest): void {
    const others = this.snapshot.requests.filter(({ id }) => id !== request.id)
    const requests = others.concat([request])
    const mine: LinkState =
      request.userId === this.context.me()?.id
        ? { state: request.from === 'audience' ? 'requesting' : 'invited', request }
        : this.snapshot.mine
    this.update({ requests, mine })
  }

  settled({ requestId, outcome }: ProviderEvents['linkSettled']): void {
    const requests = this.snapshot.requests.filter(({ id }) => id !== requestId)
    const { mine } = this.snapshot
    const waited = (mine.state === 'requesting' || mine.state === 'invited') && mine.request.id === requestId
    // Accepted: `started` follows with the seat; until then the person sees the request as it was.
    this.update({ requests, mine: waited && outcome !== 'accepted' ? { state: 'idle', ended: outcome } : mine })
  }

  started({ userId, seat }: ProviderEvents['linkStarted']): void {
    const seats = seated(this.snapshot.seats, seat, userId)
    const mine = userId === this.context.me()?.id ? linked(seat) : this.snapshot.mine
    this.update({ seats, mine })
  }

  ended({ userId, seat, reason }: ProviderEvents['linkEnded']): void {
    const seats = seated(this.snapshot.seats, seat, null)
    const mine: LinkState = userId === this.context.me()?.id ? { state: 'idle', ended: reason } : this.snapshot.mine
    this.update({ seats, mine })
  }

  seats(seats: readonly Seat[]): void {
    this.update({ seats })
  }

  reset(): void {
    this.set(NOBODY)
  }

  private update(change: Partial<LinkPartSnapshot>): void {
    const next = { ...this.snapshot, ...change }
    this.set({ ...next, active: next.seats.some(({ userId }) => userId !== null) })
  }

  private derive(requests: readonly LinkRequest[], seats: readonly Seat[]): LinkState {
    const me = this.context.me()?.id
    const seat = seats.find(({ userId }) => userId !== null && userId === me)
    if (seat) return linked(seat.index)
    const request = requests.find(({ userId }) => userId === me)
    if (request) return { state: request.from === 'audience' ? 'requesting' : 'invited', request }
    const { mine } = this.snapshot
    return mine.state === 'linked' ? { state: 'idle', ended: 'lost' } : { state: 'idle' }
  }

  private waiting(call: string, state: 'requesting' | 'invited'): LinkRequest {
    const { mine } = this.snapshot
    if (mine.state === state) return mine.request
    const missing =
      state === 'requesting' ? 'no request of yours is waiting' : 'pass a request id; you have no invitation'
    throw LiveError.of('link-not-found', `${call}: ${missing}`)
  }
}

function linked(seat: number): LinkState {
  return { state: 'linked', seat, since: Date.now() }
}

function seated(seats: readonly Seat[], index: number, userId: UserId | null): readonly Seat[] {
  if (seats.some((seat) => seat.index === index))
    return seats.map((seat) => (seat.index === index ? { ...seat, userId } : seat))
  return seats.concat([{ index, userId, locked: false, muted: false }])
}
