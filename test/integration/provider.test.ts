/** The gateway's client against the gateway itself, over real sockets. */
import { createHmac } from 'node:crypto'
import { WebSocket } from 'ws'
import { createGateway, issueToken, randomKey } from '../../gateway/src/index'
import type { Claims, Gateway, GatewayOptions } from '../../gateway/src/index'
import type { LiveError } from '../../src/errors'
import { gateway } from '../../src/provider/gateway'
import type { JoinRequest, ProviderEvents, RoomProvider, RoomSnapshot } from '../../src/provider/types'

const KEY = randomKey()
const opened: Array<{ stop(): Promise<void> }> = []

afterEach(async () => {
  for (const { stop } of opened.splice(0).reverse()) await stop()
})

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  const server = await createGateway({ port: 0, rtmpPort: 0, keys: [KEY], ...options })
  opened.push({ stop: () => server.close() })
  return server
}

function tokenOf(sub: string, role: string, more: Partial<Claims> = {}): string {
  return issueToken(KEY, { sub, name: sub.toUpperCase(), role: role as Claims['role'], rooms: ['*'], ...more })
}

/** As a careless backend would sign it: `issueToken` does not give out what nobody could use. */
function rawToken(sub: string, role: string, exp: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: KEY.kid })}.${encode({ sub, role, rooms: ['*'], exp })}`
  return `${text}.${createHmac('sha256', KEY.secret).update(text).digest('base64url')}`
}

/** A person with a phone whose network can be cut. */
class Phone {
  readonly provider: RoomProvider
  readonly texts: string[] = []
  readonly keys: Array<string | undefined> = []
  private sockets: WebSocket[] = []

  constructor(url: string, joinTimeoutMs = 10_000) {
    const connect = (to: string) => {
      const socket = new WebSocket(to)
      this.sockets.push(socket)
      return socket
    }
    this.provider = gateway({ connect, joinTimeoutMs })({ url })
    opened.push({ stop: () => this.provider.leave() })
    this.provider.events.on('message', (message) => {
      if (message.kind !== 'chat') return
      this.texts.push(message.text)
      this.keys.push(message.key)
    })
  }

  join(sub: string, role: string, more: Partial<JoinRequest> = {}): Promise<RoomSnapshot> {
    return this.provider.join({ roomId: 'class-1', token: tokenOf(sub, role), ...more })
  }

  say(text: string) {
    return this.provider.send({ kind: 'chat', text, key: text })
  }

  /** Cuts the TCP connection, without a closing handshake. */
  cut(): void {
    this.sockets[this.sockets.length - 1]?.terminate()
  }

  next<K extends keyof ProviderEvents>(
    event: K,
    fits: (payload: ProviderEvents[K]) => boolean = () => true,
  ): Promise<ProviderEvents[K]> {
    return new Promise((resolve) => {
      const off = this.provider.events.on(event, (payload) => {
        if (!fits(payload)) return
        off()
        resolve(payload)
      })
    })
  }

  /** Resolves when this text has come. */
  heard(text: string): Promise<unknown> {
    if (this.texts.includes(text)) return Promise.resolve()
    return this.next('message', (message) => message.kind === 'chat' && message.text === text)
  }
}

function error(promise: Promise<unknown>): Promise<LiveError> {
  return promise.then(
    () => Promise.reject(new Error('it resolved')),
    (thrown: LiveError) => thrown,
  )
}

async function pair(options?: GatewayOptions) {
  const server = await start(options)
  const ann = new Phone(server.urls.ws)
  const bob = new Phone(server.urls.ws)
  await ann.join('ann', 'anchor')
  const entered = await bob.join('bob', 'audience')
  return { server, ann, bob, entered }
}

const named = (who: string, count: number) => Array.from({ length: count }, (_, i) => `${who} ${i + 1}`)

describe('messages', () => {
  test('both see the same order; my own come back with their keys; a newcomer gets the history', async () => {
    const { server, ann, bob, entered } = await pair()
    expect(entered.users.map(({ id, name, role }) => [id, name, role])).toEqual([
      ['ann', 'ANN', 'anchor'],
      ['bob', 'BOB', 'audience'],
    ])
    const receipts = await Promise.all(named('ann', 10).flatMap((text, i) => [ann.say(text), bob.say(`bob ${i + 1}`)]))
    await Promise.all([ann.say('end'), bob.heard('end'), ann.heard('end')])
    expect(ann.texts).toEqual(bob.texts)
    expect(bob.texts.filter((text) => text.startsWith('ann'))).toEqual(named('ann', 10))
    expect(bob.texts.filter((text) => text.startsWith('bob'))).toEqual(named('bob', 10))
    expect(ann.keys.filter((key) => key)).toEqual([...named('ann', 10), 'end'])
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(20)

    const cyd = new Phone(server.urls.ws)
    const { messages } = await cyd.join('cyd', 'audience')
    expect(messages.map((message) => (message as { text: string }).text)).toEqual(ann.texts)
    expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(receipts.map(({ id }) => id)))
  })

  test('a cut connection resumes: nothing lost, nothing twice, in order, in both directions', async () => {
    const { ann, bob } = await pair()
    for (let round = 0; round < 3; round++) {
      const from = round * 20
      const numbered = (who: string) => Array.from({ length: 20 }, (_, i) => `${who} ${from + i + 1}`)
      const back = bob.next('resumed')
      const sent = numbered('bob').map((text, i) => {
        if (i === 10) bob.cut()
        return bob.say(text)
      })
      await Promise.all([...sent, ...numbered('ann').map((text) => ann.say(text)), back])
    }
    await Promise.all([ann.say('end'), ann.heard('end'), bob.heard('end')])
    expect(ann.texts).toEqual(bob.texts)
    expect(ann.texts).toHaveLength(121)
    expect(ann.texts.filter((text) => text.startsWith('bob'))).toEqual(named('bob', 60))
    expect(ann.texts.filter((text) => text.startsWith('ann'))).toEqual(named('ann', 60))
  }, 30_000)

  test('more than the rate allows: waits, and keeps the order', async () => {
    const { ann, bob } = await pair({ connections: { commands: { burst: 5, perSecond: 40 } } })
    const lost: unknown[] = []
    ann.provider.events.on('reconnecting', ({ cause }) => lost.push(cause.message))
    const holds: unknown[] = []
    ann.provider.events.on('error', ({ reason, waitMs }) => holds.push([reason, typeof waitMs]))
    await Promise.all(named('ann', 60).map((text) => ann.say(text)))
    await bob.heard('ann 60')
    expect(holds[0]).toEqual(['rate-limited', 'number'])
    expect(bob.texts).toEqual(named('ann', 60))
    // Not for flooding either.
    expect(lost).toEqual([])
  }, 15_000)

  test('commands reach whom they are for; likes and presence arrive as figures', async () => {
    const { server, ann, bob } = await pair()
    const cyd = new Phone(server.urls.ws)
    await cyd.join('cyd', 'audience')
    const commands: unknown[] = []
    cyd.provider.events.on('message', (message) => commands.push(message.kind))
    const got = bob.next('message', ({ kind }) => kind === 'command')
    await ann.provider.send({ kind: 'command', command: 'draw', data: { x: 1 }, to: ['bob'] })
    expect(await got).toMatchObject({ command: 'draw', data: { x: 1 }, from: 'ann', name: 'ANN' })
    await ann.say('after')
    await cyd.heard('after')
    expect(commands).toEqual(['chat'])
    const counts = ann.next('counts', ({ likes }) => likes === 250)
    await bob.provider.send({ kind: 'like', count: 250 })
    expect(await counts).toEqual({ online: 3, likes: 250 })
  })

  test('a gateway that starts anew says so: snapshot, and what had no receipt is sent again', async () => {
    const { server, ann } = await pair()
    await ann.say('before')
    const port = Number(new URL(server.urls.ws).port)
    const [fresh, sent] = [ann.next('snapshot'), ann.next('reconnecting').then(() => ann.say('while away'))]
    await server.close()
    await start({ port })
    const [snapshot, receipt] = await Promise.all([fresh, sent])
    expect(snapshot).toMatchObject({ roomId: 'class-1', messages: [] })
    await ann.heard('while away')
    expect(ann.texts).toEqual(['before', 'while away'])
    expect(receipt.id).toEqual(expect.any(String))
  })
})

describe('mic-link', () => {
  test('request, accept, publish, end', async () => {
    const { ann, bob } = await pair()
    const asked = ann.next('linkRequested')
    await bob.provider.link.request({ media: 'audio' })
    const request = await asked
    expect(request).toMatchObject({ from: 'audience', userId: 'bob', media: 'audio' })
    expect(await error(bob.provider.link.request())).toMatchObject({ reason: 'link-pending' })
    expect(await error(bob.provider.publish({ audio: true, video: true, mode: 'RTC' }))).toMatchObject({
      reason: 'forbidden',
    })

    const told = [bob.next('linkSettled'), bob.next('linkStarted'), bob.next('rights', ({ publish }) => publish)]
    await ann.provider.link.accept(request.id)
    expect(await Promise.all(told)).toMatchObject([
      { requestId: request.id, outcome: 'accepted', by: 'ann' },
      { userId: 'bob', seat: 0 },
      { publish: true },
    ])
    const target = await bob.provider.publish({ audio: true, video: true, mode: 'RTC' })
    expect(target.streamId).toMatch(/^bob~/)
    expect(target.url).toMatch(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\/\S+$/)

    const over = [bob.next('linkEnded'), bob.next('rights', ({ publish }) => !publish)]
    await ann.provider.link.end('bob')
    expect(await Promise.all(over)).toMatchObject([{ userId: 'bob', seat: 0, reason: 'kicked' }, { publish: false }])
    expect(await error(bob.provider.link.end())).toMatchObject({ reason: 'not-linked' })
  })

  test('invite and refuse', async () => {
    const { ann, bob } = await pair()
    const invited = bob.next('linkRequested')
    await ann.provider.link.invite('bob', { seat: 2 })
    const request = await invited
    expect(request).toMatchObject({ from: 'anchor', seat: 2 })
    const settled = ann.next('linkSettled')
    await bob.provider.link.refuse(request.id, 'later')
    expect(await settled).toMatchObject({ outcome: 'refused', message: 'later', by: 'bob' })
    expect(await error(ann.provider.link.accept(request.id))).toMatchObject({
      reason: 'link-not-found',
      message: expect.stringContaining('bob has answered it already: refused'),
    })
  })

  test('a seat that is wished for, locked and left for another; a microphone that is taken', async () => {
    const { server, ann, bob } = await pair()
    const told = async (change: Promise<void>) => {
      const [seats] = await Promise.all([bob.next('seats'), change])
      return seats.filter(({ userId, locked }) => userId || locked)
    }
    expect(await told(ann.provider.link.lock(0, true))).toEqual([{ index: 0, userId: null, locked: true }])
    expect(await error(bob.provider.link.request({ seat: 0 }))).toMatchObject({ reason: 'seat-unavailable' })
    const asked = bob.next('linkRequested')
    await bob.provider.link.request({ media: 'audio', seat: 3, expiresIn: 60_000 })
    const request = await asked
    expect(request).toMatchObject({ media: 'audio', seat: 3, expiresAt: request.createdAt + 60_000 })
    const started = bob.next('linkStarted')
    await ann.provider.link.accept(request.id)
    expect(await started).toEqual({ userId: 'bob', seat: 3 })
    const silent = bob.next('userUpdated')
    await ann.provider.moderate!.silence('bob', true)
    expect(await silent).toMatchObject({ id: 'bob', silenced: true })
    expect(await told(bob.provider.link.move(2))).toContainEqual({ index: 2, userId: 'bob', locked: false })
    const cyd = new Phone(server.urls.ws)
    const { link, users } = await cyd.join('cyd', 'audience')
    expect(link.seats[2]).toEqual({ index: 2, userId: 'bob', locked: false })
    expect(users.find(({ id }) => id === 'bob')).toMatchObject({ silenced: true })
    expect(await error(cyd.provider.link.move(2))).toMatchObject({ reason: 'not-linked' })

    const back = bob.next('resumed')
    bob.cut()
    await back
    expect(await told(ann.provider.link.move(1, 'bob'))).toContainEqual({ index: 1, userId: 'bob', locked: false })
    const heard = bob.next('userUpdated')
    await bob.provider.link.end()
    expect(await heard).toMatchObject({ id: 'bob', silenced: false })
  })

  test('roles and silences survive a cut, and are in a newcomer s snapshot', async () => {
    const { server, ann, bob } = await pair()
    const rights = bob.next('rights', ({ host }) => host)
    await ann.provider.moderate!.silenceAll(true)
    await ann.provider.moderate!.transferHost('bob')
    expect(await rights).toMatchObject({ publish: true, moderate: true })
    const back = [ann.next('resumed'), bob.next('resumed')]
    ann.cut()
    bob.cut()
    await Promise.all(back)
    const cyd = new Phone(server.urls.ws)
    const { users, allSilenced } = await cyd.join('cyd', 'speaker')
    expect(users.map(({ id, role, silenced }) => [id, role, silenced])).toEqual([
      ['ann', 'speaker', true],
      ['bob', 'anchor', false],
      ['cyd', 'speaker', true],
    ])
    expect(allSilenced).toBe(true)
    expect(await error(ann.provider.moderate!.silenceAll(false))).toMatchObject({ reason: 'forbidden' })
    await bob.provider.moderate!.silenceAll(false)
    expect(await error(bob.provider.moderate!.kick('zoe'))).toMatchObject({ reason: 'user-not-found' })
  })
})

describe('refused', () => {
  const now = Math.floor(Date.now() / 1000)
  const expired = () => rawToken('ann', 'anchor', now - 60)
  const joins: Array<[string, () => JoinRequest['token'], string]> = [
    ['an expired token', expired, 'token-expired'],
    ['a function that gives expired tokens', () => async () => expired(), 'token-expired'],
    ['no token at all', () => 'nonsense', 'token-invalid'],
    ['an unknown role', () => rawToken('ann', 'king', now + 60), 'unknown-role'],
    ['another room s token', () => tokenOf('ann', 'anchor', { rooms: ['class-2'] }), 'forbidden'],
  ]
  test.each(joins)('%s', async (_, token, reason) => {
    const { urls } = await start()
    const phone = new Phone(urls.ws)
    const refusal = await error(phone.join('ann', 'anchor', { token: token() }))
    expect(refusal).toMatchObject({ reason })
    expect(refusal.message.length).toBeGreaterThan(30)
  })

  test('a fresh token after an expired one is let in', async () => {
    const { urls } = await start()
    const phone = new Phone(urls.ws)
    const tokens = [expired(), tokenOf('ann', 'anchor')]
    const entered = await phone.join('ann', 'anchor', { token: async () => tokens.shift() ?? '' })
    expect(entered.me.id).toBe('ann')
    expect(tokens).toEqual([])
  })

  test('an address where nobody listens', async () => {
    const server = await start()
    await server.close()
    const refusal = await error(new Phone(server.urls.ws, 700).join('ann', 'anchor'))
    expect(refusal).toMatchObject({ reason: 'network', subject: 'url' })
    expect(refusal.message).toContain('ECONNREFUSED')
  })

  test('calls without the right to, and things that are not there', async () => {
    const { ann, bob } = await pair()
    expect(await error(bob.provider.publish({ audio: true, video: true, mode: 'HD' }))).toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('gateway.push'),
    })
    expect(await error(bob.provider.link.invite('ann'))).toMatchObject({ reason: 'forbidden' })
    expect(await error(ann.provider.link.invite('nobody'))).toMatchObject({ reason: 'user-not-found' })
    expect(await error(ann.provider.play('ann~none', { mode: 'live' }))).toMatchObject({ reason: 'stream-not-found' })
    expect(await error(ann.say('x'.repeat(501)))).toMatchObject({ reason: 'too-large' })
  })

  test('kept out: with its end on the way out and on the way in, until it is taken back', async () => {
    const { server, ann, bob } = await pair()
    const [left, gone] = [bob.next('left'), ann.next('userLeft')]
    await ann.provider.moderate!.ban('bob', 60)
    const { reason, cause } = await left
    expect([reason, cause?.reason]).toEqual(['banned', 'banned'])
    expect(Math.abs(cause!.until! - Date.now() - 60_000)).toBeLessThan(30_000)
    expect(await gone).toEqual({ userId: 'bob' })
    const again = await error(new Phone(server.urls.ws).join('bob', 'audience'))
    expect(again).toMatchObject({ reason: 'banned', until: cause!.until })
    await ann.provider.moderate!.ban('bob')
    const forGood = await error(new Phone(server.urls.ws).join('bob', 'audience'))
    expect([forGood.reason, forGood.until]).toEqual(['banned', undefined])
    await ann.provider.moderate!.unban('bob')
    await new Phone(server.urls.ws).join('bob', 'audience')
    expect(await error(bob.say('x'))).toMatchObject({ reason: 'invalid-state' })
  })

  test('a room that is closed is over for everybody, and opens again with its host', async () => {
    const { server, ann, bob } = await pair()
    expect(await error(bob.provider.moderate!.close())).toMatchObject({ reason: 'forbidden' })
    const out = [ann, bob].map((phone) => phone.next('left'))
    await ann.provider.moderate!.close()
    for (const { reason } of await Promise.all(out)) expect(reason).toBe('room-closed')
    const closed = await error(new Phone(server.urls.ws).join('bob', 'audience'))
    expect(closed).toMatchObject({ reason: 'room-closed' })
    await new Phone(server.urls.ws).join('ann', 'anchor')
    const { users } = await new Phone(server.urls.ws).join('bob', 'audience')
    expect(users.map(({ id }) => id).sort()).toEqual(['ann', 'bob'])
  })

  test('muted, kicked, replaced: each with its own reason', async () => {
    const { server, ann, bob } = await pair()
    const muted = bob.next('userUpdated')
    await ann.provider.moderate?.mute('bob', true)
    expect(await muted).toMatchObject({ id: 'bob', muted: true })
    expect(await error(bob.say('x'))).toMatchObject({ reason: 'muted' })

    const [left, gone] = [bob.next('left'), ann.next('userLeft')]
    await ann.provider.moderate?.kick('bob')
    expect(await left).toMatchObject({ reason: 'kicked' })
    expect(await gone).toEqual({ userId: 'bob' })
    expect(await error(bob.say('x'))).toMatchObject({ reason: 'invalid-state' })

    const replaced = ann.next('left')
    await new Phone(server.urls.ws).join('ann', 'anchor')
    expect(await replaced).toMatchObject({ reason: 'replaced' })
  })
})
