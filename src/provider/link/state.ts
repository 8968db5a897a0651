/** Requests and seats, and what may be done to them: pure, by the gateway's rules. Only the host in charge applies deeds. */
import { LiveError, type ErrorReason } from '../../errors'
import type { LinkEndReason, LinkOptions, LinkOutcome, LinkRequest, LinkSignals, UserId } from '../types'
import type { LinkClock, LinkPeople } from './types'

/** How long a request or invitation waits, ms: unless it says, at least, at most; the gateway's figures. */
const WAIT = { usual: 30_000, least: 5000, most: 300_000 }

/** Most that wait at once: the whole state has to fit a few small messages. */
const MOST_WAITING = 16

/** How many endings are told again with each state, for those who missed one. */
const TOLD_AGAIN = 8

/** A request or invitation as it travels: names are looked up by who shows them. */
export type Waiting = Omit<LinkRequest, 'name'>

/** A seat; `link` is the id of the request it came from, so that sitting down again is another link. */
export interface Place {
  userId: UserId | null
  link: string
  locked: boolean
}

/** How a request was settled, or (its id with `!` behind) why a link ended; as it travels, where nothing is `null`. */
export type Ending = readonly [
  id: string,
  how: LinkOutcome | LinkEndReason,
  by?: UserId | null,
  message?: string | null,
]

/** Replaced, never changed. */
export interface LinkState {
  readonly requests: readonly Waiting[]
  readonly places: readonly Place[]
  readonly endings: readonly Ending[]
}

/** What a person asks of the host in charge; any value that came over the channel until it is looked at. */
export type Deed = readonly [what: keyof LinkSignals, ...args: unknown[]]

/** What changes a state. Each takes who asks, then the arguments of the call of the same name. @throws LiveError */
export interface LinkRules extends Record<keyof LinkSignals, (by: UserId, ...args: unknown[]) => void> {
  /** All that waited too long. */
  expire(): void
  /** All of these people: of one who went, or (nobody is left who could answer) of everybody. */
  drop(whose: (userId: UserId) => boolean, how: 'left' | 'anchor-left'): void
  /** What came of it; as good as never made when a deed threw. */
  result(): LinkState
}

/** All deeds that people may ask for. */
export const DEEDS = ['request', 'cancel', 'accept', 'refuse', 'invite', 'end', 'lock', 'move'] as const

export const emptyState = (seats: number): LinkState => ({
  requests: [],
  places: Array.from({ length: seats }, () => ({ userId: null, link: '', locked: false })),
  endings: [],
})

/** The reason mostly says it all. */
function fail(reason: ErrorReason, why: string = reason): never {
  throw LiveError.of(reason, `link: ${why}`)
}

/** @param newId an id for a request */
export function linkRules(before: LinkState, people: LinkPeople, clock: LinkClock, newId: () => string): LinkRules {
  let { requests, endings } = before
  const places = before.places.map((place) => ({ ...place }))

  const tell = (...ending: Ending) => {
    endings = [...endings, ending].slice(-TOLD_AGAIN)
  }

  const settle = (id: string, how: LinkOutcome, by?: UserId, message?: string) => {
    requests = requests.filter((other) => other.id !== id)
    tell(id, how, by, message)
  }

  const seat = (place: Place, userId: UserId | null, link: string) => Object.assign(place, { userId, link })

  const vacate = (place: Place, how: LinkEndReason) => {
    tell(`${place.link}!`, how)
    seat(place, null, '')
  }

  const host = (by: UserId) => people.role(by) === 'anchor' || fail('forbidden', 'this is for hosts')

  /** @param own whose requests are the person's own to decide; the others are the hosts' */
  const decided = (by: UserId, id: unknown, own: LinkRequest['from']) => {
    const request = requests.find((other) => other.id === id) || fail('link-not-found')
    if (request.from !== own) host(by)
    else if (request.userId !== by) fail('forbidden')
    return request
  }

  const placeOf = (by: UserId, userId: unknown) => {
    const who = userId || by
    if (who !== by) host(by)
    return places.find((place) => place.userId === who) || fail('not-linked')
  }

  const at = (index: unknown) =>
    (Number.isInteger(index) && places[index as number]) || fail('seat-unavailable', 'no such seat')

  const open = (userId: UserId, from: LinkRequest['from'], options: unknown) => {
    const { media, seat: wish, expiresIn } = (options || {}) as LinkOptions
    const role = people.role(userId) || fail('user-not-found')
    if (role !== 'audience') fail('forbidden', `${role} needs no seat`)
    if ([...requests, ...places].some((other) => other.userId === userId)) fail('link-pending')
    if (requests.length >= MOST_WAITING) fail('busy', 'too many wait')
    if (wish !== undefined && at(wish).locked && from === 'audience') fail('seat-unavailable')
    const createdAt = clock.now()
    const wait = Math.min(WAIT.most, Math.max(WAIT.least, Number(expiresIn) || WAIT.usual))
    const request: Waiting = {
      id: newId(),
      from,
      userId,
      media: media === 'audio' ? media : 'video',
      ...(wish !== undefined && { seat: wish }),
      createdAt,
      expiresAt: createdAt + wait,
    }
    requests = [...requests, request]
  }

  return {
    request: (by, options) => open(by, 'audience', options),
    invite(by, userId, options) {
      host(by)
      open(userId as UserId, 'anchor', options)
    },
    cancel: (by, id) => settle(decided(by, id, 'audience').id, 'cancelled', by),
    accept(by, id) {
      const { id: link, userId, seat: wish } = decided(by, id, 'anchor')
      const free = places.filter((place) => place.userId === null && !place.locked)
      const place = free.find((one) => one === places[wish as number]) || free[0] || fail('seats-full')
      settle(link, 'accepted', by)
      seat(place, userId, link)
    },
    refuse: (by, id, message) =>
      settle(decided(by, id, 'anchor').id, 'refused', by, typeof message === 'string' ? message : undefined),
    end(by, userId) {
      const place = placeOf(by, userId)
      vacate(place, place.userId === by ? 'ended' : 'kicked')
    },
    lock(by, index, on) {
      host(by)
      at(index).locked = on === true
    },
    move(by, index, userId) {
      const from = placeOf(by, userId)
      const to = at(index)
      if (to === from) return
      if (to.locked || to.userId !== null) fail('seat-unavailable')
      seat(to, from.userId, from.link)
      seat(from, null, '')
    },
    expire: () =>
      requests.forEach(({ id, expiresAt }) => {
        if (expiresAt <= clock.now()) settle(id, 'expired')
      }),
    drop(whose, how) {
      requests.forEach(({ id, userId }) => {
        if (whose(userId)) settle(id, how)
      })
      places.forEach((place) => {
        if (place.userId !== null && whose(place.userId)) vacate(place, how)
      })
    },
    result: () => ({ requests, places, endings }),
  }
}
