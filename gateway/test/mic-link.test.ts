import type { Gateway } from '../src/index'
import type { Seat } from '../src/wire'
import { enter, startGateway, TestClient, tokenFor, type Frame } from './client'

let gateway: Gateway
let anchor: TestClient
let bob: TestClient
let cat: TestClient

beforeEach(async () => {
  gateway = await startGateway({ rooms: { seats: 1 } })
  anchor = await enter(gateway, 'ann', 'anchor')
  bob = await enter(gateway, 'bob', 'audience')
  cat = await enter(gateway, 'cat', 'audience')
})

afterEach(() => gateway.close())

const request = { k: 'mic.req', d: { media: 'video' } } as const

async function ask(client: TestClient, user: string): Promise<string> {
  await client.do('r', request)
  return (await anchor.event('linkRequested', (event) => event.u === user)).d.id
}

test('request, accept, publish, end: rights and addresses follow the seat', async () => {
  const id = await ask(bob, 'bob')
  await anchor.do('r', { k: 'mic.acc', d: { id } })
  expect((await cat.event('linkSettled')).d).toEqual({ requestId: id, userId: 'bob', outcome: 'accepted', by: 'ann' })
  expect((await cat.event('linkStarted')).d).toEqual({ userId: 'bob', seat: 0 })
  expect((await bob.next('rights')).rights.publish).toBe(true)
  const answer = await bob.ask('r', { k: 'push', d: { audio: true, video: true } })
  expect(answer).toMatchObject({ t: 'ans', d: { id: expect.stringMatching(/^bob~[\w-]{4}$/) } })
  await bob.do('r', { k: 'mic.end', d: {} })
  expect((await anchor.event('linkEnded')).d).toEqual({ userId: 'bob', seat: 0, reason: 'ended' })
  expect((await bob.next('rights')).rights.publish).toBe(false)
  expect(await bob.ask('r', { k: 'push', d: { audio: true, video: true } })).toMatchObject({
    t: 'nope',
    c: 'forbidden',
  })
})

test('several wait side by side; answering one leaves the other; a full house keeps it waiting', async () => {
  const [first, second] = [await ask(bob, 'bob'), await ask(cat, 'cat')]
  expect(await bob.refused('r', request)).toBe('link-pending')
  await anchor.do('r', { k: 'mic.acc', d: { id: second } })
  expect(await anchor.refused('r', { k: 'mic.acc', d: { id: first } })).toBe('seats-full')
  await anchor.do('r', { k: 'mic.end', d: { user: 'cat' } })
  expect((await cat.event('linkEnded')).d.reason).toBe('kicked')
  await anchor.do('r', { k: 'mic.acc', d: { id: first } })
  expect((await bob.event('linkStarted', (event) => event.d.userId === 'bob')).d.seat).toBe(0)
})

test('cancel, refuse with a message, invite', async () => {
  const cancelled = await ask(bob, 'bob')
  await bob.do('r', { k: 'mic.cancel', d: { id: cancelled } })
  expect((await anchor.event('linkSettled')).d.outcome).toBe('cancelled')
  const refused = await ask(cat, 'cat')
  await anchor.do('r', { k: 'mic.rej', d: { id: refused, message: 'later' } })
  expect((await cat.event('linkSettled', (e) => e.d.requestId === refused)).d).toMatchObject({
    outcome: 'refused',
    message: 'later',
  })
  await anchor.do('r', { k: 'mic.inv', d: { user: 'bob' } })
  const invitation = (await bob.event('linkRequested', (event) => event.u === 'ann')).d
  expect(invitation).toMatchObject({ from: 'anchor', userId: 'bob' })
  expect(await cat.refused('r', { k: 'mic.acc', d: { id: invitation.id } })).toBe('forbidden')
  await bob.do('r', { k: 'mic.acc', d: { id: invitation.id } })
  expect((await cat.event('linkStarted')).d).toEqual({ userId: 'bob', seat: 0 })
})

test('two hosts answer the same request: one wins, the other learns it', async () => {
  const second = await enter(gateway, 'zoe', 'anchor')
  const id = await ask(bob, 'bob')
  const answers = await Promise.all(
    [anchor, second].map((host) => host.outcome(host.post('r', { k: 'mic.acc', d: { id } }))),
  )
  expect(answers.map(({ t }) => t).sort()).toEqual(['no', 'ok'])
  const late = answers.find(({ t }) => t === 'no')
  expect(late).toMatchObject({
    c: 'link-not-found',
    why: expect.stringMatching(/^(ann|zoe) has answered it already: accepted$/),
  })
  await bob.event('linkStarted')
  expect(bob.events.filter((event) => event.k === 'linkStarted')).toHaveLength(1)
})

test('an unanswered request expires', async () => {
  const hurried = await startGateway({ rooms: { requestTtl: 20 } })
  const host = await enter(hurried, 'ann', 'anchor')
  const guest = await enter(hurried, 'bob', 'audience')
  await guest.do('r', request)
  const asked = (await host.event('linkRequested')).d
  expect(asked.expiresAt - asked.createdAt).toBe(20)
  expect((await host.event('linkSettled')).d).toMatchObject({ requestId: asked.id, outcome: 'expired' })
  await hurried.close()
})

test('the anchor leaves: what waits and what runs ends with that reason', async () => {
  const linked = await ask(bob, 'bob')
  await anchor.do('r', { k: 'mic.acc', d: { id: linked } })
  const waiting = await ask(cat, 'cat')
  anchor.send({ t: 'leave', r: 'r' })
  await cat.event('userLeft')
  expect(cat.events.slice(-3)).toMatchObject([
    { k: 'linkSettled', d: { requestId: waiting, outcome: 'anchor-left' } },
    { k: 'linkEnded', d: { userId: 'bob', reason: 'anchor-left' } },
    { k: 'userLeft', u: 'ann' },
  ])
  expect((await bob.next('rights', (frame) => !frame.rights.publish)).rights.publish).toBe(false)
})

test('the guest leaves or is lost: the seat is free again', async () => {
  const quick = await startGateway({ rooms: { grace: 5, seats: 1 } })
  const host = await enter(quick, 'ann', 'anchor')
  for (const why of ['left', 'lost'] as const) {
    const guest = await enter(quick, why, 'audience')
    await guest.do('r', request)
    const id = (await host.event('linkRequested', (event) => event.u === why)).d.id
    await host.do('r', { k: 'mic.acc', d: { id } })
    if (why === 'left') guest.send({ t: 'leave', r: 'r' })
    else await guest.cut()
    expect((await host.event('linkEnded', (event) => event.d.userId === why)).d).toEqual({
      userId: why,
      seat: 0,
      reason: why,
    })
  }
  await quick.close()
})

describe('seats', () => {
  let wide: Gateway
  let host: TestClient
  let guest: TestClient
  let other: TestClient

  beforeEach(async () => {
    wide = await startGateway({ rooms: { seats: 3 } })
    host = await enter(wide, 'ann', 'anchor')
    guest = await enter(wide, 'bob', 'audience')
    other = await enter(wide, 'cat', 'audience')
  })

  afterEach(() => wide.close())

  /** @returns the seat that was given */
  async function link(client: TestClient, user: string, wish: { seat?: number } = {}): Promise<number> {
    await client.do('r', { k: 'mic.req', d: { media: 'video', ...wish } })
    const { d } = await host.event('linkRequested', (event) => event.u === user)
    expect(d.seat).toBe(wish.seat)
    await host.do('r', { k: 'mic.acc', d: { id: d.id } })
    return (await client.event('linkStarted', (event) => event.d.userId === user)).d.seat
  }

  const seats = async (client: TestClient, nth: number) => {
    const lists = () => client.events.filter((event) => event.k === 'seats')
    await client.event('seats', () => lists().length > nth)
    return (lists()[nth]?.d as Seat[]).map(({ userId, locked }) => [userId, locked])
  }

  test('a wished seat is given when it is free, else the first free one', async () => {
    expect(await link(guest, 'bob', { seat: 2 })).toBe(2)
    expect(await link(other, 'cat', { seat: 2 })).toBe(0)
  })

  test('a seat that is locked or not there cannot be wished for; a locked one is passed over', async () => {
    await host.do('r', { k: 'seat', d: { i: 0, locked: true } })
    expect(await seats(guest, 0)).toEqual([
      [null, true],
      [null, false],
      [null, false],
    ])
    for (const seat of [0, 3]) {
      const n = guest.post('r', { k: 'mic.req', d: { media: 'video', seat } })
      expect(await guest.outcome(n)).toMatchObject({ t: 'no', c: 'seat-unavailable' })
    }
    expect(await link(guest, 'bob')).toBe(1)
    await host.do('r', { k: 'seat', d: { i: 0, locked: false } })
    expect(await link(other, 'cat', { seat: 0 })).toBe(0)
  })

  test('who sits on a seat that is locked stays; a newcomer reads the lock', async () => {
    await link(guest, 'bob')
    await host.do('r', { k: 'seat', d: { i: 0, locked: true } })
    expect(await seats(guest, 0)).toContainEqual(['bob', true])
    const late = await enter(wide, 'dan', 'audience')
    const { st } = late.frames.find((frame) => frame.t === 'snap') as Frame<'snap'>
    expect(st.link.seats[0]).toEqual({ index: 0, userId: 'bob', locked: true })
  })

  test('a silence goes along with a move and ends with the link', async () => {
    await link(guest, 'bob')
    await host.do('r', { k: 'silence', d: { user: 'bob', on: true } })
    await guest.do('r', { k: 'seat.move', d: { to: 2 } })
    expect(await seats(other, 0)).toContainEqual(['bob', false])
    await guest.do('r', { k: 'mic.end', d: {} })
    await other.event('linkEnded')
    const last = other.events.slice(-4).map((event) => [event.k, event.k === 'userUpdated' && event.d.silenced])
    expect(last).toEqual([
      ['userUpdated', true],
      ['seats', false],
      ['linkEnded', false],
      ['userUpdated', false],
    ])
  })

  test('a host moves anybody; a guest only themselves, and only to a seat that is free and open', async () => {
    await link(guest, 'bob')
    await link(other, 'cat')
    await host.do('r', { k: 'seat.move', d: { to: 2, user: 'cat' } })
    expect(await seats(guest, 0)).toEqual([
      ['bob', false],
      [null, false],
      ['cat', false],
    ])
    expect(await guest.refused('r', { k: 'seat.move', d: { to: 1, user: 'cat' } })).toBe('forbidden')
    expect(await guest.refused('r', { k: 'seat.move', d: { to: 2 } })).toBe('seat-unavailable')
    await host.do('r', { k: 'seat', d: { i: 1, locked: true } })
    expect(await guest.refused('r', { k: 'seat.move', d: { to: 1 } })).toBe('seat-unavailable')
    expect(await guest.refused('r', { k: 'seat.move', d: { to: 9 } })).toBe('seat-unavailable')
    expect(await host.refused('r', { k: 'seat.move', d: { to: 1 } })).toBe('not-linked')
    await guest.do('r', { k: 'seat.move', d: { to: 0 } })
  })

  test('only hosts lock', async () => {
    expect(await guest.refused('r', { k: 'seat', d: { i: 0, locked: true } })).toBe('forbidden')
    expect(await host.refused('r', { k: 'seat', d: { i: 3, locked: true } })).toBe('seat-unavailable')
    expect(await host.refused('r', { k: 'seat', d: { i: 0 } as never })).toBe('malformed')
    await host.do('r', { k: 'seat', d: { i: 0, locked: false } })
    expect(host.events.map((event) => event.k)).not.toContain('seats')
  })

  test.each([
    [1, 5_000],
    [60_000, 60_000],
    [9_000_000, 300_000],
  ])('a request that would wait %i ms waits %i', async (ttl, waits) => {
    await guest.do('r', { k: 'mic.req', d: { media: 'audio', ttl } })
    const { createdAt, expiresAt, media } = (await host.event('linkRequested')).d
    expect([expiresAt - createdAt, media]).toEqual([waits, 'audio'])
    await host.do('r', { k: 'mic.inv', d: { user: 'cat', media: 'audio', ttl } })
    const invited = (await other.event('linkRequested', (event) => event.u === 'ann')).d
    expect([invited.expiresAt - invited.createdAt, invited.media]).toEqual([waits, 'audio'])
  })

  test('a lost guest keeps seat and silence for the grace and has them again on coming back', async () => {
    await link(guest, 'bob')
    await host.do('r', { k: 'silence', d: { user: 'bob', on: true } })
    await guest.event('userUpdated')
    await guest.cut()
    const again = await TestClient.connect(wide, guest.pk)
    await again.hi(tokenFor('bob', 'audience'), { r: [guest.epoch, guest.seq] })
    expect((await again.next('res')).rights.publish).toBe(true)
    // The same launch, so its numbers go on.
    expect(await again.outcome(again.post('r', { k: 'seat.move', d: { to: 1 } }, 2))).toMatchObject({ t: 'ok' })
    expect((await seats(host, 0))[1]).toEqual(['bob', false])
    const late = await enter(wide, 'dan', 'audience')
    const { st } = late.frames.find((frame) => frame.t === 'snap') as Frame<'snap'>
    expect(st.users.find(({ id }) => id === 'bob')).toMatchObject({ silenced: true })
    expect(host.events.map((event) => event.k)).not.toContain('linkEnded')
  })
})

test('the anchor is lost: within the grace nothing changes, after it every link and request ends', async () => {
  const quick = await startGateway({ rooms: { grace: 20, seats: 1 } })
  const host = await enter(quick, 'ann', 'anchor')
  const guest = await enter(quick, 'bob', 'audience')
  const waiter = await enter(quick, 'cat', 'audience')
  for (const client of [guest, waiter]) await client.do('r', request)
  await host.do('r', { k: 'mic.acc', d: { id: (await host.event('linkRequested', (e) => e.u === 'bob')).d.id } })
  await host.cut()
  expect((await waiter.event('linkEnded')).d).toEqual({ userId: 'bob', seat: 0, reason: 'anchor-left' })
  expect((await waiter.event('linkSettled', (e) => e.d.userId === 'cat')).d.outcome).toBe('anchor-left')
  expect((await guest.event('userLeft')).d.userId).toBe('ann')
  await quick.close()
})

test('roles over real sockets: rights at once, the stream of who is demoted cut, kept over a resume, in the snapshot', async () => {
  const speaker = await enter(gateway, 'sue', 'speaker')
  const issued = await speaker.ask('r', { k: 'push', d: { audio: true, video: true } })
  expect(issued).toMatchObject({ t: 'ans' })
  await anchor.do('r', { k: 'role', d: { user: 'bob', role: 'speaker' } })
  expect((await bob.next('rights')).rights).toMatchObject({ publish: true, link: false })
  await anchor.do('r', { k: 'role', d: { user: 'sue', role: 'audience' } })
  expect((await speaker.next('rights')).rights.publish).toBe(false)
  expect(await speaker.ask('r', { k: 'push', d: { audio: true, video: true } })).toMatchObject({ c: 'forbidden' })
  await bob.cut()
  const again = await TestClient.connect(gateway, bob.pk)
  await again.hi(tokenFor('bob', 'audience'), { r: [bob.epoch, bob.seq] })
  expect((await again.next('res')).rights.publish).toBe(true)
  const late = await enter(gateway, 'dan', 'audience')
  const { st } = late.frames.find((frame) => frame.t === 'snap') as Frame<'snap'>
  expect(st.users.map(({ id, role }) => `${id} ${role}`)).toEqual(
    expect.arrayContaining(['bob speaker', 'sue audience']),
  )
  expect(st.allSilenced).toBe(false)
})

test('the room is handed over in one frame: rights of both follow', async () => {
  await anchor.do('r', { k: 'host', d: { user: 'bob' } })
  expect((await bob.next('rights')).rights).toMatchObject({ host: true, moderate: true })
  expect((await anchor.next('rights')).rights).toMatchObject({ host: false, publish: true })
  const frame = (await cat.next('e', ({ ev }) => ev.some(({ k }) => k === 'userUpdated'))) as Frame<'e'>
  expect(frame.ev.map(({ d }) => (d as { role?: string }).role)).toEqual(['anchor', 'speaker'])
  expect(await anchor.refused('r', { k: 'host', d: { user: 'cat' } })).toBe('forbidden')
})
