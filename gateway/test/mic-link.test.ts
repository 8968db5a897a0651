import type { Gateway } from '../src/index'
import { enter, startGateway, type TestClient } from './client'

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
  return (await anchor.event('mic.req', (event) => event.u === user)).d.id
}

test('request, accept, publish, end: rights and addresses follow the seat', async () => {
  const id = await ask(bob, 'bob')
  await anchor.do('r', { k: 'mic.acc', d: { id } })
  expect((await cat.event('mic.set')).d).toEqual({ requestId: id, userId: 'bob', outcome: 'accepted', by: 'ann' })
  expect((await cat.event('mic.on')).d).toEqual({ userId: 'bob', seat: 0 })
  expect((await bob.next('rights')).rights.publish).toBe(true)
  const answer = await bob.ask('r', { k: 'push', d: { audio: true, video: true } })
  expect(answer).toMatchObject({ t: 'ans', d: { id: expect.stringMatching(/^bob~[\w-]{4}$/) } })
  await bob.do('r', { k: 'mic.end', d: {} })
  expect((await anchor.event('mic.off')).d).toEqual({ userId: 'bob', seat: 0, reason: 'ended' })
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
  expect((await cat.event('mic.off')).d.reason).toBe('kicked')
  await anchor.do('r', { k: 'mic.acc', d: { id: first } })
  expect((await bob.event('mic.on', (event) => event.d.userId === 'bob')).d.seat).toBe(0)
})

test('cancel, refuse with a message, invite', async () => {
  const cancelled = await ask(bob, 'bob')
  await bob.do('r', { k: 'mic.cancel', d: { id: cancelled } })
  expect((await anchor.event('mic.set')).d.outcome).toBe('cancelled')
  const refused = await ask(cat, 'cat')
  await anchor.do('r', { k: 'mic.rej', d: { id: refused, message: 'later' } })
  expect((await cat.event('mic.set', (e) => e.d.requestId === refused)).d).toMatchObject({
    outcome: 'refused',
    message: 'later',
  })
  await anchor.do('r', { k: 'mic.inv', d: { user: 'bob' } })
  const invitation = (await bob.event('mic.inv')).d
  expect(invitation).toMatchObject({ from: 'anchor', userId: 'bob' })
  expect(await cat.refused('r', { k: 'mic.acc', d: { id: invitation.id } })).toBe('forbidden')
  await bob.do('r', { k: 'mic.acc', d: { id: invitation.id } })
  expect((await cat.event('mic.on')).d).toEqual({ userId: 'bob', seat: 0 })
})

test('two hosts answer the same request: one wins, the other learns it', async () => {
  const second = await enter(gateway, 'zoe', 'anchor')
  const id = await ask(bob, 'bob')
  const outcomes = await Promise.all(
    [anchor, second].map(async (host) => {
      const answer = await host.outcome(host.post('r', { k: 'mic.acc', d: { id } }))
      return answer.t === 'ok' ? 'ok' : answer.c
    }),
  )
  expect(outcomes.sort()).toEqual(['link-not-found', 'ok'])
  await bob.event('mic.on')
  expect(bob.events.filter((event) => event.k === 'mic.on')).toHaveLength(1)
})

test('an unanswered request expires', async () => {
  const hurried = await startGateway({ rooms: { requestTtl: 20 } })
  const host = await enter(hurried, 'ann', 'anchor')
  const guest = await enter(hurried, 'bob', 'audience')
  await guest.do('r', request)
  const asked = (await host.event('mic.req')).d
  expect(asked.expiresAt - asked.createdAt).toBe(20)
  expect((await host.event('mic.set')).d).toMatchObject({ requestId: asked.id, outcome: 'expired' })
  await hurried.close()
})

test('the anchor leaves: what waits and what runs ends with that reason', async () => {
  const linked = await ask(bob, 'bob')
  await anchor.do('r', { k: 'mic.acc', d: { id: linked } })
  const waiting = await ask(cat, 'cat')
  anchor.send({ t: 'leave', r: 'r' })
  await cat.event('out')
  expect(cat.events.slice(-3)).toMatchObject([
    { k: 'mic.set', d: { requestId: waiting, outcome: 'anchor-left' } },
    { k: 'mic.off', d: { userId: 'bob', reason: 'anchor-left' } },
    { k: 'out', u: 'ann' },
  ])
  expect((await bob.next('rights', (frame) => !frame.rights.publish)).rights.publish).toBe(false)
})

test('the guest leaves or is lost: the seat is free again', async () => {
  const quick = await startGateway({ rooms: { grace: 5, seats: 1 } })
  const host = await enter(quick, 'ann', 'anchor')
  for (const why of ['left', 'lost'] as const) {
    const guest = await enter(quick, why, 'audience')
    await guest.do('r', request)
    const id = (await host.event('mic.req', (event) => event.u === why)).d.id
    await host.do('r', { k: 'mic.acc', d: { id } })
    if (why === 'left') guest.send({ t: 'leave', r: 'r' })
    else await guest.cut()
    expect((await host.event('mic.off', (event) => event.d.userId === why)).d).toEqual({
      userId: why,
      seat: 0,
      reason: why,
    })
  }
  await quick.close()
})
