import type { NativeEvent } from '../../../../src/provider/types'
import { told, witness, type Behaviour } from '../behaviour'
import { CAST, rejection } from '../world'
import { expectNoRoom } from './joining'

const TAGS = ['live-pusher', 'live-player'] as const
const TYPES = ['statechange', 'netstatus', 'error', 'audiovolumenotify'] as const
const DETAILS: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  {},
  [],
  { code: 'x' },
  { code: -1307, message: null },
  { info: null },
  { code: NaN, message: '{' },
  ...[1001, 1002, 1018, 1019, 1020, 1021, 1031, 1032, 1033, 1034, 2001, 2003, 2004, 2032, -2301, -1307, 5001].flatMap(
    (code) => [{ code }, { code, message: 'not JSON' }, { code, message: '{"userlist":null}' }],
  ),
]

const NATIVE: readonly NativeEvent[] = TAGS.flatMap((tag) =>
  TYPES.flatMap((type) =>
    ['', 'none'].flatMap((streamId) => DETAILS.map((detail) => ({ tag, type, streamId, detail }))),
  ),
)

export const leaving: readonly Behaviour[] = [
  {
    title: 'who leaves is seen to go',
    needs: ['people'],
    async play({ enter }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      await bob.does.leave()
      if (ann.seen) await told([ann], 'userLeft', { userId: bob.id })
      if (bob.provider) await expectNoRoom(bob.provider)
    },
  },
  {
    title: 'leaving releases everything, tells nothing more and may be repeated',
    async play({ enter, subject, world }) {
      const { provider, seen } = witness(await enter(subject))
      const leaving = provider.leave()
      const before = seen.entries.length
      await leaving
      expect(world.held()).toEqual([])
      await provider.leave()
      await expectNoRoom(provider)
      for (const event of NATIVE) provider.native(event)
      provider.wake?.()
      expect(seen.entries.slice(before)).toEqual([])
      expect(provider.events.size).toBe(0)
      expect(world.held()).toEqual([])
    },
  },
  {
    title: 'a provider serves one join',
    async play({ subject, world }) {
      const { provider, request } = world.fresh(subject)
      await provider.join(request)
      await provider.leave()
      expect((await rejection(provider.join(request))).reason).toBe('invalid-state')
      expect(world.held()).toEqual([])
    },
  },
  {
    title: 'leaving before joining is harmless, and the last thing that is done',
    async play({ subject, world }) {
      const { provider, request } = world.fresh(subject)
      await provider.leave()
      expect((await rejection(provider.join(request))).reason).toBe('invalid-state')
      expect(world.held()).toEqual([])
    },
  },
  {
    title: 'leaving while joining ends that too, and hangs nowhere',
    async play({ subject, world }) {
      const { provider, request } = world.fresh(subject)
      // Where joining waits for nobody, it has been done by then.
      const joining = provider.join(request).then(
        () => 'in, and out again',
        ({ name }: Error) => name,
      )
      await provider.leave()
      expect(['LiveError', 'in, and out again']).toContain(await joining)
      await expectNoRoom(provider)
      expect(world.held()).toEqual([])
    },
  },
  {
    title: 'every native event of every tag is taken, whatever it holds',
    async play({ enter, subject }) {
      const { provider, seen } = witness(await enter(subject))
      expect(() => NATIVE.forEach((event) => provider.native(event))).not.toThrow()
      for (const { name } of seen.of('error')) expect(name).toBe('LiveError')
      await provider.leave()
    },
  },
]
