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
    const { provider, clock, of } = await room({ people, script, seats: 2, answer: false })
    clock.advance(40)
    const unavailable = { reason: 'seat-unavailable' }
    await expect(provider.link.request({ seat: 0 })).rejects.toMatchObject(unavailable)
    await expect(provider.link.request({ seat: 2 })).rejects.toMatchObject(unavailable)
    await expect(provider.link.request({ seat: -1 })).rejects.toMatchObject(unavailable)
    await provider.link.request({ seat: 1 })
    expect(of('linkRequested').pop()).toMatchObject({ userId: 'me', seat: 1 })
  })
})

describe('locks', () => {
  it('keep everybody off the seat until a host unlocks it', async () => {
    const { link, ids, of } = await hall()
    for (const index of [0, 1, 2]) await link.lock(index, true)
    await link.lock(2, true)
    expect(of('seats')).toHaveLength(3)
    await expect(link.accept(ids[0])).rejects.toMatchObject({ reason: 'seats-full' })
    await link.lock(1, false)
    await link.accept(ids[0])
    expect(of('linkStarted')).toEqual([{ userId: 'bob', seat: 1 }])
    await expect(link.move(0, 'bob')).rejects.toMatchObject({ reason: 'seat-unavailable' })
    // Who sits stays.
    await link.lock(1, true)
    expect(of('seats')[4]?.[1]).toEqual({ index: 1, userId: 'bob', locked: true })
    await expect(link.lock(9, true)).rejects.toMatchObject({ reason: 'seat-unavailable' })
  })
})

describe('moving', () => {
  it('to a free seat', async () => {
    const { link, ids, of } = await hall()
    await seated(link, ids[0], ids[1])
    await link.move(2, 'bob')
    expect(of('seats')[0]).toEqual([
      { index: 0, userId: null, locked: false },
      { index: 1, userId: 'carol', locked: false },
      { index: 2, userId: 'bob', locked: false },
    ])
    await link.move(2, 'bob')
    expect(of('seats')).toHaveLength(1)
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
