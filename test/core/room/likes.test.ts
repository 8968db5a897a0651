import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import { FakeProvider, snapshotOf } from '../../support/fake-provider'

const REQUEST = { roomId: 'r1', token: 't' }
const cut = { attempt: 1, cause: LiveError.of('network', 'cut') }

async function setup() {
  const provider = new FakeProvider()
  const room = createRoom({ provider })
  await room.join(REQUEST)
  provider.calls.length = 0
  const reported: LiveError[] = []
  room.events.on('error', (error) => reported.push(error))
  return { provider, room, messages: room.messages, reported }
}

describe('likes', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  const counts = ({ calls }: FakeProvider) => calls.map(([, message]) => (message as { count: number }).count)

  it('are gathered for half a second, and go out a hundred at a time', async () => {
    const { provider, messages } = await setup()
    messages.like()
    messages.like(249)
    expect(provider.calls).toEqual([])
    await jest.advanceTimersByTimeAsync(499)
    expect(provider.calls).toEqual([])
    await jest.advanceTimersByTimeAsync(1)
    expect(provider.calls).toEqual([['send', { kind: 'like', count: 100 }]])
    await jest.advanceTimersByTimeAsync(5000)
    expect(counts(provider)).toEqual([100, 100, 50])
    expect(jest.getTimerCount()).toBe(0)
  })

  it.each(['resumed', 'snapshot'] as const)('wait while reconnecting and go out after %s', async (event) => {
    const { provider, messages } = await setup()
    messages.like(2)
    provider.events.emit('reconnecting', cut)
    messages.like(3)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(provider.calls).toEqual([])
    provider.events.emit(event, (event === 'snapshot' ? snapshotOf() : {}) as never)
    await jest.advanceTimersByTimeAsync(500)
    expect(counts(provider)).toEqual([5])
  })

  it('of one room do not reach the next', async () => {
    const { provider, room, messages } = await setup()
    messages.like(2)
    await room.leave()
    await room.join(REQUEST)
    provider.calls.length = 0
    await jest.advanceTimersByTimeAsync(1000)
    expect(provider.calls).toEqual([])
  })

  it('report a failure instead of swallowing it, and a rate limit with its wait', async () => {
    const { provider, messages, reported } = await setup()
    provider.answers.send = () => Promise.reject(new Error('gone'))
    messages.like()
    await jest.advanceTimersByTimeAsync(500)
    provider.events.emit('error', LiveError.of('rate-limited', 'slow', { waitMs: 2000 }))
    expect(reported).toMatchObject([{ reason: 'network' }, { reason: 'rate-limited', waitMs: 2000 }])
  })
})
