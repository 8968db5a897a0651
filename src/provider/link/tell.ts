/** From one state to the next, as events: only the difference counts, so a state may come twice, late, or after a gap. */
import type { Emitter } from '../../emitter'
import type { LinkEndReason, LinkOutcome, LinkRequest, ProviderEvents, Seat } from '../types'
import type { LinkState } from './state'
import type { LinkPeople } from './types'

export const named = (request: LinkState['requests'][number], people: LinkPeople): LinkRequest => ({
  ...request,
  name: people.name(request.userId),
})

export const seatsOf = ({ places }: LinkState): Seat[] =>
  places.map(({ userId, locked }, index) => ({ index, userId, locked }))

/** Where each link sits. */
const linksOf = ({ places }: LinkState) =>
  new Map(places.flatMap(({ userId, link }, seat) => (userId === null ? [] : [[link, { userId, seat }] as const])))

/** Tells what changed; an ending that was missed in the gap is told by its likeliest reason. */
export function tellChange(
  before: LinkState,
  after: LinkState,
  people: LinkPeople,
  events: Emitter<ProviderEvents>,
): void {
  const ending = (id: string) => after.endings.find((other) => other.id === id)
  const [were, are] = [linksOf(before), linksOf(after)]
  for (const { id, userId } of before.requests) {
    if (after.requests.some((request) => request.id === id)) continue
    const { how = are.has(id) ? 'accepted' : 'cancelled', by, message } = ending(id) ?? {}
    const words = { ...(by !== undefined && { by }), ...(message !== undefined && { message }) }
    events.emit('linkSettled', { requestId: id, userId, outcome: how as LinkOutcome, ...words })
  }
  were.forEach(({ userId, seat }, link) => {
    if (are.has(link)) return
    events.emit('linkEnded', { userId, seat, reason: (ending(`${link}!`)?.how ?? 'lost') as LinkEndReason })
  })
  are.forEach((sitting, link) => {
    if (!were.has(link)) events.emit('linkStarted', sitting)
  })
  for (const request of after.requests) {
    if (!before.requests.some(({ id }) => id === request.id)) events.emit('linkRequested', named(request, people))
  }
  const moved = Array.from(are).some(([link, { seat }]) => (were.get(link)?.seat ?? seat) !== seat)
  const locks = ({ places }: LinkState) => places.map(({ locked }) => locked).join()
  if (moved || locks(before) !== locks(after)) events.emit('seats', seatsOf(after))
}
