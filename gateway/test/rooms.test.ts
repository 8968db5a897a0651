import type { Gateway } from '../src/index'
import { enter, startGateway, TestClient, tokenFor } from './client'

let gateway: Gateway

beforeEach(async () => {
  gateway = await startGateway({ rooms: { digest: 20 } })
})

afterEach(() => gateway.close())

const chat = (text: string) => ({ k: 'chat', d: { text } }) as const

describe('presence', () => {
  test('a newcomer gets the whole state, the others get one event', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await TestClient.connect(gateway)
    const yo = await bob.hi(tokenFor('bob', 'audience'))
    const snap = await bob.join('r', { name: 'Bob', avatar: 'https://example.com/b.png' })
    expect(yo).toMatchObject({ u: 'bob', hb: 10_000 })
    expect(snap.me).toMatchObject({ id: 'bob', name: 'Bob', role: 'audience', muted: false })
    expect(snap.st.users.map((user) => user.id)).toEqual(['ann', 'bob'])
    expect(snap.rights).toEqual({ publish: false, chat: true, link: true, host: false, moderate: false })
    expect(snap).not.toHaveProperty('gap')
    expect((await ann.event('userJoined')).d).toMatchObject({
      id: 'bob',
      name: 'Bob',
      avatar: 'https://example.com/b.png',
    })
  })

  test('leaving is told at once', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    bob.send({ t: 'leave', r: 'r' })
    expect((await ann.event('userLeft')).u).toBe('bob')
  })

  test('a lost socket is told after the grace', async () => {
    const short = await startGateway({ rooms: { grace: 10 } })
    const ann = await enter(short, 'ann', 'anchor')
    const bob = await enter(short, 'bob', 'audience')
    await bob.cut()
    expect((await ann.event('userLeft')).u).toBe('bob')
    await short.close()
  })

  test('coming back within the grace is no news to the room', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    await bob.cut()
    const again = await TestClient.connect(gateway, bob.pk)
    await again.hi(tokenFor('bob', 'audience'), { r: [bob.epoch, bob.seq] })
    await again.next('res')
    await again.do('r', chat('back'))
    await ann.event('chat')
    expect(ann.events.map((event) => event.k)).toEqual(['userJoined', 'chat'])
  })

  test('the same user elsewhere replaces the older connection', async () => {
    const old = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    const newer = await enter(gateway, 'ann', 'anchor')
    expect(await old.next('bye')).toMatchObject({ c: 'replaced' })
    expect(await old.closed).toBe(4409)
    await newer.do('r', chat('it is me'))
    await bob.event('chat')
    expect(bob.events.map((event) => event.k)).not.toContain('userLeft')
  })

  test('online and likes come as a digest, without a sequence number', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    bob.send({ t: 'like', r: 'r', c: 3 })
    bob.send({ t: 'like', r: 'r', c: 4 })
    const digest = await ann.next('dg', (frame) => frame.likes === 7)
    expect(digest).toEqual({ t: 'dg', r: 'r', online: 2, likes: 7 })
    expect((await enter(gateway, 'cat', 'audience')).frames).toContainEqual(expect.objectContaining({ likes: 7 }))
  })
})

describe('messages', () => {
  test('everybody gets the same messages in the same order, the sender too', async () => {
    const people = [await enter(gateway, 'ann', 'anchor')]
    people.push(await enter(gateway, 'bob', 'audience'), await enter(gateway, 'cat', 'speaker'))
    await Promise.all(
      people.map((person, p) => Promise.all([0, 1, 2, 3, 4].map((i) => person.do('r', chat(`${p}.${i}`))))),
    )
    await Promise.all(people.map((person) => person.event('chat', () => chats(person).length === 15)))
    const [first, ...others] = people.map(chats)
    for (const other of others) expect(other).toEqual(first)
    for (const p of [0, 1, 2]) {
      const own = first?.filter((text) => text.startsWith(`${p}.`))
      expect(own).toEqual([0, 1, 2, 3, 4].map((i) => `${p}.${i}`))
    }
  })

  test('sequence numbers have no hole, and a message carries its sender, name and mark', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    const ok = await bob.do('r', chat('hello'))
    const said = await ann.event('chat')
    expect(said).toMatchObject({ s: ok.s, at: ok.at, u: 'bob', d: { text: 'hello', name: 'BOB', m: `${bob.pk}:1` } })
    expect(ok.e).toBe(ann.epoch)
    expect(ann.events.map((event) => event.s)).toEqual([2, 3])
  })

  test('the acknowledgement comes after the event it acknowledges', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const ok = await ann.do('r', chat('hello'))
    const order = ann.frames.filter((frame) => frame.t === 'e' || frame.t === 'ok').map((frame) => frame.t)
    expect(order).toEqual(['e', 'ok'])
    expect(ok).not.toHaveProperty('dup')
  })

  test('sending the same number again changes nothing and is answered the same', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const first = await ann.do('r', chat('once'))
    ann.post('r', chat('once'), 1)
    expect(await ann.next('ok')).toEqual({ ...first, dup: 1 })
    await ann.do('r', chat('twice'))
    expect(chats(ann)).toEqual(['once', 'twice'])
  })

  test('a resend on a new connection is recognised, even without the room', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const first = await ann.do('r', chat('once'))
    await ann.cut()
    const again = await TestClient.connect(gateway, ann.pk)
    await again.hi(tokenFor('ann', 'anchor'))
    again.post('r', chat('once'), 1)
    expect(await again.next('ok')).toMatchObject({ s: first.s, dup: 1 })
  })

  test('many messages of one tick travel in one frame', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    // One write, so that they arrive in one read.
    const cork = (bob.socket as unknown as { _socket: { cork(): void; uncork(): void } })._socket
    cork.cork()
    for (let i = 0; i < 10; i++) bob.post('r', chat(String(i)))
    cork.uncork()
    await ann.event('chat', (event) => event.d.text === '9')
    const frames = ann.frames.filter((frame) => frame.t === 'e' && frame.ev.some((event) => event.k === 'chat'))
    expect(frames).toHaveLength(1)
  })

  test('a command with receivers is read by them and its sender; others see only its place', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    const cat = await enter(gateway, 'cat', 'audience')
    await ann.do('r', { k: 'command', d: { command: 'secret', data: { x: 1 }, to: ['bob'] } })
    await ann.do('r', chat('for all'))
    for (const person of [ann, bob])
      expect((await person.event('command')).d).toMatchObject({ command: 'secret', data: { x: 1 } })
    await cat.event('chat')
    const place = cat.events.find((event) => event.s === cat.seq - 1)
    expect(place).toEqual({ s: cat.seq - 1, at: expect.any(Number), u: '', k: 'skip', d: {} })
    const dan = await TestClient.connect(gateway)
    await dan.hi(tokenFor('dan', 'audience'))
    expect((await dan.join('r')).st.log.map((event) => event.k)).toEqual(['chat'])
  })
})

describe('coming back', () => {
  test('a good cursor brings what was missed and nothing else', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    await ann.do('r', chat('seen'))
    await bob.event('chat')
    await bob.cut()
    await ann.do('r', chat('missed 1'))
    await ann.do('r', chat('missed 2'))
    const again = await TestClient.connect(gateway, bob.pk)
    await again.hi(tokenFor('bob', 'audience'), { r: [bob.epoch, bob.seq] })
    const res = await again.next('res')
    await again.event('chat', (event) => event.d.text === 'missed 2')
    expect(res).toMatchObject({ e: bob.epoch, rights: { link: true } })
    expect(chats(again)).toEqual(['missed 1', 'missed 2'])
    expect(again.seq).toBe(res.s)
    expect(again.frames.map((frame) => frame.t)).not.toContain('snap')
  })

  test('after the grace the name from before is still known', async () => {
    const short = await startGateway({ rooms: { grace: 10 } })
    const ann = await enter(short, 'ann', 'anchor')
    const bob = await enter(short, 'bob', 'audience')
    await bob.cut()
    await ann.event('userLeft')
    const again = await TestClient.connect(short, bob.pk)
    await again.hi(tokenFor('bob', 'audience'), { r: [bob.epoch, bob.seq] })
    await again.next('res')
    expect((await ann.event('userJoined', (event) => event.s > bob.seq)).d).toMatchObject({ id: 'bob', name: 'BOB' })
    await short.close()
  })

  test.each([
    ['the ring has moved on', 70, (epoch: string, seq: number) => [epoch, seq] as const],
    ['the epoch is another', 0, (_: string, seq: number) => ['other', seq] as const],
    ['the cursor is ahead of the log', 0, (epoch: string, seq: number) => [epoch, seq + 99] as const],
  ])('%s: the loss is announced', async (_, messages, cursor) => {
    const fast = await startGateway({
      rooms: { ring: 64 },
      connections: { commands: { burst: 1000, perSecond: 1000 } },
    })
    const ann = await enter(fast, 'ann', 'anchor')
    const bob = await enter(fast, 'bob', 'audience')
    await bob.cut()
    for (let i = 0; i < messages; i++) await ann.do('r', chat(String(i)))
    const again = await TestClient.connect(fast, bob.pk)
    await again.hi(tokenFor('bob', 'audience'), { r: [...cursor(bob.epoch, bob.seq)] })
    expect(await again.next('snap')).toMatchObject({ gap: 1, me: { id: 'bob' } })
    expect(again.frames.map((frame) => frame.t)).not.toContain('res')
    await fast.close()
  })

  test('a gateway that stops says so and when to come back', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const closing = gateway.close()
    const { c, retry } = await ann.next('bye')
    expect(c).toBe('restart')
    // Not everybody at once: half a second, and up to `shutdown.drainSpread` more.
    expect(retry).toBeGreaterThanOrEqual(500)
    expect(retry).toBeLessThanOrEqual(1_500)
    expect(await ann.closed).toBe(1012)
    await closing
  })

  test('an empty room is forgotten after a time', async () => {
    const short = await startGateway({ rooms: { evictAfter: 10, grace: 5 } })
    const ann = await enter(short, 'ann', 'anchor')
    expect(short.health().rooms).toBe(1)
    await ann.cut()
    while (short.health().rooms > 0) await new Promise((resolve) => setImmediate(resolve))
    const again = await TestClient.connect(short, ann.pk)
    await again.hi(tokenFor('ann', 'anchor'), { r: [ann.epoch, ann.seq] })
    expect(await again.next('snap')).toMatchObject({ gap: 1 })
    await short.close()
  })
})

function chats(client: TestClient): string[] {
  return client.events.flatMap((event) => (event.k === 'chat' ? [event.d.text] : []))
}
