import type { StreamInit } from '../../../../src/provider/types'
import { told, witness, type Behaviour } from '../behaviour'
import { CAST, rejection, type Actor } from '../world'

const INIT: StreamInit = { audio: true, video: true, mode: 'HD' }

/** Looks like one of everybody's. */
const NO_STREAM = 'nobody~1'

/** A `url` of `<live-pusher>` or `<live-player>`: a scheme, and short enough for iOS. */
const ADDRESS = /^[a-z]+:\S{1,240}$/

const added = ({ seen }: Actor) => seen?.of('streamAdded') ?? []

export const media: readonly Behaviour[] = [
  {
    title: 'a stream is announced, flows, changes and ends, and all see each of it once',
    needs: ['publish', 'people'],
    async play({ enter, world }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const target = await ann.does.publish(INIT)
      expect(target.url).toMatch(ADDRESS)
      expect([...added(ann), ...added(bob)]).toEqual([])
      await world.push(ann, target)
      const id = target.streamId
      await told([ann, bob], 'streamAdded', { id, userId: ann.id, kind: 'camera', audio: true, video: true })
      await ann.does.updateStream(id, { audio: false, video: true })
      await told([ann, bob], 'streamUpdated', { id, userId: ann.id, audio: false, video: true })
      await ann.does.unpublish(id)
      await told([ann, bob], 'streamRemoved', { streamId: id })
      for (const { seen } of [ann, bob]) {
        if (seen) expect(seen.entries.filter(({ event }) => event.startsWith('stream'))).toHaveLength(3)
      }
      const { provider } = witness(bob, ann)
      expect((await rejection(provider.play(id, { mode: 'live' }))).reason).toBe('stream-not-found')
      await provider.stopPlay(id)
    },
  },
  {
    title: 'my own stream is told to me once it flows',
    needs: ['publish'],
    eyes: 'ann',
    async play({ enter, world }) {
      const ann = witness(await enter(CAST.ann))
      const target = await ann.does.publish({ ...INIT, audio: false })
      await world.push(ann, target)
      await told([ann], 'streamAdded', { id: target.streamId, userId: ann.id, audio: false, video: true })
      await ann.does.unpublish(target.streamId)
      await told([ann], 'streamRemoved', { streamId: target.streamId })
      // Once is enough, and twice is harmless.
      await ann.does.unpublish(target.streamId)
      expect(ann.seen.of('streamRemoved')).toHaveLength(1)
    },
  },
  {
    title: 'publishing again while it runs gives the same stream another address, and for others it goes on',
    needs: ['publish', 'people'],
    async play({ enter, world }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const first = await ann.does.publish(INIT)
      await world.push(ann, first)
      await told([ann, bob], 'streamAdded', { id: first.streamId })
      const second = await ann.does.publish({ ...INIT, mode: 'RTC' })
      expect(second.streamId).toBe(first.streamId)
      expect(second.url).toMatch(ADDRESS)
      await world.push(ann, second)
      await ann.does.unpublish(second.streamId)
      await told([ann, bob], 'streamRemoved', { streamId: first.streamId })
      for (const actor of [ann, bob]) if (actor.seen) expect(added(actor)).toHaveLength(1)
    },
  },
  {
    title: 'a stream that another publishes is played by its addresses, asked for anew each time that is wanted',
    needs: ['publish', 'people'],
    async play({ enter, world }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const { provider } = witness(bob, ann)
      const target = await ann.does.publish(INIT)
      await world.push(ann, target)
      await told([ann, bob], 'streamAdded', { id: target.streamId })
      for (const how of [{ mode: 'live' }, { mode: 'RTC' }, { mode: 'live', fresh: true }] as const) {
        const { urls } = await provider.play(target.streamId, how)
        expect(urls.length).toBeGreaterThan(0)
        for (const url of urls) expect(url).toMatch(ADDRESS)
      }
      await provider.stopPlay(target.streamId)
      await provider.play(target.streamId, { mode: 'live' })
    },
  },
  {
    title: 'a fresh address is asked for, never taken from a cache',
    needs: ['publish', 'people', 'asked'],
    async play({ enter, world }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const viewer = witness(bob, ann)
      const target = await ann.does.publish(INIT)
      await world.push(ann, target)
      await told([ann, bob], 'streamAdded', { id: target.streamId })
      await viewer.provider.play(target.streamId, { mode: 'live' })
      const asked = world.can.asked?.(viewer) ?? NaN
      await viewer.provider.play(target.streamId, { mode: 'live', fresh: true })
      expect(world.can.asked?.(viewer)).toBe(asked + 1)
    },
  },
  {
    title: "a fresh address of nobody's stream is asked for, never taken from a cache",
    needs: ['external', 'asked'],
    async play({ enter, subject, world }) {
      const me = witness(await enter(subject))
      await world.can.external?.('door')
      const { id } = await told([me], 'streamAdded', { kind: 'external' })
      await me.provider.play(id, { mode: 'live' })
      const asked = world.can.asked?.(me) ?? NaN
      await me.provider.play(id, { mode: 'live', fresh: true })
      expect(world.can.asked?.(me)).toBe(asked + 1)
    },
  },
  {
    title: 'a stream that is not there cannot be played',
    async play({ enter, subject }) {
      const { provider } = witness(await enter(subject))
      const error = await rejection(provider.play(NO_STREAM, { mode: 'live' }))
      expect([error.name, error.reason]).toEqual(['LiveError', 'stream-not-found'])
    },
  },
  {
    title: 'who has no right to publish is refused',
    needs: ['publish', 'people'],
    async play({ enter }) {
      await enter(CAST.ann)
      const bob = await enter(CAST.bob)
      expect((await rejection(bob.does.publish(INIT))).reason).toBe('forbidden')
    },
  },
  {
    title: 'a stream of nobody here comes and goes',
    needs: ['external'],
    async play({ enter, subject, world }) {
      const me = witness(await enter(subject))
      const end = await world.can.external?.('door')
      const { id } = await told([me], 'streamAdded', { kind: 'external' })
      expect((await me.provider.play(id, { mode: 'live' })).urls.length).toBeGreaterThan(0)
      await end?.()
      await told([me], 'streamRemoved', { streamId: id })
    },
  },
  {
    title: 'the stream of somebody who leaves is over',
    needs: ['publish', 'people'],
    async play({ enter, world }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const target = await ann.does.publish(INIT)
      await world.push(ann, target)
      await told([ann, bob], 'streamAdded', { id: target.streamId })
      await ann.does.leave()
      if (bob.seen) await told([bob], 'streamRemoved', { streamId: target.streamId })
      if (ann.provider) expect((await rejection(ann.provider.publish(INIT))).reason).toBe('invalid-state')
    },
  },
]
