import { LiveError } from '../../../src/errors'
import type { Moderation } from '../../../src/provider/types'
import { CAST, rejection, ROOM, type Actor } from '../contract/world'
import { ZegoWorld } from './world'

let world: ZegoWorld

afterEach(() => world.close())

/** Somebody whose app has these callbacks. */
async function anchor(moderation: Partial<Moderation>): Promise<Required<Actor>> {
  world = new ZegoWorld({ moderation })
  return world.enter(CAST.ann)
}

const calls = ({ provider }: Required<Actor>): Moderation => {
  if (!provider.moderate) throw new Error('there is no moderation')
  return provider.moderate
}

describe("zego: moderation by the app's backend", () => {
  it('what is given is what can be done, and is called as it was given', async () => {
    const backend = {
      done: [] as unknown[],
      async mute(...args: unknown[]) {
        this.done.push(['mute', ...args])
      },
      async kick(...args: unknown[]) {
        this.done.push(['kick', ...args])
      },
    }
    const ann = await anchor(backend)
    const { moderate, ban, close, silence, roles } = ann.provider.capabilities
    expect([moderate, ban, close, silence, roles]).toEqual([true, false, false, false, false])
    expect(ann.snapshot.rights.moderate).toBe(true)
    await calls(ann).mute('bob', true)
    await calls(ann).kick('bob')
    expect(backend.done).toEqual([
      ['mute', 'bob', true],
      ['kick', 'bob'],
    ])
    const error = await rejection(calls(ann).close())
    expect([error.reason, error.message]).toEqual(['unsupported', expect.stringContaining('moderation: { close }')])
  })

  it('who is kicked by the backend learns it from ZEGO, and so does everybody', async () => {
    const ann = await anchor({
      mute: async () => undefined,
      kick: async () => world.phoneOf(bob).kick(2),
    })
    const bob = await world.enter(CAST.bob)
    await calls(ann).kick('bob')
    const { reason, cause } = await bob.seen.next('left')
    expect([reason, cause?.reason]).toEqual(['kicked', 'kicked'])
    expect(await ann.seen.next('userLeft')).toEqual({ userId: 'bob' })
  })

  it('what a callback fails with is the cause, and a LiveError comes out as it is', async () => {
    const down = new Error('502')
    const refusal = LiveError.of('forbidden', 'not your room')
    const ann = await anchor({
      mute: async () => Promise.reject(down),
      kick: () => {
        throw refusal
      },
    })
    const error = await rejection(calls(ann).mute('bob', true))
    expect([error.reason, error.cause]).toEqual(['network', down])
    expect(error.message).toContain('zego.moderate.mute')
    expect(await rejection(calls(ann).kick('bob'))).toBe(refusal)
  })

  it('what the backend sends to one app is a command in the room', async () => {
    const ann = await anchor({})
    const bob = await world.enter(CAST.bob)
    const text = 'lianmai:{"c":{"kind":"command","command":"muted","data":true},"i":"any-id-once"}'
    await world.phoneOf(ann).sdk.engine.sendCustomCommand(ROOM, text, ['bob'])
    const heard = { kind: 'command', command: 'muted', data: true, id: 'any-id-once', from: 'ann', name: 'Ann' }
    expect(await bob.seen.next('message')).toMatchObject(heard)
  })

  it('outside a room nothing is asked of the backend', async () => {
    const kick = jest.fn()
    const ann = await anchor({ kick })
    await ann.does.leave()
    expect((await rejection(calls(ann).kick('bob'))).reason).toBe('invalid-state')
    expect(kick).not.toHaveBeenCalled()
  })
})
