import type { Capabilities, RoomProvider } from '../../../../src/provider/types'
import { witness, type Behaviour } from '../behaviour'
import { rejection, type Traits } from '../world'

type Ability = Exclude<keyof Capabilities, 'maxPlayers'>
type Call = (provider: RoomProvider) => Promise<unknown> | undefined

/** The calls of each capability; exhaustive by type. */
const CALLS: Record<Ability, readonly Call[]> = {
  chat: [(provider) => provider.send({ kind: 'chat', text: 'hello' })],
  barrage: [(provider) => provider.send({ kind: 'barrage', text: 'hello' })],
  like: [(provider) => provider.send({ kind: 'like', count: 1 })],
  gift: [(provider) => provider.send({ kind: 'gift', gift: { id: 'rose', name: 'Rose', count: 1 } })],
  command: [(provider) => provider.send({ kind: 'command', command: 'draw', data: {} })],
  link: [
    ({ link }) => link.request(),
    ({ link }) => link.cancel('none'),
    ({ link }) => link.accept('none'),
    ({ link }) => link.refuse('none'),
    ({ link }) => link.invite('none'),
    ({ link }) => link.end(),
  ],
  seats: [({ link }) => link.lock(0, true), ({ link }) => link.move(0)],
  moderate: [({ moderate }) => moderate?.mute('none', true), ({ moderate }) => moderate?.kick('none')],
  ban: [({ moderate }) => moderate?.ban('none'), ({ moderate }) => moderate?.unban('none')],
  close: [({ moderate }) => moderate?.close()],
  silence: [({ moderate }) => moderate?.silence('none', true), ({ moderate }) => moderate?.silenceAll(true)],
  roles: [({ moderate }) => moderate?.setRole('none', 'speaker'), ({ moderate }) => moderate?.transferHost('none')],
}
const MODERATION: readonly Ability[] = ['moderate', 'ban', 'close', 'silence', 'roles']

/** What is not there says so, and never hangs. */
export function lacking({ capabilities }: Traits): Behaviour[] {
  const lacked = (Object.keys(CALLS) as Ability[]).filter((ability) => !capabilities[ability])
  return [
    {
      title: 'capabilities are as they were said to be',
      async play({ enter, subject }) {
        const { provider } = witness(await enter(subject))
        expect(provider.capabilities).toEqual(capabilities)
        if (MODERATION.some((ability) => capabilities[ability])) expect(provider.moderate).toBeDefined()
      },
    },
    ...lacked.map((ability): Behaviour => ({
      title: `without ${ability}, its calls are refused as unsupported`,
      async play({ enter, subject }) {
        const { provider } = witness(await enter(subject))
        for (const call of CALLS[ability]) {
          const result = call(provider)
          // The whole of it is absent, as the contract allows.
          if (MODERATION.includes(ability) && !provider.moderate) expect(result).toBeUndefined()
          else expect((await rejection(result ?? Promise.resolve())).reason).toBe('unsupported')
        }
      },
    })),
  ]
}
