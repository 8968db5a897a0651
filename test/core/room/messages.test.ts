import { LiveError } from '../../../src/errors'
import type { IncomingMessage } from '../../../src/provider/types'
import { Messages } from '../../../src/room/messages'
import { FakeProvider, user } from '../../support/fake-provider'

const incoming = (id: string, change: Partial<IncomingMessage> = {}): IncomingMessage =>
  ({
    id,
    kind: 'chat',
    text: `text ${id}`,
    from: 'ann',
    name: 'Ann',
    at: Number(id.slice(1)),
    ...change,
  }) as IncomingMessage

function setup(max = 200) {
  const provider = new FakeProvider()
  const reported: LiveError[] = []
  const context = { provider: () => provider, me: () => user('me', { name: 'Me' }) }
  const messages = new Messages(context, max, (error) => reported.push(error))
  const texts = () => messages.snapshot.entries.map((e) => ('text' in e ? `${e.text}:${e.status}` : e.kind))
  return { provider, messages, reported, texts }
}

/** A promise and its two ends. */
function deferred<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

describe('messages', () => {
  it('shows mine as pending at once, and the server copy takes its place under the same key', async () => {
    const { provider, messages, texts } = setup()
    const receipt = deferred<{ id: string; at: number }>()
    provider.answers.send = () => receipt.promise
    const sending = messages.chat('hello')
    expect(texts()).toEqual(['hello:pending'])
    const key = messages.snapshot.entries[0]!.key
    messages.received(incoming('s7', { from: 'me', key, kind: 'chat', text: 'hello' } as Partial<IncomingMessage>))
    expect(texts()).toEqual(['hello:sent'])
    expect(messages.snapshot.entries[0]!.key).toBe(key)
    receipt.resolve({ id: 's7', at: 7 })
    await sending
    expect(texts()).toEqual(['hello:sent'])
  })

  it("keeps the room's order: others' messages go in front of mine that still wait", () => {
    const { provider, messages, texts } = setup()
    provider.answers.send = () => new Promise(() => {})
    void messages.chat('mine')
    messages.received(incoming('s1'))
    messages.received(incoming('s2'))
    expect(texts()).toEqual(['text s1:sent', 'text s2:sent', 'mine:pending'])
  })

  it('shows a message once, however often it arrives', () => {
    const { messages, texts } = setup()
    messages.received(incoming('s1'))
    messages.received(incoming('s1'))
    expect(texts()).toEqual(['text s1:sent'])
  })

  it('keeps a failed message where it failed, and retry sends it again', async () => {
    const { provider, messages, texts } = setup()
    const refusal = LiveError.of('rate-limited', 'slow down', { waitMs: 500 })
    provider.answers.send = () => Promise.reject(refusal)
    await expect(messages.chat('hello')).rejects.toBe(refusal)
    messages.received(incoming('s1'))
    expect(texts()).toEqual(['hello:failed', 'text s1:sent'])
    expect(messages.snapshot.entries[0]!.error).toBe(refusal)
    provider.answers.send = () => Promise.resolve({ id: 's2', at: 2 })
    await messages.retry(messages.snapshot.entries[0]!.key)
    expect(texts()).toEqual(['text s1:sent', 'hello:sent'])
  })

  it('discards a failed message, and only a failed one', async () => {
    const { provider, messages, texts } = setup()
    provider.answers.send = () => Promise.reject(new Error('socket gone'))
    await expect(messages.chat('hello')).rejects.toMatchObject({ reason: 'network' })
    messages.received(incoming('s1'))
    expect(() => messages.discard('s1')).toThrow(/no failed message/)
    messages.discard(messages.snapshot.entries[0]!.key)
    expect(texts()).toEqual(['text s1:sent'])
  })

  it('caps the history and counts what it dropped', () => {
    const { messages, texts } = setup(3)
    for (let i = 1; i <= 5; i++) messages.received(incoming(`s${i}`))
    expect(texts()).toEqual(['text s3:sent', 'text s4:sent', 'text s5:sent'])
    expect(messages.snapshot.dropped).toBe(2)
  })

  it('after a gap keeps what was there, takes the new history, and leaves mine unsent at the end', () => {
    const { provider, messages, texts } = setup()
    provider.answers.send = () => new Promise(() => {})
    messages.received(incoming('s1'))
    messages.received(incoming('s2'))
    void messages.chat('mine')
    messages.replace([incoming('s2'), incoming('s9')])
    expect(texts()).toEqual(['text s1:sent', 'text s2:sent', 'text s9:sent', 'mine:pending'])
    messages.received(incoming('s9'))
    expect(texts()).toHaveLength(4)
  })

  it('finds mine that was on its way in the history after a gap, and shows it once', () => {
    const { provider, messages, texts } = setup()
    provider.answers.send = () => new Promise(() => {})
    void messages.chat('mine')
    const key = messages.snapshot.entries[0]!.key
    messages.replace([
      incoming('s1'),
      incoming('s2', { from: 'me', key, kind: 'chat', text: 'mine' } as Partial<IncomingMessage>),
    ])
    expect(texts()).toEqual(['text s1:sent', 'mine:sent'])
    expect(messages.snapshot.entries[1]!.key).toBe(key)
  })

  it('leaves commands out of the list', () => {
    const { messages } = setup()
    messages.received({ id: 's1', kind: 'command', command: 'x', data: 1, from: 'ann', name: 'Ann', at: 1 })
    expect(messages.snapshot.entries).toEqual([])
  })

  it.each([
    ['chat', ''],
    ['chat', '   '],
    ['barrage', ''],
  ] as const)('%s refuses the empty text %j', async (kind, text) => {
    const { messages, provider } = setup()
    await expect(messages[kind](text)).rejects.toMatchObject({ reason: 'invalid-argument', subject: 'text' })
    expect(provider.calls).toEqual([])
  })

  it('aggregates likes, and reports a failure instead of swallowing it', async () => {
    jest.useFakeTimers()
    const { provider, messages, reported } = setup()
    provider.answers.send = () => Promise.reject(new Error('gone'))
    messages.like()
    messages.like(2)
    expect(provider.calls).toEqual([])
    await jest.advanceTimersByTimeAsync(500)
    expect(provider.calls).toEqual([['send', { kind: 'like', count: 3 }]])
    expect(reported).toMatchObject([{ reason: 'network' }])
    messages.like()
    messages.stop()
    expect(jest.getTimerCount()).toBe(0)
    jest.useRealTimers()
  })
})
