import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import type { IncomingMessage, MessageReceipt } from '../../../src/provider/types'
import { FakeProvider, snapshotOf } from '../../support/fake-provider'

const REQUEST = { roomId: 'r1', token: 't' }

const incoming = (id: string, change: Record<string, unknown> = {}): IncomingMessage =>
  ({ id, kind: 'chat', text: `text ${id}`, from: 'ann', name: 'Ann', at: Number(id.slice(1)), ...change }) as never

async function setup(maxMessages?: number) {
  const provider = new FakeProvider()
  const room = createRoom({ provider, ...(maxMessages && { maxMessages }) })
  await room.join(REQUEST)
  provider.calls.length = 0
  const reported: LiveError[] = []
  room.events.on('error', (error) => reported.push(error))
  const { messages } = room
  const list = () => messages.snapshot.entries
  const texts = () => list().map((entry) => ('text' in entry ? `${entry.text}:${entry.status}` : entry.kind))
  const receive = (message: IncomingMessage) => provider.events.emit('message', message)
  const keyOf = (text: string) => list().find((entry) => 'text' in entry && entry.text === text)?.key ?? ''
  return { provider, room, messages, reported, list, texts, receive, keyOf }
}

/** Sends are answered one by one, by hand. */
function byHand(provider: FakeProvider) {
  const waiting: Array<{ resolve(receipt: MessageReceipt): void; reject(error: unknown): void }> = []
  provider.answers.send = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  return waiting
}

describe('sending', () => {
  it('shows mine as pending at once, and the server copy takes its place under the same key', async () => {
    const { provider, messages, list, texts, receive, keyOf } = await setup()
    const [answer] = [byHand(provider)]
    const sending = messages.chat('hello')
    expect(texts()).toEqual(['hello:pending'])
    const key = keyOf('hello')
    receive(incoming('s7', { from: 'me', key, text: 'hello' }))
    expect(list()).toMatchObject([{ key, id: 's7', at: 7, mine: true, status: 'sent' }])
    answer[0]?.resolve({ id: 's7', at: 7 })
    await sending
    expect(texts()).toEqual(['hello:sent'])
  })

  it('is shown once when its copy came without a key before the receipt', async () => {
    const { provider, messages, texts, receive } = await setup()
    const answer = byHand(provider)
    const sending = messages.chat('hello')
    receive(incoming('s7', { from: 'me', text: 'hello' }))
    answer[0]?.resolve({ id: 's7', at: 7 })
    await sending
    expect(texts()).toEqual(['hello:sent'])
  })

  it('the receipt alone is enough, and a copy behind it brings mine to its place in the room', async () => {
    const { provider, messages, texts, receive, keyOf } = await setup()
    provider.answers.send = () => ({ id: 's6', at: 6 })
    await messages.barrage('mine')
    expect(texts()).toEqual(['mine:sent'])
    receive(incoming('s5'))
    receive(incoming('s6', { from: 'me', key: keyOf('mine'), text: 'mine' }))
    expect(texts()).toEqual(['text s5:sent', 'mine:sent'])
  })

  it('passes on what was written, in the order it was written, before any answer', async () => {
    const { provider, messages } = await setup()
    byHand(provider)
    void messages.chat('one')
    void messages.gift({ id: 'rose', name: 'Rose', count: 2 })
    void messages.barrage('two')
    void messages.command('pin', { id: 1 }, ['ann'])
    void messages.command('vote', null)
    expect(provider.calls.map(([, message]) => message)).toEqual([
      { kind: 'chat', text: 'one', key: 'm1' },
      { kind: 'gift', gift: { id: 'rose', name: 'Rose', count: 2 }, key: 'm2' },
      { kind: 'barrage', text: 'two', key: 'm3' },
      { kind: 'command', command: 'pin', data: { id: 1 }, to: ['ann'] },
      { kind: 'command', command: 'vote', data: null },
    ])
  })

  it("keeps the room's order: others' messages go in front of mine that still wait", async () => {
    const { provider, messages, texts, receive } = await setup()
    byHand(provider)
    void messages.chat('mine')
    receive(incoming('s1'))
    receive(incoming('s2'))
    expect(texts()).toEqual(['text s1:sent', 'text s2:sent', 'mine:pending'])
  })
})

describe('failing', () => {
  it('keeps a failed message where it failed, with the reason and how long to wait', async () => {
    const { provider, messages, list, texts, receive } = await setup()
    const refusal = LiveError.of('rate-limited', 'slow down', { waitMs: 500 })
    provider.answers.send = () => Promise.reject(refusal)
    await expect(messages.chat('hello')).rejects.toBe(refusal)
    receive(incoming('s1'))
    expect(texts()).toEqual(['hello:failed', 'text s1:sent'])
    expect(list()[0]?.error?.waitMs).toBe(500)
  })

  it('retry sends one again, and without a key all of them in order', async () => {
    const { provider, messages, texts, keyOf } = await setup()
    const waiting = byHand(provider)
    const sends = ['one', 'two', 'three'].map((text) => messages.chat(text))
    const rejected = sends.map((send) => expect(send).rejects.toMatchObject({ reason: 'network' }))
    waiting.splice(0).forEach(({ reject }) => reject(new Error('socket gone')))
    await Promise.all(rejected)
    provider.answers = {}
    await messages.retry(keyOf('two'))
    expect(texts()).toEqual(['one:failed', 'three:failed', 'two:sent'])
    provider.calls.length = 0
    await messages.retry()
    expect(provider.calls.map(([, message]) => (message as { text: string }).text)).toEqual(['one', 'three'])
    expect(texts()).toEqual(['two:sent', 'one:sent', 'three:sent'])
  })

  it('a gift is retried as the gift it was', async () => {
    const { provider, messages, list } = await setup()
    const gift = { id: 'rose', name: 'Rose', count: 1 }
    provider.answers.send = () => Promise.reject(new Error('gone'))
    await expect(messages.gift(gift)).rejects.toMatchObject({ reason: 'network' })
    provider.answers = {}
    await messages.retry()
    expect(provider.calls[1]).toEqual(['send', { kind: 'gift', gift, key: 'm1' }])
    expect(list()).toMatchObject([{ kind: 'gift', gift, status: 'sent' }])
    expect(list()[0]).not.toHaveProperty('error')
  })

  it('discards a failed message, and only a failed one', async () => {
    const { provider, messages, texts, receive, keyOf } = await setup()
    provider.answers.send = () => Promise.reject(new Error('socket gone'))
    await expect(messages.chat('hello')).rejects.toMatchObject({ reason: 'network' })
    receive(incoming('s1'))
    expect(() => messages.discard('s1')).toThrow(/room\.messages\.discard: no failed message/)
    await expect(messages.retry('s1')).rejects.toMatchObject({ reason: 'invalid-argument' })
    messages.discard(keyOf('hello'))
    expect(texts()).toEqual(['text s1:sent'])
  })

  it('leaving fails what was pending; back in the same room it can be retried, in another it is gone', async () => {
    const { provider, room, messages, texts } = await setup()
    const waiting = byHand(provider)
    const sending = messages.chat('hello')
    await room.leave()
    expect(texts()).toEqual(['hello:failed'])
    expect(messages.snapshot.entries[0]?.error?.reason).toBe('invalid-state')
    waiting[0]?.resolve({ id: 's1', at: 1 })
    await sending
    expect(texts()).toEqual(['hello:failed'])
    await room.join(REQUEST)
    provider.answers = {}
    await messages.retry()
    expect(texts()).toEqual(['hello:sent'])
    await room.leave()
    await room.join({ ...REQUEST, roomId: 'r2' })
    expect(messages.snapshot).toEqual({ entries: [], dropped: 0 })
  })
})

describe('the history', () => {
  it('shows a message once, however often it arrives', async () => {
    const { texts, receive } = await setup()
    receive(incoming('s1'))
    receive(incoming('s2'))
    receive(incoming('s1'))
    expect(texts()).toEqual(['text s1:sent', 'text s2:sent'])
  })

  it('caps the list and counts what it dropped', async () => {
    const { messages, texts, receive } = await setup(3)
    for (let i = 1; i <= 5; i += 1) receive(incoming(`s${i}`))
    expect(texts()).toEqual(['text s3:sent', 'text s4:sent', 'text s5:sent'])
    expect(messages.snapshot.dropped).toBe(2)
  })

  it('keeps 200 when nobody says how many', async () => {
    const { messages, receive } = await setup()
    for (let i = 1; i <= 203; i += 1) receive(incoming(`s${i}`))
    expect([messages.snapshot.entries.length, messages.snapshot.dropped]).toEqual([200, 3])
  })

  it('after a gap keeps what was there, takes the new history, loses nothing of mine, and says so', async () => {
    const { provider, room, messages, texts, receive } = await setup()
    const gaps: unknown[] = []
    room.events.on('gap', (gap) => gaps.push(gap))
    provider.answers.send = () => Promise.reject(new Error('gone'))
    await expect(messages.chat('failed')).rejects.toBeInstanceOf(LiveError)
    byHand(provider)
    receive(incoming('s1'))
    receive(incoming('s2'))
    void messages.chat('pending')
    const history = [incoming('s2'), incoming('s9'), incoming('s10', { kind: 'command', command: 'x', data: 1 })]
    provider.events.emit('snapshot', snapshotOf({ messages: history }))
    expect(texts()).toEqual(['failed:failed', 'text s1:sent', 'text s2:sent', 'text s9:sent', 'pending:pending'])
    receive(incoming('s9'))
    expect(texts()).toHaveLength(5)
    expect(gaps).toEqual([{}])
  })

  it('finds mine that was on its way in the history after a gap, and shows it once', async () => {
    const { provider, messages, list, texts, keyOf } = await setup()
    byHand(provider)
    void messages.chat('mine')
    const key = keyOf('mine')
    const history = [incoming('s1'), incoming('s2', { from: 'me', key, text: 'mine' })]
    provider.events.emit('snapshot', snapshotOf({ messages: history }))
    expect(texts()).toEqual(['text s1:sent', 'mine:sent'])
    expect(list()[1]?.key).toBe(key)
  })

  it('shows mine once when the next session brings it without its key', async () => {
    const { provider, room, messages, texts } = await setup()
    provider.answers.send = () => ({ id: 's4', at: 4 })
    await messages.chat('mine')
    await room.leave()
    const copy = incoming('s4', { from: 'me', text: 'mine' })
    provider.snapshot = snapshotOf({ messages: [copy] })
    await room.join(REQUEST)
    provider.events.emit('message', copy)
    expect(texts()).toEqual(['mine:sent'])
  })

  it('leaves commands to their event', async () => {
    const { room, list, receive } = await setup()
    const heard: unknown[] = []
    room.events.on('command', ({ command, data }) => heard.push([command, data]))
    receive(incoming('s1', { kind: 'command', command: 'pin', data: 1 }))
    expect([list(), heard]).toEqual([[], [['pin', 1]]])
  })
})
