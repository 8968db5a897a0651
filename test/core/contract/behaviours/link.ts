import type { LinkRequest } from '../../../../src/provider/types'
import { told, witness, type Behaviour, type Stage } from '../behaviour'
import { CAST, rejection, type Actor } from '../world'

interface Pair {
  ann: Actor
  bob: Actor
  both: Actor[]
}

async function pair({ enter }: Stage): Promise<Pair> {
  const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
  return { ann, bob, both: [ann, bob] }
}

/** A person asks, and everybody of these sees it wait. */
async function asks(guest: Actor, everybody: readonly Actor[]): Promise<LinkRequest> {
  await guest.does.link.request({ media: 'audio' })
  return told(everybody, 'linkRequested', { userId: guest.id }, ({ userId }) => userId === guest.id)
}

/** Asked, taken, seated. */
async function linked({ ann, bob, both }: Pair): Promise<number> {
  const { id } = await asks(bob, both)
  await ann.does.link.accept(id)
  const { seat } = await told(both, 'linkStarted', { userId: bob.id })
  if (bob.seen) await told([bob], 'rights', { publish: true }, ({ publish }) => publish)
  return seat
}

const needs = ['link', 'people'] as const

export const link: readonly Behaviour[] = [
  {
    title: 'mic-link: a request waits until it is withdrawn',
    needs,
    async play(stage) {
      const { bob, both } = await pair(stage)
      const { id, ...request } = await asks(bob, both)
      expect(request).toMatchObject({ from: 'audience', userId: bob.id, name: 'Bob', media: 'audio' })
      expect(request.expiresAt).toBeGreaterThan(request.createdAt)
      await bob.does.link.cancel(id)
      await told(both, 'linkSettled', { requestId: id, userId: bob.id, outcome: 'cancelled' })
    },
  },
  {
    title: 'mic-link: accepted, seated, on air, and ended by the guest',
    needs: [...needs, 'publish'],
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      const { id } = await asks(bob, both)
      await ann.does.link.accept(id)
      await told(both, 'linkSettled', { requestId: id, userId: bob.id, outcome: 'accepted', by: ann.id })
      const { seat } = await told(both, 'linkStarted', { userId: bob.id })
      if (bob.seen) await told([bob], 'rights', { publish: true }, ({ publish }) => publish)
      if (bob.provider) {
        const target = await bob.does.publish({ audio: true, video: true, mode: 'RTC' })
        await stage.world.push(bob, target)
        await told(both, 'streamAdded', { id: target.streamId, userId: bob.id })
        await bob.does.unpublish(target.streamId)
        await told(both, 'streamRemoved', { streamId: target.streamId })
      }
      await bob.does.link.end()
      await told(both, 'linkEnded', { userId: bob.id, seat, reason: 'ended' })
      if (bob.seen) await told([bob], 'rights', { publish: false }, ({ publish }) => !publish)
    },
  },
  {
    title: 'mic-link: ended by the host, and the guest is off air',
    needs: [...needs, 'publish'],
    async play(stage) {
      const people = await pair(stage)
      const { ann, bob, both } = people
      const seat = await linked(people)
      await ann.does.link.end(bob.id)
      await told(both, 'linkEnded', { userId: bob.id, seat, reason: 'kicked' })
      if (!bob.provider) return
      const error = await rejection(bob.provider.publish({ audio: true, video: true, mode: 'RTC' }))
      expect(error.reason).toBe('forbidden')
    },
  },
  {
    title: 'mic-link: refused, with words',
    needs,
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      const { id } = await asks(bob, both)
      await ann.does.link.refuse(id, 'not now')
      const settled = { requestId: id, userId: bob.id, outcome: 'refused', by: ann.id, message: 'not now' }
      await told(both, 'linkSettled', settled)
      // And may ask again.
      expect((await asks(bob, both)).id).not.toBe(id)
    },
  },
  {
    title: 'mic-link: who waits for nobody any more is told',
    needs: [...needs, 'lapse'],
    brief: true,
    async play(stage) {
      const { bob, both } = await pair(stage)
      const { id } = await asks(bob, both)
      await stage.world.can.lapse?.()
      await told(both, 'linkSettled', { requestId: id, userId: bob.id, outcome: 'expired' })
    },
  },
  {
    title: 'mic-link: an invitation is taken',
    needs,
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      await ann.does.link.invite(bob.id)
      const { id } = await told(both, 'linkRequested', { from: 'anchor', userId: bob.id, name: 'Bob', media: 'video' })
      await bob.does.link.accept(id)
      await told(both, 'linkSettled', { requestId: id, userId: bob.id, outcome: 'accepted', by: bob.id })
      await told(both, 'linkStarted', { userId: bob.id })
    },
  },
  {
    title: 'mic-link: an invitation is refused, and another withdrawn',
    needs,
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      await ann.does.link.invite(bob.id)
      const first = await told(both, 'linkRequested', { from: 'anchor', userId: bob.id })
      await bob.does.link.refuse(first.id, 'no camera')
      await told(both, 'linkSettled', { requestId: first.id, outcome: 'refused', by: bob.id, message: 'no camera' })
      await ann.does.link.invite(bob.id)
      const second = await told(both, 'linkRequested', { from: 'anchor', userId: bob.id })
      await ann.does.link.cancel(second.id)
      await told(both, 'linkSettled', { requestId: second.id, userId: bob.id, outcome: 'cancelled' })
    },
  },
  {
    title: 'mic-link: of several who wait, answering one leaves the others alone',
    needs,
    async play(stage) {
      const { ann, bob } = await pair(stage)
      const cyd = await stage.enter(CAST.cyd)
      const all = [ann, bob, cyd]
      const first = await asks(bob, all)
      const second = await asks(cyd, all)
      await ann.does.link.refuse(first.id)
      await told(all, 'linkSettled', { requestId: first.id, outcome: 'refused' })
      await ann.does.link.accept(second.id)
      await told(all, 'linkSettled', { requestId: second.id, outcome: 'accepted' })
      await told(all, 'linkStarted', { userId: cyd.id })
      for (const { seen } of all) if (seen) expect(seen.of('linkSettled')).toHaveLength(2)
    },
  },
  {
    title: 'mic-link: what cannot be is refused, each with its reason',
    needs,
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      const { id } = await asks(bob, both)
      const reasons = {
        again: await rejection(bob.does.link.request()),
        inviteWaiting: await rejection(ann.does.link.invite(bob.id)),
        hostAsks: await rejection(ann.does.link.request()),
        unknown: await rejection(ann.does.link.accept('none')),
        stranger: await rejection(ann.does.link.invite('nobody')),
        notLinked: await rejection(bob.does.link.end()),
        judgesOneself: await rejection(bob.does.link.accept(id)),
        guestInvites: await rejection(bob.does.link.invite(ann.id)),
      }
      expect(Object.entries(reasons).map(([what, { reason }]) => [what, reason])).toEqual([
        ['again', 'link-pending'],
        ['inviteWaiting', 'link-pending'],
        ['hostAsks', 'forbidden'],
        ['unknown', 'link-not-found'],
        ['stranger', 'user-not-found'],
        ['notLinked', 'not-linked'],
        ['judgesOneself', 'forbidden'],
        ['guestInvites', 'forbidden'],
      ])
    },
  },
  {
    title: 'mic-link: when the host leaves, what waits and what runs is over',
    needs,
    async play(stage) {
      const people = await pair(stage)
      const cyd = await stage.enter(CAST.cyd)
      await linked(people)
      const { ann, bob } = people
      const waiting = await asks(cyd, [ann, bob, cyd])
      await ann.does.leave()
      const left = [bob, cyd]
      if (!left.some(({ seen }) => seen))
        return expect((await rejection(ann.does.link.end())).reason).toBe('invalid-state')
      await told(
        left,
        'linkSettled',
        { requestId: waiting.id, outcome: 'anchor-left' },
        ({ requestId }) => requestId === waiting.id,
      )
      await told(left, 'linkEnded', { userId: bob.id, reason: 'anchor-left' })
    },
  },
  {
    title: 'mic-link: a guest who leaves has no seat any more',
    needs,
    async play(stage) {
      const people = await pair(stage)
      const { ann, bob } = people
      const seat = await linked(people)
      await bob.does.leave()
      if (ann.seen) await told([ann], 'linkEnded', { userId: bob.id, seat, reason: 'left' })
      if (bob.provider) expect((await rejection(bob.provider.link.end())).reason).toBe('invalid-state')
    },
  },
  {
    title: 'seats: locked, changed and told',
    needs: [...needs, 'seats'],
    async play(stage) {
      const people = await pair(stage)
      const { ann, bob, both } = people
      const seat = await linked(people)
      const [to, locked] = [seat === 1 ? 0 : 1, 2]
      await ann.does.link.lock(locked, true)
      const list = await told(both, 'seats', {})
      expect(list[locked]).toEqual({ index: locked, userId: null, locked: true })
      expect((await rejection(bob.does.link.move(locked))).reason).toBe('seat-unavailable')
      await bob.does.link.move(to)
      const moved = await told(both, 'seats', {})
      expect([moved[to]?.userId, moved[seat]?.userId]).toEqual([bob.id, null])
      await ann.does.link.lock(locked, false)
      const open = await told(both, 'seats', {})
      expect(open[locked]?.locked).toBe(false)
      expect(witness(ann, bob).snapshot.link.seats).toHaveLength(open.length)
    },
  },
]
