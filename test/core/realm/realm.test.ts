import type * as Core from '../../../src/index'
import type { ServerFrame } from '../../../src/provider/gateway/wire'
import type { FakeSocket } from '../../support/fake-wx'
import { bundle, createPhone, load } from './realm'

const ME = { id: 'me', name: 'Me', role: 'audience', muted: false, silenced: false, joinedAt: 1 } as const
const RIGHTS = { publish: false, chat: true, link: true, host: false, moderate: false }

/** What the member's launch said it is, for the marks of its messages. */
let pk = ''

/** As much of a gateway as one member needs. */
function serve(frame: Record<string, unknown>, socket: FakeSocket): void {
  const say = (answer: ServerFrame) => socket.receive(answer)
  switch (frame.t) {
    case 'hi':
      pk = frame.pk as string
      return say({ t: 'yo', T: 1, hb: 10_000, u: 'me' })
    case 'join': {
      const st = { users: [ME], streams: [], link: { requests: [], seats: [] }, allSilenced: false, log: [] }
      return say({ t: 'snap', r: 'r', e: 'e1', s: 1, st, me: ME, rights: RIGHTS, online: 1, likes: 0 })
    }
    case 'do': {
      const { n, d } = frame as { n: number; d: { text: string } }
      say({ t: 'e', r: 'r', s: 2, ev: [{ s: 2, at: 2, u: 'me', k: 'chat', d: { ...d, name: 'Me', m: `${pk}:${n}` } }] })
      return say({ t: 'ok', n, s: 2, at: 2, e: 'e1' })
    }
  }
}

const SCRIPT = bundle('src/index.ts')
const microtasks = () => new Promise((resolve) => setImmediate(resolve))

describe('the core in a realm of wx, timers and console', () => {
  it('joins, chats and leaves, and nothing is left behind', async () => {
    const phone = createPhone(serve)
    const { exports: core, timers } = load<typeof Core>(SCRIPT, phone.wx)
    const room = core.createRoom({ url: 'wss://gateway.test' })
    await room.join({ roomId: 'r', token: 't' })
    expect(room.session.snapshot.connection).toEqual({ state: 'joined' })
    expect(phone.registered).toMatchObject({ AppShow: 1, AppHide: 1, NetworkStatusChange: 1 })

    // The frames right behind a snapshot wait one turn.
    await new Promise((resolve) => setTimeout(resolve, 0))
    await room.messages.chat('hello')
    expect(room.messages.snapshot.entries).toMatchObject([{ text: 'hello', status: 'sent' }])
    room.messages.like()
    expect(timers()).toBeGreaterThan(0)

    await room.leave()
    await microtasks()
    expect(timers()).toBe(0)
    expect(phone.registered).toEqual({})
    expect(phone.sockets.map(({ closed }) => closed)).toEqual([true])
  })

  it('leaves nothing behind when it leaves while the connection is away', async () => {
    const phone = createPhone(serve)
    const { exports: core, timers } = load<typeof Core>(SCRIPT, phone.wx)
    const room = core.createRoom({ url: 'wss://gateway.test' })
    await room.join({ roomId: 'r', token: 't' })
    await new Promise((resolve) => setTimeout(resolve, 0))
    phone.sockets[0]!.receive({ t: 'bye', c: 'restart', why: 'maintenance', retry: 60_000 })
    expect(room.session.snapshot.connection.state).toBe('reconnecting')
    const [chat] = await Promise.all([
      room.messages.chat('into the gap').catch((error: unknown) => error),
      room.leave(),
    ])
    expect(chat).toMatchObject({ name: 'LiveError' })
    await microtasks()
    expect(timers()).toBe(0)
    expect(phone.registered).toEqual({})
    expect(phone.sockets.every(({ closed }) => closed)).toBe(true)
    expect(room.messages.snapshot.entries).toMatchObject([{ text: 'into the gap', status: 'failed' }])
  })

  it('loads without wx and says what it needs only when it needs it', async () => {
    const { exports: core, timers } = load<typeof Core>(SCRIPT)
    const room = core.createRoom({ url: 'wss://gateway.test' })
    await expect(room.join({ roomId: 'r', token: 't' })).rejects.toMatchObject({ name: 'LiveError', code: 1004 })
    expect(timers()).toBe(0)
  })

  it.each(['codes', 'interop', 'preflight', 'provider/simulated', 'provider/gateway'])('src/%s loads', (name) => {
    const { exports, timers } = load<object>(bundle(`src/${name}/index.ts`), createPhone(serve).wx)
    expect(Object.keys(exports).length).toBeGreaterThan(0)
    expect(timers()).toBe(0)
  })
})
