/** From one state to the next, as events: only the difference counts, so a state may come twice, late, or after a gap. */
import type { Emitter } from '../../emitter'
import type { LinkEndReason, LinkOutcome, LinkRequest, ProviderEvents, Seat } from '../types'
import type { Ending, LinkState, Waiting } from './state'
import type { LinkPeople } from './types'

export const named = (request: Waiting, people: LinkPeople): LinkRequest => ({
  ...request,
  name: people.name(request.userId),
})

export const seatsOf = ({ places }: LinkState): Seat[] =>
  places.map(({ userId, locked }, index) => ({ index, userId, locked }))

/** Where each link sits. */
const linksOf = ({ places }: LinkState) =>
  new Map(places.flatMap(({ userId, link }, seat) => (userId === null ? [] : [[link, { userId, seat }] as const])))

const locksOf = ({ places }: LinkState) => places.map(({ locked }) => locked).join()

/** Tells what changed; an ending that was missed in the gap is told by its likeliest reason. */
export function tellChange(
  before: LinkState,
  after: LinkState,
  people: LinkPeople,
  events: Pick<Emitter<ProviderEvents>, 'emit'>,
): void {
  const ending = (id: string): Partial<Ending> => after.endings.find(([of]) => of === id) || []
  const gone = (from: LinkState, to: LinkState) =>
    from.requests.filter(({ id }) => !to.requests.some((request) => request.id === id))
  const [were, are] = [linksOf(before), linksOf(after)]
  let told = locksOf(before) !== locksOf(after)
  gone(before, after).forEach(({ id, userId }) => {
    const [, how = are.has(id) ? 'accepted' : 'cancelled', by, message] = ending(id)
    const words = { ...(by && { by }), ...(message && { message }) }
    events.emit('linkSettled', { requestId: id, userId, outcome: how as LinkOutcome, ...words })
  })
  were.forEach(({ userId, seat }, link) => {
    if (are.has(link)) return
    const [, how = 'lost'] = ending(`${link}!`)
    events.emit('linkEnded', { userId, seat, reason: how as LinkEndReason })
  })
  are.forEach((sitting, link) => {
    const sat = were.get(link)
    if (!sat) events.emit('linkStarted', sitting)
    else if (sat.seat !== sitting.seat) told = true
  })
  gone(after, before).forEach((request) => events.emit('linkRequested', named(request, people)))
  if (told) events.emit('seats', seatsOf(after))
}
