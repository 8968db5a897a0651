import { LiveError } from '../../../src/errors'
import { codeOf } from '../../../src/provider/zego/errors'
import { CAST, rejection, ROOM, type Actor } from '../contract/world'
import { ZegoWorld } from './world'

let world: ZegoWorld

beforeEach(() => {
  world = new ZegoWorld()
})

afterEach(() => world.close())

/** The phone loses its network. The SDK keeps it to itself until it is back or gives up. @returns brings it back */
async function away(actor: Actor): Promise<() => void> {
  const mend = world.phoneOf(actor).cut()
  await world.cloud.clock.pass(20_000)
  return mend
}

describe('zego: a network that breaks', () => {
  it('who is back is told so, and has the state and the mic-link anew', async () => {
    const ann = await world.enter(CAST.ann)
    const bob = await world.enter(CAST.bob)
    const asked = jest.spyOn(world.phoneOf(bob).sdk.engine, 'sendCustomCommand')
    for (const locked of [true, false]) {
      const mend = await away(bob)
      await ann.does.link.lock(1, locked)
      mend()
      const { attempt, cause } = await bob.seen.next('reconnecting')
      // Counted anew each time.
      expect([attempt, cause.reason]).toEqual([1, 'network'])
      const { me, users } = await bob.seen.next('snapshot')
      expect([me.id, users.map(({ id }) => id)]).toEqual(['bob', ['ann', 'bob']])
      const [, second] = await bob.seen.next('seats')
      expect(second).toEqual({ index: 1, userId: null, locked })
      // Not by the host's next repetition, but asked for.
      expect(asked).toHaveBeenLastCalledWith(ROOM, expect.stringContaining('"t":"hi"'), ['ann'])
      asked.mockClear()
    }
  })

  it('who came and went meanwhile is known afterwards, streams too', async () => {
    const ann = await world.enter(CAST.ann)
    const cyd = await world.enter(CAST.cyd)
    const bob = await world.enter(CAST.bob)
    const end = await world.can.external('door')
    await bob.seen.next('streamAdded')
    const mend = await away(bob)
    await cyd.does.leave()
    await end()
    const target = await ann.does.publish({ audio: true, video: true, mode: 'HD' })
    await world.push(ann, target)
    await ann.seen.next('streamAdded', ({ id }) => id === target.streamId)
    mend()
    await bob.seen.next('snapshot')
    await Promise.all([
      bob.seen.next('userLeft', ({ userId }) => userId === 'cyd'),
      bob.seen.next('streamRemoved', ({ streamId }) => streamId === 'door'),
      bob.seen.next('streamAdded', ({ id }) => id === target.streamId),
    ])
    expect(bob.seen.of('left')).toEqual([])
  })

  it('that stays away ends the stay, and nothing keeps running', async () => {
    const bob = await world.enter(CAST.bob)
    world.phoneOf(bob).cut()
    const { reason, cause } = await bob.seen.next('left')
    expect([reason, cause?.reason, codeOf(cause?.cause)]).toEqual(['refused', 'timeout', 1002031])
    expect(world.held()).toEqual([])
    expect((await rejection(bob.does.send({ kind: 'chat', text: 'hello?' }))).reason).toBe('invalid-state')
  })

  it('leaving meanwhile releases everything; what is said meanwhile is rejected', async () => {
    const ann = await world.enter(CAST.ann)
    // Repeated from now on.
    await ann.does.link.lock(0, true)
    world.phoneOf(ann).cut()
    const sent = rejection(ann.does.send({ kind: 'chat', text: 'one' }))
    await world.cloud.clock.pass(2000)
    await ann.does.leave()
    expect((await sent).reason).toBe('network')
    expect(world.held()).toEqual([])
  })
})

describe('zego: a token that ends', () => {
  /** 30 s before the end ZEGO says so. */
  const near = () => world.cloud.clock.pass(31_000)

  beforeEach(() => {
    world.cloud.tokenSeconds = 60
  })

  it('a token function is asked again, and its token goes to ZEGO', async () => {
    const tokens = ['04one', '04two', '04three']
    const ann = await world.enter(CAST.ann, { token: async () => tokens.shift() ?? '' })
    await near()
    expect(world.phoneOf(ann).renewed).toEqual(['04two'])
    // The new one has an end too.
    await near()
    expect(world.phoneOf(ann).renewed).toEqual(['04two', '04three'])
    expect([...ann.seen.of('error'), ...ann.seen.of('left')]).toEqual([])
  })

  it('a plain token is said to end, for the app to push another', async () => {
    const ann = await world.enter(CAST.ann)
    const error = await ann.seen.next('error')
    expect([error.reason, error.message]).toEqual(['token-expired', expect.stringContaining('renewToken()')])
    await ann.provider.renewToken?.('04pushed')
    await near()
    expect(world.phoneOf(ann).renewed).toEqual(['04pushed'])
    expect(ann.seen.of('left')).toEqual([])
  })

  it('a function that fails is said to, and the room goes on', async () => {
    const down = new Error('backend down')
    let asked = 0
    const token = async () => {
      if ((asked += 1) > 1) throw down
      return '04one'
    }
    const ann = await world.enter(CAST.ann, { token })
    const error = await ann.seen.next('error')
    expect([error.reason, error.cause]).toEqual(['token-invalid', down])
    await ann.does.send({ kind: 'chat', text: 'still here' })
    expect(ann.seen.of('left')).toEqual([])
  })

  it('a function that refuses for good ends the stay', async () => {
    let asked = 0
    const refusal = LiveError.of('forbidden', 'not paid', { cause: { status: 402 } })
    const token = async () => {
      if ((asked += 1) > 1) throw refusal
      return '04one'
    }
    const ann = await world.enter(CAST.ann, { token })
    const { reason, cause } = await ann.seen.next('left')
    expect([reason, cause]).toEqual(['token-expired', refusal])
    expect(world.held()).toEqual([])
  })

  it('what the SDK makes of a token before the room is entered concerns nobody', async () => {
    const token = jest.fn(async () => '04good')
    const ann = await world.enter(CAST.ann, { token })
    expect(token).toHaveBeenCalledTimes(1)
    expect(ann.seen.of('error')).toEqual([])
  })

  it('what is no token at all is refused', async () => {
    const ann = await world.enter(CAST.ann)
    const error = await rejection(ann.provider.renewToken?.(7 as never) ?? Promise.resolve())
    expect(error.reason).toBe('token-invalid')
  })
})
