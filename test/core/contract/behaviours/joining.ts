import type { RoomProvider, RoomSnapshot } from '../../../../src/provider/types'
import { LiveError } from '../../../../src/errors'
import { told, witness, type Behaviour } from '../behaviour'
import { CAST, rejection, ROOM } from '../world'

const unique = (list: readonly unknown[]) => new Set(list).size === list.length

/** Everything in it fits together. */
function expectConsistent({ me, rights, users, streams, messages, link, online, likes, ...rest }: RoomSnapshot): void {
  expect(users.filter(({ id }) => id === me.id)).toEqual([me])
  expect(unique(users.map(({ id }) => id))).toBe(true)
  expect(unique(streams.map(({ id }) => id))).toBe(true)
  expect(unique(messages.map(({ id }) => id))).toBe(true)
  expect(Object.values(rights).map((right) => typeof right)).toEqual(Array(5).fill('boolean'))
  for (const user of users) {
    expect(user).toEqual(
      expect.objectContaining({
        name: expect.any(String),
        role: expect.stringMatching(/^(anchor|speaker|audience|admin)$/),
        muted: expect.any(Boolean),
        silenced: expect.any(Boolean),
        joinedAt: expect.any(Number),
      }),
    )
  }
  for (const { userId, kind } of streams) {
    if (kind !== 'external') expect(users.map(({ id }) => id)).toContain(userId)
  }
  expect(link.seats.map(({ index }) => index)).toEqual(link.seats.map((_, index) => index))
  for (const request of link.requests) expect(users.map(({ id }) => id)).toContain(request.userId)
  expect(online).toBeGreaterThanOrEqual(1)
  expect(likes).toBeGreaterThanOrEqual(0)
  expect(rest).toEqual({ roomId: ROOM, allSilenced: expect.any(Boolean) })
}

/** Every call of the contract that needs a room. */
export const CALLS: ReadonlyArray<[name: string, call: (provider: RoomProvider) => Promise<unknown>]> = [
  ['publish', (provider) => provider.publish({ audio: true, video: true, mode: 'HD' })],
  ['updateStream', (provider) => provider.updateStream('none', { audio: true, video: true })],
  ['unpublish', (provider) => provider.unpublish('none')],
  ['play', (provider) => provider.play('none', { mode: 'live' })],
  ['send', (provider) => provider.send({ kind: 'chat', text: 'hello' })],
  ['link.request', (provider) => provider.link.request()],
  ['link.cancel', (provider) => provider.link.cancel('none')],
  ['link.accept', (provider) => provider.link.accept('none')],
  ['link.refuse', (provider) => provider.link.refuse('none')],
  ['link.invite', (provider) => provider.link.invite('none')],
  ['link.end', (provider) => provider.link.end()],
  ['link.lock', (provider) => provider.link.lock(0, true)],
  ['link.move', (provider) => provider.link.move(0)],
  ['moderate.mute', ({ moderate }) => moderate?.mute('none', true) ?? absent()],
  ['moderate.kick', ({ moderate }) => moderate?.kick('none') ?? absent()],
]

const absent = () => Promise.reject(LiveError.of('unsupported', 'no moderation at all, as the contract allows'))

/** Nothing but an error that says so. */
export async function expectNoRoom(provider: RoomProvider): Promise<void> {
  for (const [name, call] of CALLS) {
    const error = await rejection(call(provider))
    expect([name, error.name]).toEqual([name, 'LiveError'])
    expect([name, 'invalid-state', 'unsupported']).toContain(error.reason)
  }
}

export const joining: readonly Behaviour[] = [
  {
    title: 'join tells all there is to know, and it fits together',
    async play({ enter, subject, world }) {
      const { id, snapshot } = witness(await enter(subject))
      expectConsistent(snapshot)
      expect(snapshot.me).toMatchObject({ id, name: subject.name })
      expect(world.held()).not.toBeUndefined()
    },
  },
  {
    title: 'who comes later knows who is here, and is seen to come',
    needs: ['people'],
    async play({ enter }) {
      const ann = await enter(CAST.ann)
      const bob = await enter(CAST.bob)
      for (const { snapshot } of [ann, bob]) if (snapshot) expectConsistent(snapshot)
      if (bob.snapshot) {
        expect(bob.snapshot.users.map(({ id }) => id)).toEqual([ann.id, bob.id])
        expect(bob.snapshot.users.map(({ role }) => role)).toEqual(['anchor', 'audience'])
      }
      if (ann.seen) await told([ann], 'userJoined', { id: bob.id, name: 'Bob', role: 'audience', muted: false })
    },
  },
  {
    title: 'what a role may do is said',
    needs: ['people'],
    async play({ enter }) {
      const ann = await enter(CAST.ann)
      const bob = await enter(CAST.bob)
      if (ann.snapshot) expect(ann.snapshot.rights).toMatchObject({ publish: true, link: false })
      if (bob.snapshot) expect(bob.snapshot.rights).toMatchObject({ publish: false, host: false, moderate: false })
    },
  },
  {
    title: 'a second join is refused and disturbs nothing',
    async play({ enter, subject, world }) {
      const { provider, seen } = witness(await enter(subject))
      expect((await rejection(provider.join(world.fresh(subject).request))).reason).toBe('invalid-state')
      expect(seen.of('left')).toEqual([])
      await provider.stopPlay('none')
    },
  },
  {
    title: 'two joins at once: the second is refused',
    async play({ subject, world }) {
      const { provider, request } = world.fresh(subject)
      const first = provider.join(request)
      expect((await rejection(provider.join(request))).reason).toBe('invalid-state')
      expectConsistent(await first)
      await provider.leave()
      expect(world.held()).toEqual([])
    },
  },
  {
    title: 'what is wrong with a request is said, and nothing is left of it',
    async play({ subject, world, traits }) {
      for (const { what, request, reason } of traits.refusals) {
        const { provider, request: good } = world.fresh(subject)
        const wrong = typeof request === 'function' ? request() : request
        const error = await rejection(provider.join({ ...good, ...wrong }))
        expect([what, error.name, error.reason]).toEqual([what, 'LiveError', reason])
        await provider.leave()
        expect([what, ...world.held()]).toEqual([what])
      }
    },
  },
  {
    title: 'before joining every call is refused',
    async play({ subject, world }) {
      const { provider } = world.fresh(subject)
      await expectNoRoom(provider)
      expect(world.held()).toEqual([])
    },
  },
]
