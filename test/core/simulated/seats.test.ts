import type { RoomProvider } from '../../../src/provider/types'
import { at, room } from './harness'

const crowd = [{ name: 'Bob' }, { name: 'Carol' }, { name: 'Dan' }]

/** I am the anchor; everybody asks at once, with the same wish. */
async function hall(wish?: number) {
  const seat = wish === undefined ? {} : { seat: wish }
  const script = crowd.map(({ name }) => at(10, { kind: 'request', who: name, ...seat }))
  const fake = await room({ people: crowd, script, seats: 3, answer: false }, { role: 'anchor' })
  fake.clock.advance(10)
  const ids = fake.of('linkRequested').map(({ id }) => id) as [string, string, string]
  return { ...fake, link: fake.provider.link, ids }
}

const seated = async (link: RoomProvider['link'], ...ids: string[]) => {
  for (const id of ids) await link.accept(id)
}

describe('a wish for a seat', () => {
  it('is kept while the seat is free, else the first free one is given', async () => {
    const { link, ids, of } = await hall(1)
    expect(of('linkRequested').map(({ seat }) => seat)).toEqual([1, 1, 1])
    await seated(link, ...ids)
    expect(of('linkStarted').map(({ userId, seat }) => `${userId} ${seat}`)).toEqual(['bob 1', 'carol 0', 'dan 2'])
  })

  it('for a locked seat or none is refused; a taken seat may become free', async () => {
    const script = [
      at(10, { kind: 'lock', seat: 0, on: true }),
      at(20, { kind: 'request', who: 'Bob', seat: 1 }),
      at(30, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
    ]
    const people = [{ name: 'Alice', role: 'anchor' as const }, { name: 'Bob' }]
    const { provider, clock } = await room({ people, script, seats: 2, answer: false })
    clock.advance(40)
    const unavailable = { reason: 'seat-unavailable' }
    await expect(provider.link.request({ seat: 0 })).rejects.toMatchObject(unavailable)
    await expect(provider.link.request({ seat: 2 })).rejects.toMatchObject(unavailable)
    await expect(provider.link.request({ seat: -1 })).rejects.toMatchObject(unavailable)
    expect(await provider.link.request({ seat: 1 })).toMatchObject({ seat: 1 })
  })
})

describe('locks', () => {
  it('keep everybody off the seat until a host unlocks it', async () => {
    const { link, ids, of } = await hall()
    for (const index of [0, 1, 2]) await link.seat(index, { locked: true })
    await link.seat(2, { locked: true })
    expect(of('seats')).toHaveLength(3)
    await expect(link.accept(ids[0])).rejects.toMatchObject({ reason: 'seats-full' })
    await link.seat(1, { locked: false })
    await link.accept(ids[0])
    expect(of('linkStarted')).toEqual([{ userId: 'bob', seat: 1 }])
    await expect(link.move(0, 'bob')).rejects.toMatchObject({ reason: 'seat-unavailable' })
    // Who sits stays.
    await link.seat(1, { locked: true })
    expect(of('seats')[4]?.[1]).toEqual({ index: 1, userId: 'bob', locked: true, muted: false })
    await expect(link.seat(9, { locked: true })).rejects.toMatchObject({ reason: 'seat-unavailable' })
  })
})

describe('moving', () => {
  it('to a free seat, with the mute', async () => {
    const { link, ids, of } = await hall()
    await seated(link, ids[0], ids[1])
    await link.seat(0, { muted: true })
    await link.move(2, 'bob')
    expect(of('seats')[1]).toEqual([
      { index: 0, userId: null, locked: false, muted: false },
      { index: 1, userId: 'carol', locked: false, muted: false },
      { index: 2, userId: 'bob', locked: false, muted: true },
    ])
    await link.move(2, 'bob')
    expect(of('seats')).toHaveLength(2)
    await expect(link.move(1, 'bob')).rejects.toMatchObject({ reason: 'seat-unavailable' })
    await expect(link.move(7, 'bob')).rejects.toMatchObject({ reason: 'seat-unavailable' })
    await expect(link.move(0, 'dan')).rejects.toMatchObject({ reason: 'not-linked' })
    await expect(link.move(0)).rejects.toMatchObject({ reason: 'not-linked' })
  })

  it('I move myself; a script moves anybody', async () => {
    const people = [{ name: 'Alice', role: 'anchor' as const }]
    const script = [at(5000, { kind: 'move', whom: 'me', seat: 3 })]
    const { provider, clock, of } = await room({ people, script })
    await provider.link.request()
    clock.advance(2000)
    await provider.link.move(1)
    clock.advance(4000)
    expect(of('seats').map((seats) => seats.findIndex(({ userId }) => userId === 'me'))).toEqual([1, 3])
  })
})

describe('a host takes a microphone', () => {
  it('of a simulated person, who is heard again when it is given back', async () => {
    const { link, ids, of } = await hall()
    await link.accept(ids[0])
    await link.seat(0, { muted: true })
    await link.seat(0, { muted: true })
    await link.seat(0, { muted: false })
    expect(of('seats').map((seats) => seats[0]?.muted)).toEqual([true, false])
    expect(of('streamUpdated').map(({ audio }) => audio)).toEqual([false, true])
    await expect(link.seat(1, { muted: true })).rejects.toMatchObject({ reason: 'not-linked' })
  })

  it.each([
    ['whose own wish waits meanwhile', [false, true, false], []],
    ['who is still silent if they wish so', [true, false], []],
    ['who wished for silence before', [true], [false]],
  ])('%s', async (_, wishes, before) => {
    const step = (on: boolean, index: number) => at(100 + index, { kind: 'mic', who: 'Bob', on } as const)
    const script = [
      at(10, { kind: 'request', who: 'Bob' }),
      at(20, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
      ...before.map((on) => at(30, { kind: 'mic', who: 'Bob', on } as const)),
      at(50, { kind: 'mute-seat', seat: 0, on: true }),
      ...wishes.map(step),
      at(200, { kind: 'mute-seat', seat: 0, on: false }),
    ]
    const { clock, log, of } = await room({ people: crowd, script, answer: false }, { role: 'anchor' })
    clock.advance(199)
    const during = log.filter(({ at: ms, event }) => event === 'streamUpdated' && ms >= 100)
    expect(during).toEqual([])
    clock.advance(1)
    expect(of('streamUpdated').pop()?.audio).toBe(wishes[wishes.length - 1])
    expect(of('error')).toEqual([])
  })

  it('of mine: my own pusher is what goes silent', async () => {
    const people = [{ name: 'Alice', role: 'anchor' as const }]
    const script = [at(5000, { kind: 'mute-seat', seat: 0, on: true })]
    const { provider, clock, of } = await room({ people, script })
    await provider.link.request()
    clock.advance(2000)
    const { streamId } = await provider.publish({ audio: true, video: true, mode: 'RTC' })
    provider.native({ tag: 'live-pusher', streamId, type: 'statechange', detail: { code: 1002 } })
    clock.advance(4000)
    expect(of('seats')[0]?.[0]).toMatchObject({ userId: 'me', muted: true })
    expect(of('streamUpdated')).toEqual([])
    await provider.link.end()
    expect(of('seats')[1]?.[0]).toMatchObject({ userId: null, muted: false })
  })

  it('and who publishes anew under it stays silent', async () => {
    const { link, ids, of, provider, clock } = await hall()
    await link.accept(ids[0])
    await provider.leave()
    const script = [
      at(10, { kind: 'request', who: 'Bob' }),
      at(20, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
      at(30, { kind: 'mute-seat', seat: 0, on: true }),
      at(40, { kind: 'unpublish', who: 'Bob' }),
      at(50, { kind: 'publish', who: 'Bob' }),
      at(60, { kind: 'mute-seat', seat: 0, on: false }),
    ]
    const again = await room({ people: crowd, script, answer: false }, { role: 'anchor' })
    again.clock.advance(100)
    expect(again.of('streamAdded').map(({ audio }) => audio)).toEqual([true, false])
    expect(again.of('streamUpdated').map(({ audio }) => audio)).toEqual([false, true])
    expect([of('error'), clock.pending]).toEqual([[], 0])
  })
})

describe('two hosts', () => {
  const people = [{ name: 'Alice', role: 'anchor' as const }, { name: 'Bob' }]

  it('whoever answers second is told that it waits no more', async () => {
    const script = [
      at(10, { kind: 'request', who: 'Bob' }),
      at(20, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
    ]
    const { provider, clock, of } = await room({ people, script, answer: false }, { role: 'anchor' })
    clock.advance(20)
    await expect(provider.link.refuse(of('linkRequested')[0]!.id)).rejects.toMatchObject({ reason: 'link-not-found' })
    expect(of('linkSettled')).toHaveLength(1)
    expect(of('linkStarted')).toHaveLength(1)
  })

  it('links go on while one of them is there, and end with the last', async () => {
    const two = [...people, { name: 'Cleo', role: 'anchor' as const }, { name: 'Dan' }]
    const script = [
      at(10, { kind: 'request', who: 'Bob' }),
      at(20, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
      at(30, { kind: 'request', who: 'Dan' }),
      at(40, { kind: 'leave', who: 'Alice' }),
      at(50, { kind: 'drop', who: 'Cleo' }),
    ]
    const { clock, log, of } = await room({ people: two, script, answer: false })
    clock.advance(45)
    expect(of('linkEnded')).toEqual([])
    clock.advance(5)
    expect(of('linkSettled')[1]).toMatchObject({ userId: 'dan', outcome: 'anchor-left', by: 'cleo' })
    expect(of('linkEnded')).toEqual([{ userId: 'bob', seat: 0, reason: 'anchor-left' }])
    expect(log.filter(({ at: ms }) => ms === 50).map(({ event }) => event)).toEqual(
      'streamRemoved linkSettled linkEnded streamRemoved userLeft counts'.split(' '),
    )
  })

  it('the other one answers when the first has gone', async () => {
    const two = [...people, { name: 'Cleo', role: 'anchor' as const }]
    const { provider, clock, of } = await room({ people: two, script: [at(500, { kind: 'leave', who: 'Alice' })] })
    await provider.link.request()
    clock.advance(2000)
    expect(of('linkSettled')).toMatchObject([{ outcome: 'accepted', by: 'cleo' }])
  })
})
