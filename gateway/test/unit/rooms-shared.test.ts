/** Several gateways' replicas of one room: whatever the order in which they hear of each other, they agree. */
import fc from 'fast-check'
import type { Member } from '../../src/room/member'
import { Room } from '../../src/room/room'
import { rightsOf } from '../../src/room/rights'
import type { Profile, RoomCommand } from '../../src/room/rules'
import { ROOM_DEFAULTS, type RoomSettings } from '../../src/room/settings'
import { dumpState } from '../../src/room/stored'
import type { Tick } from '../../src/tick'
import type { Cursor, Role, ServerFrame, User } from '../../src/wire'
import { quietContext } from '../support/room-context'
import { SharedStore, type SharedNode } from '../support/shared-store'

/** What one connection was sent. */
class Phone {
  readonly frames: ServerFrame[] = []
  expulsion: string | undefined
  congested = false
  send = (frame: string | Buffer): void => void this.frames.push(JSON.parse(frame.toString()) as ServerFrame)
  expelled = (_room: string, code: string): void => void (this.expulsion = code)

  get last(): ServerFrame | undefined {
    return this.frames.at(-1)
  }
}

interface Gateway {
  node: SharedNode
  room: Room
  tick: Tick
}

async function gateway(store: SharedStore, settings: Partial<RoomSettings> = {}): Promise<Gateway> {
  const node = store.node()
  const context = quietContext(settings)
  const room = await Room.open('r', node, context)
  return { node, room, tick: context.tick }
}

async function join({ room }: Gateway, user: string, role: Role = 'audience', cursor?: Cursor, may?: Profile['may']) {
  const phone = new Phone()
  const member = await room.attach(phone, user, { name: user, role, ...(may && { may }) }, cursor)
  if ('code' in member) throw new Error(member.code)
  return { phone, member: member as Member, user }
}

/** What the gateway has to say is said: behind a slow turn it rests for some ms first. */
const flushed = ({ tick }: Gateway): Promise<void> => new Promise((resolve) => tick.after(resolve))

/** Until nobody has anything to do: the rooms' own timers are not waited for. */
async function settle(...gateways: Gateway[]): Promise<void> {
  for (let i = 0; i < 6; i++) {
    for (const { node } of gateways) node.deliver()
    await Promise.all(gateways.map(flushed))
  }
}

const states = (gateways: Gateway[]): string[] => gateways.map(({ room }) => JSON.stringify(dumpState(room.state)))

test('of one login on two gateways the latest survives, and stays listed', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  const first = await join(a, 'ann', 'anchor')
  const second = await join(b, 'ann', 'anchor')
  await settle(a, b)
  expect([first.phone.expulsion, second.phone.expulsion]).toEqual(['replaced', undefined])
  expect([a.room.connected, b.room.connected]).toEqual([0, 1])
  a.room.detach(first.member, 'lost')
  await settle(a, b)
  expect(b.room.state.users.has('ann')).toBe(true)
})

test('who leaves one gateway is out on both; who comes back elsewhere within the grace was never gone', async () => {
  const store = new SharedStore()
  const a = await gateway(store, { grace: 0 })
  const b = await gateway(store)
  const { member } = await join(a, 'ann')
  const watcher = await join(b, 'bob')
  await settle(a, b)
  a.room.detach(member, 'lost')
  await join(b, 'ann')
  // The grace of 0 ms is over as well.
  await new Promise((resolve) => setTimeout(resolve, 1))
  await settle(a, b)
  expect(a.room.state.users.has('ann')).toBe(true)
  const kinds = watcher.phone.frames.flatMap((frame) => (frame.t === 'e' ? frame.ev.map(({ k }) => k) : []))
  expect(kinds).not.toContain('userLeft')
})

test('people of a gateway that is gone leave after a while, and their seats are free', async () => {
  jest.useFakeTimers()
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  await join(b, 'ann', 'anchor')
  const guest = await join(a, 'bob')
  await a.room.perform('bob', { k: 'mic.req', d: { media: 'video' } })
  b.node.deliver()
  const [request] = b.room.state.requests.keys()
  await b.room.perform('ann', { k: 'mic.acc', d: { id: request as string } })
  expect(b.room.state.seats[0]?.userId).toBe('bob')
  a.node.alive = false
  a.room.stop()
  await jest.advanceTimersByTimeAsync(10_000 + ROOM_DEFAULTS.orphanGrace)
  expect(b.room.state.users.has('bob')).toBe(false)
  expect(b.room.state.seats[0]?.userId).toBeNull()
  expect(guest.phone.expulsion).toBeUndefined()
  jest.useRealTimers()
})

test('a kick, a ban and the end of the room reach people on other gateways', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  await join(a, 'ann', 'anchor')
  const bob = await join(b, 'bob')
  const cat = await join(b, 'cat')
  const dan = await join(b, 'dan')
  await settle(a, b)
  await a.room.perform('ann', { k: 'kick', d: { user: 'bob' } })
  await a.room.perform('ann', { k: 'ban', d: { user: 'cat', seconds: 60 } })
  await settle(a, b)
  expect([bob.phone.expulsion, cat.phone.expulsion, dan.phone.expulsion]).toEqual(['kicked', 'banned', undefined])
  expect(await b.room.attach(new Phone(), 'cat', { name: 'c', role: 'audience' })).toMatchObject({ code: 'banned' })
  await a.room.perform('ann', { k: 'close', d: {} })
  await settle(a, b)
  expect(dan.phone.expulsion).toBe('room-closed')
  expect([a.room.connected, b.room.connected, a.node.online]).toEqual([0, 0, 0])
})

test('a big audience is counted and not listed, whoever is meant is found, wherever', async () => {
  const store = new SharedStore()
  const a = await gateway(store, { listed: 2 })
  const b = await gateway(store, { listed: 2 })
  await join(a, 'ann', 'anchor')
  for (const user of ['bob', 'cat', 'dan']) await join(b, user)
  await settle(a, b)
  expect(Array.from(a.room.state.users.keys())).toEqual(['ann', 'bob'])
  expect(a.room.counts.online).toBe(4)
  await b.room.perform('dan', { k: 'chat', d: { text: 'hello' } })
  await settle(a, b)
  expect(a.room.state.history.at(-1)).toMatchObject({ u: 'dan', d: { name: 'dan' } })
  expect(await a.room.perform('ann', { k: 'mute', d: { user: 'dan', on: true } })).toMatchObject({ dup: false })
  await settle(a, b)
  expect(await b.room.perform('dan', { k: 'chat', d: { text: 'x' } })).toMatchObject({ code: 'muted' })
  expect(await a.room.perform('ann', { k: 'mute', d: { user: 'eve', on: true } })).toMatchObject({
    code: 'user-not-found',
  })
})

test('a resend that reaches another gateway is answered with its receipt', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  await join(a, 'ann', 'anchor')
  const producer = { user: 'ann', pk: 'pk', n: 1 }
  const lock: RoomCommand = { k: 'seat', d: { i: 0, locked: true } }
  const done = await a.room.perform('ann', lock, { producer })
  await join(b, 'ann', 'anchor')
  expect(await b.room.perform('ann', lock, { producer })).toEqual({ ...done, dup: true })
  // Refused by the state as it is now, were it new.
  await b.room.perform('ann', { k: 'exit', d: { why: 'left' } })
  expect(await a.room.perform('ann', lock, { producer })).toEqual({ ...done, dup: true })
})

test('who comes from another gateway with a cursor that this one has not reached yet goes on from there', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  await join(a, 'ann', 'anchor')
  await settle(a, b)
  const lock: RoomCommand = { k: 'seat', d: { i: 0, locked: true } }
  await a.room.perform('ann', lock, { producer: { user: 'ann', pk: 'pk', n: 1 } })
  const { phone } = await join(b, 'ann', 'anchor', [a.room.epoch, a.room.head])
  expect(phone.frames.map(({ t }) => t)).toEqual(['res', 'dg'])
})

test('a roll-back: who has what was rolled back is told a gap, the others go on, and who is connected is listed again', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const b = await gateway(store)
  const ann = await join(a, 'ann', 'anchor')
  await settle(a, b)
  await flushed(a)
  const behind = await join(a, 'bob')
  behind.phone.congested = true
  await a.room.perform('ann', { k: 'chat', d: { text: 'stays' } })
  await flushed(a)
  await a.room.perform('ann', { k: 'chat', d: { text: 'is lost' } })
  await join(b, 'cat')
  await settle(a, b)
  behind.phone.frames.length = 0
  store.rollBack(2)
  await settle(a, b)
  expect(ann.phone.frames.find((frame) => frame.t === 'snap' && frame.gap === 1)).toMatchObject({ e: 'e2' })
  expect(behind.phone.frames[0]).toMatchObject({ t: 'res', e: 'e2' })
  expect(b.room.state.users.has('cat')).toBe(true)
  expect(new Set(states([a, b])).size).toBe(1)
})

test('a roll-back: a socket that is full gets its snapshot when it has room again', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  const ann = await join(a, 'ann', 'anchor')
  await a.room.perform('ann', { k: 'chat', d: { text: 'is lost' } })
  await settle(a)
  ann.phone.congested = true
  ann.phone.frames.length = 0
  store.rollBack(1)
  await settle(a)
  expect(ann.phone.frames).toEqual([])
  ann.phone.congested = false
  a.room.pump(ann.member)
  expect(ann.phone.last).toMatchObject({ t: 'snap', gap: 1, e: 'e2' })
})

test('a roll-back: who is listed again has the rights of their token, not of their role', async () => {
  const store = new SharedStore()
  const a = await gateway(store)
  await join(a, 'ann', 'anchor')
  await join(a, 'bob', 'speaker', undefined, ['chat'])
  const before = rightsOf(a.room.state, a.room.state.users.get('bob') as User)
  store.rollBack(2)
  await settle(a)
  expect([before.chat, before.publish]).toEqual([true, false])
  expect(rightsOf(a.room.state, a.room.state.users.get('bob') as User)).toEqual(before)
})

const USERS = ['ann', 'bob', 'cat', 'dan']
const user = fc.constantFrom(...USERS)
const action = fc.record({
  on: fc.nat(1),
  actor: user,
  command: fc.oneof(
    fc.constant('join' as const),
    fc.constant('lose' as const),
    fc.constant('deliver' as const),
    fc.constantFrom<RoomCommand>(
      { k: 'chat', d: { text: 'x' } },
      { k: 'mic.req', d: { media: 'video' } },
      { k: 'mic.end', d: {} },
    ),
    user.map((id): RoomCommand => ({ k: 'kick', d: { user: id } })),
    user.map((id): RoomCommand => ({ k: 'mic.inv', d: { user: id } })),
    fc.constant('accept' as const),
  ),
})

test('whatever two gateways do at once, their replicas are the same in the end, and nobody sits twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const store = new SharedStore()
      const gateways = [await gateway(store, { seats: 2, grace: 0 }), await gateway(store, { seats: 2, grace: 0 })]
      const here = new Map<string, Awaited<ReturnType<typeof join>> & { at: Gateway }>()
      const running: Promise<unknown>[] = []
      for (const { on, actor, command } of actions) {
        const at = gateways[on] as Gateway
        if (command === 'deliver') at.node.deliver(1)
        else if (command === 'join')
          here.set(actor, { ...(await join(at, actor, actor === 'ann' ? 'anchor' : 'audience')), at })
        else if (command === 'lose') {
          const one = here.get(actor)
          one?.at.room.detach(one.member, 'left')
        } else if (command === 'accept') {
          for (const id of at.room.state.requests.keys())
            running.push(at.room.perform(actor, { k: 'mic.acc', d: { id } }))
        } else running.push(at.room.perform(actor, command))
      }
      await Promise.all(running)
      await settle(...gateways)
      expect(new Set(states(gateways)).size).toBe(1)
      const seated = gateways[0]?.room.state.seats.flatMap(({ userId }) => userId ?? []) ?? []
      expect(new Set(seated).size).toBe(seated.length)
      for (const { member, at, phone } of here.values()) {
        const connected = phone.expulsion === undefined && at.room.connection(member.user.id) === member.connection
        if (connected) expect(at.room.state.users.has(member.user.id)).toBe(true)
      }
      for (const { room } of gateways) room.stop()
    }),
    { numRuns: 150 },
  )
})
