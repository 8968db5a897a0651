/** What a token's `may` leaves, over real sockets: from the token to the rights that a client is told, and to what it may do. */
import type { Claims, Gateway } from '../src/index'
import { enter, startGateway, TestClient, tokenFor } from './client'

let gateway: Gateway
let ann: TestClient

beforeEach(async () => {
  gateway = await startGateway()
  ann = await enter(gateway, 'ann', 'anchor')
})
afterEach(() => gateway.close())

async function come(user: string, role: Claims['role'], claims: Partial<Claims> = {}) {
  const client = await TestClient.connect(gateway)
  await client.hi(tokenFor(user, role, claims))
  return { client, snap: await client.join('r') }
}

const NONE = { publish: false, chat: false, link: false, host: false, moderate: false }
const PUSH = { k: 'push', d: { audio: true, video: true } } as const
const MUTE = { k: 'mute', d: { user: 'ann', on: true } } as const

test('one who may nothing watches', async () => {
  const { client: eve, snap } = await come('eve', 'anchor', { may: [] })
  expect([snap.me.role, snap.rights]).toEqual(['anchor', NONE])
  expect(await eve.refused('r', { k: 'chat', d: { text: 'x' } })).toBe('forbidden')
  expect(await eve.refused('r', { k: 'command', d: { command: 'x', data: 1 } })).toBe('forbidden')
  expect(await eve.refused('r', MUTE)).toBe('forbidden')
  expect(await eve.ask('r', PUSH)).toMatchObject({ t: 'nope', c: 'forbidden' })
  await ann.do('r', { k: 'chat', d: { text: 'hello' } })
  expect((await eve.event('chat')).d).toMatchObject({ text: 'hello' })
})

test('one who may be linked is, and publishes from the seat', async () => {
  const { client: bob, snap } = await come('bob', 'audience', { may: ['link'] })
  expect(snap.rights).toEqual({ ...NONE, link: true })
  await bob.do('r', { k: 'mic.req', d: { media: 'video' } })
  const { d } = await ann.event('linkRequested')
  await ann.do('r', { k: 'mic.acc', d: { id: d.id } })
  expect((await bob.next('rights')).rights).toEqual({ ...NONE, link: true, publish: true })
  expect((await bob.ask('r', PUSH)).t).toBe('ans')
})

test('the next token has the last word, both ways', async () => {
  const first = await come('cat', 'speaker', { may: ['chat'] })
  expect(first.snap.rights).toEqual({ ...NONE, chat: true })
  const second = await come('cat', 'speaker')
  expect(second.snap.rights).toEqual({ ...NONE, chat: true, publish: true })
  const third = await come('cat', 'speaker', { may: ['publish'] })
  expect(third.snap.rights).toEqual({ ...NONE, publish: true })
})
