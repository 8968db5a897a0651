/** Every kind of bad input: its own documented code, nobody else notices, the process stays up. */
import { createHmac } from 'node:crypto'
import type { Gateway } from '../src/index'
import type { Command } from '../src/wire'
import { enter, KEY, startGateway, TestClient, tokenFor } from './client'

let gateway: Gateway
let witness: TestClient

beforeEach(async () => {
  gateway = await startGateway()
  witness = await enter(gateway, 'witness', 'anchor')
})

afterEach(async () => {
  await witness.do('r', { k: 'chat', d: { text: 'still here' } })
  expect(witness.frames.map((frame) => frame.t)).not.toContain('bye')
  await gateway.close()
})

function rawToken(header: object, claims: object, secret = KEY.secret): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

const now = (): number => Math.floor(Date.now() / 1000)
const header = { alg: 'HS256', kid: 'k1' }
const claims = (): Record<string, unknown> => ({ sub: 'bob', role: 'audience', rooms: ['r'], exp: now() + 60 })

describe('tokens', () => {
  test.each<[string, string, () => string]>([
    ['garbage', 'token-invalid', () => 'garbage'],
    ['signed with another secret', 'token-invalid', () => rawToken(header, claims(), 'x'.repeat(32))],
    ['of an unknown key', 'token-invalid', () => rawToken({ ...header, kid: 'k9' }, claims())],
    ['without expiry', 'token-invalid', () => rawToken(header, { ...claims(), exp: undefined })],
    ['expired', 'token-expired', () => rawToken(header, { ...claims(), exp: now() - 60 })],
  ])('a token %s: bye %s, 4401', async (_, code, token) => {
    const bob = await TestClient.connect(gateway)
    bob.send({ t: 'hi', v: 1, tok: token(), pk: bob.pk })
    expect((await bob.next('bye')).c).toBe(code)
    expect(await bob.closed).toBe(4401)
  })

  test('a token that runs out while connected: bye token-expired with a retry', async () => {
    let skip = 0
    // Nobody is silent for too long while the clock jumps.
    const connections = { loginTimeout: 300, heartbeat: 60 * 60 * 1000 }
    const late = await startGateway({ now: () => Date.now() + skip, connections })
    const bob = await enter(late, 'bob', 'audience')
    skip = 2 * 60 * 60 * 1000
    expect(await bob.next('bye')).toMatchObject({ c: 'token-expired', retry: 0 })
    expect(await bob.closed).toBe(4401)
    await late.close()
  })

  test('a role the gateway does not know, in the token or in the wish: unknown-role', async () => {
    const bob = await TestClient.connect(gateway)
    await bob.hi(rawToken(header, { ...claims(), role: 'superstar' }))
    bob.send({ t: 'join', r: 'r' })
    expect(await bob.next('refused')).toMatchObject({ r: 'r', c: 'unknown-role' })
    const cat = await TestClient.connect(gateway)
    await cat.hi(tokenFor('cat', 'audience'))
    cat.send({ t: 'join', r: 'r', role: 'superstar' })
    expect((await cat.next('refused')).c).toBe('unknown-role')
  })

  test('the role of the token wins over the wish', async () => {
    const bob = await TestClient.connect(gateway)
    await bob.hi(tokenFor('bob', 'audience'))
    expect((await bob.join('r', { role: 'anchor' })).me.role).toBe('audience')
  })

  test('a room the token does not open: forbidden, on join and on resume', async () => {
    const bob = await TestClient.connect(gateway)
    await bob.hi(tokenFor('bob', 'audience', { rooms: ['other'] }), { r: [witness.epoch, witness.seq] })
    expect(await bob.next('refused')).toMatchObject({ r: 'r', c: 'forbidden' })
    bob.send({ t: 'join', r: 'r' })
    expect((await bob.next('refused')).c).toBe('forbidden')
    await bob.join('other')
  })
})

describe('frames', () => {
  test.each([
    ['no JSON', 'not json', 4400, 'malformed'],
    ['no object', '[1]', 4400, 'malformed'],
    ['unknown t', '{"t":"dance"}', 4400, 'malformed'],
    ['a name out of the prototype', '{"t":"constructor"}', 4400, 'malformed'],
    ['a command without number', '{"t":"do","r":"r","k":"chat","d":{"text":"x"}}', 4400, 'malformed'],
    ['a second hi', JSON.stringify({ t: 'hi', v: 1, tok: tokenFor('bob', 'audience'), pk: 'p' }), 4400, 'malformed'],
    ['binary', Buffer.from('{"t":"ping"}'), 4400, 'malformed'],
    ['8 KiB and a byte', `"${'x'.repeat(8191)}"`, 1009, 'too-large'],
    ['a megabyte', 'x'.repeat(1 << 20), 1009, 'too-large'],
  ])('%s: the connection ends with its code', async (_, data, close, code) => {
    const bob = await enter(gateway, 'bob', 'audience')
    bob.socket.send(data)
    expect((await bob.next('bye')).c).toBe(code)
    expect(await bob.closed).toBe(close)
  })

  test.each([
    ['anything before hi', { t: 'ping' }],
    ['another version', { t: 'hi', v: 99, tok: 'x', pk: 'p' }],
    ['a cursor that is none', { t: 'hi', v: 1, tok: 'x', pk: 'p', res: { r: ['e', -1] } }],
  ])('%s: 4400', async (_, frame) => {
    const bob = await TestClient.connect(gateway)
    bob.send(frame)
    expect((await bob.next('bye')).c).toBe('malformed')
    expect(await bob.closed).toBe(4400)
  })

  test('no hi at all: 4400 after the login timeout', async () => {
    const hurried = await startGateway({ connections: { loginTimeout: 20 } })
    const bob = await TestClient.connect(hurried)
    expect(await bob.closed).toBe(4400)
    await hurried.close()
  })

  test('a frame of exactly 8 KiB is taken', async () => {
    const bob = await enter(gateway, 'bob', 'audience')
    const frame = (text: string) =>
      JSON.stringify({ t: 'do', n: 1, r: 'r', k: 'command', d: { command: 'x', data: text } })
    bob.socket.send(frame('x'.repeat(8192 - frame('').length)))
    expect((await bob.next('ok')).n).toBe(1)
  })

  test('silence for 2.5 heartbeats drops the connection', async () => {
    const quick = await startGateway({ connections: { heartbeat: 40 } })
    const bob = await enter(quick, 'bob', 'audience')
    expect(await bob.closed).toBe(1006)
    await quick.close()
  })
})

describe('commands', () => {
  test.each<[string, Command, string]>([
    ['a chat without text', { k: 'chat', d: {} } as never, 'malformed'],
    ['an unknown kind', { k: 'dance', d: {} } as never, 'malformed'],
    ['a chat of 501 characters', { k: 'chat', d: { text: 'x'.repeat(501) } }, 'too-large'],
    ['accepting as a guest', { k: 'mic.acc', d: { id: 'none' } }, 'link-not-found'],
    ['ending without a link', { k: 'mic.end', d: {} }, 'not-linked'],
    ['muting as a guest', { k: 'mute', d: { user: 'witness', on: true } }, 'forbidden'],
    ['kicking as a guest', { k: 'kick', d: { user: 'witness' } }, 'forbidden'],
    [
      'flags of a stream that is not',
      { k: 'stream', d: { id: 'bob~abcd', audio: true, video: true } },
      'stream-not-found',
    ],
  ])('%s: refused, and the connection goes on', async (_, command, code) => {
    const bob = await enter(gateway, 'bob', 'audience')
    expect(await bob.refused('r', command)).toBe(code)
    await bob.do('r', { k: 'chat', d: { text: 'x'.repeat(500) } })
  })

  test('a room that was not joined: not-joined', async () => {
    const bob = await enter(gateway, 'bob', 'audience', 'elsewhere')
    expect(await bob.refused('r', { k: 'chat', d: { text: 'x' } })).toBe('not-joined')
    expect(await bob.ask('r', { k: 'play', d: { id: 'x~y' } })).toMatchObject({ t: 'nope', c: 'not-joined' })
    bob.send({ t: 'like', r: 'r', c: 1 })
    expect((await bob.next('refused')).c).toBe('not-joined')
  })

  test('publishing without the right: forbidden', async () => {
    const bob = await enter(gateway, 'bob', 'audience')
    const answer = await bob.ask('r', { k: 'push', d: { audio: true, video: true } })
    expect(answer).toMatchObject({ t: 'nope', c: 'forbidden' })
  })

  test('muted by a moderator: no chat, and the rights say so, also after coming back', async () => {
    const bob = await enter(gateway, 'bob', 'audience')
    await witness.do('r', { k: 'mute', d: { user: 'bob', on: true } })
    expect((await bob.next('rights')).rights.chat).toBe(false)
    expect(await bob.refused('r', { k: 'chat', d: { text: 'x' } })).toBe('muted')
    bob.send({ t: 'leave', r: 'r' })
    expect(await bob.join('r')).toMatchObject({ me: { muted: true }, rights: { chat: false } })
  })

  test('kicked: the event, then bye kicked and 4403', async () => {
    const bob = await enter(gateway, 'bob', 'audience')
    await witness.do('r', { k: 'kick', d: { user: 'bob' } })
    expect((await bob.event('kick')).d.userId).toBe('bob')
    expect((await bob.next('bye')).c).toBe('kicked')
    expect(await bob.closed).toBe(4403)
    expect((await witness.event('userLeft')).u).toBe('bob')
  })

  test('a full room: room-full; a full gateway: 1013', async () => {
    const small = await startGateway({ rooms: { maxMembers: 1 }, connections: { maxConnections: 2 } })
    await enter(small, 'ann', 'anchor')
    const bob = await TestClient.connect(small)
    await bob.hi(tokenFor('bob', 'audience'))
    bob.send({ t: 'join', r: 'r' })
    expect((await bob.next('refused')).c).toBe('room-full')
    const cat = await TestClient.connect(small)
    expect(await cat.closed).toBe(1013)
    await small.close()
  })
})

describe('pace', () => {
  test('too many commands: rate-limited with a wait, and nothing overtakes', async () => {
    let clock = Date.now()
    const slow = await startGateway({ now: () => clock, connections: { commands: { burst: 4, perSecond: 10 } } })
    const bob = await enter(slow, 'bob', 'audience')
    const say = (n: number) => bob.outcome(bob.post('r', { k: 'chat', d: { text: String(n) } }, n))
    // Joining took one of four.
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(say))
    expect(answers.map((answer) => answer.t)).toEqual(['ok', 'ok', 'ok', 'no', 'no', 'no'])
    expect(answers[3]).toMatchObject({ c: 'rate-limited', wait: 100 })
    clock += 1000
    // There is room again, but 4 comes first.
    expect(await say(5)).toMatchObject({ t: 'no', c: 'rate-limited' })
    for (const n of [4, 5, 6]) expect(await say(n)).toMatchObject({ t: 'ok', n })
    expect(bob.events.flatMap((e) => (e.k === 'chat' ? [e.d.text] : []))).toEqual(['1', '2', '3', '4', '5', '6'])
    await slow.close()
  })

  test('a flood: 4429, and no more than the burst was let in', async () => {
    const bob = await enter(gateway, 'bob', 'audience')
    for (let n = 1; n <= 2000; n++) bob.post('r', { k: 'chat', d: { text: 'x' } }, n)
    expect((await bob.next('bye')).c).toBe('flood')
    expect(await bob.closed).toBe(4429)
    await witness.settle()
    expect(witness.events.filter((event) => event.k === 'chat').length).toBeLessThanOrEqual(21)
  })
})
