import fc from 'fast-check'
import type { LiveError } from '../../../src/errors'
import { Net, type Peer } from './net'

const reason = (call: Promise<unknown>) =>
  call.then(
    () => 'resolved',
    (error: LiveError) => error.reason,
  )

async function room() {
  const net = new Net()
  const ann = net.enter('ann', 'anchor')
  const bob = net.enter('bob', 'audience')
  await net.quiet()
  return { net, ann, bob }
}

const settled = ({ seen }: Peer) => seen.of('linkSettled').map(({ outcome }) => outcome)

describe('mic-link among peers', () => {
  it('a request that nobody answers expires, for everybody, and its timers end', async () => {
    const { net, ann, bob } = await room()
    await bob.link.request({ expiresIn: 6000 })
    await net.pass(5500)
    expect(settled(ann)).toEqual([])
    await net.pass(1000)
    for (const peer of [ann, bob]) expect(settled(peer)).toEqual(['expired'])
    expect(ann.link.snapshot().requests).toEqual([])
    net.leave('bob')
    net.leave('ann')
    expect(net.clock.pending).toBe(0)
  })

  it('waits at least five seconds and at most five minutes', async () => {
    const { net, ann, bob } = await room()
    await bob.link.request({ expiresIn: 1 })
    const [short] = ann.link.snapshot().requests
    expect((short?.expiresAt ?? 0) - (short?.createdAt ?? 0)).toBe(5000)
    await bob.link.cancel(short?.id ?? '')
    await bob.link.request({ expiresIn: 1e12 })
    await net.quiet()
    const [long] = bob.link.snapshot().requests
    expect((long?.expiresAt ?? 0) - (long?.createdAt ?? 0)).toBe(300_000)
  })

  it('says lost words again, and does once what it is asked twice', async () => {
    const { net, ann, bob } = await room()
    let losing = 2
    net.fate = (_, __, { t }) => (t === 'do' && losing-- > 0 ? 0 : t === 're' ? 2 : 3)
    const asked = bob.link.request()
    await net.pass(6000)
    await asked
    expect(ann.seen.of('linkRequested')).toHaveLength(1)
    expect(bob.seen.of('linkRequested')).toHaveLength(1)
  })

  it('gives up with timeout where the host never answers', async () => {
    const { net, bob } = await room()
    net.fate = (from) => (from === 'ann' ? 0 : 1)
    const asked = reason(bob.link.request())
    await net.pass(10_000)
    expect(await asked).toBe('timeout')
  })

  it('a state that was lost is made good by the next one', async () => {
    const { net, ann, bob } = await room()
    net.fate = (_, to, { t }) => (t === 'st' && to === 'bob' ? 0 : 1)
    await bob.link.request()
    await net.quiet()
    expect(bob.seen.of('linkRequested')).toEqual([])
    net.fate = () => 1
    await net.pass(10_500)
    expect(bob.link.snapshot()).toEqual(ann.link.snapshot())
  })

  it('somebody who comes later gets what waits and who sits', async () => {
    const { net, ann, bob } = await room()
    await bob.link.request({ seat: 1 })
    await ann.link.accept(ann.link.snapshot().requests[0]?.id ?? '')
    const cyd = net.enter('cyd', 'audience')
    await net.quiet()
    expect(cyd.link.snapshot()).toEqual(ann.link.snapshot())
    expect(cyd.seen.of('linkStarted')).toEqual([{ userId: 'bob', seat: 1 }])
    expect([cyd.link.seated('bob'), cyd.link.seated('cyd')]).toEqual([true, false])
  })

  it('the next host takes over queue and seats when the first leaves', async () => {
    const { net, ann, bob } = await room()
    const dan = net.enter('dan', 'anchor')
    const cyd = net.enter('cyd', 'audience')
    await net.quiet()
    await bob.link.request()
    await net.quiet()
    await dan.link.accept(dan.link.snapshot().requests[0]?.id ?? '')
    await cyd.link.request()
    await net.quiet()
    const before = ann.link.snapshot()
    net.leave('ann')
    await net.quiet()
    expect(dan.link.snapshot()).toEqual(before)
    for (const peer of [bob, cyd]) expect(peer.seen.of('linkEnded')).toEqual([])
    await dan.link.refuse(before.requests[0]?.id ?? '', 'later')
    await net.quiet()
    expect(cyd.seen.of('linkSettled').at(-1)).toMatchObject({
      userId: 'cyd',
      outcome: 'refused',
      by: 'dan',
      message: 'later',
    })
  })

  it('of two hosts who answer, the first is right and the other hears why', async () => {
    const { net, ann, bob } = await room()
    const dan = net.enter('dan', 'anchor')
    await net.quiet()
    await bob.link.request()
    await net.quiet()
    const id = ann.link.snapshot().requests[0]?.id ?? ''
    const answers = await Promise.all([reason(ann.link.accept(id)), reason(dan.link.refuse(id))])
    expect(answers).toEqual(['resolved', 'link-not-found'])
    await net.quiet()
    for (const peer of [ann, bob, dan]) expect(settled(peer)).toEqual(['accepted'])
  })

  it('when the last host leaves all is over, and without a host nobody can ask', async () => {
    const { net, bob } = await room()
    await bob.link.request()
    await net.quiet()
    net.leave('ann')
    expect(settled(bob)).toEqual(['anchor-left'])
    expect(await reason(bob.link.request())).toBe('busy')
  })

  it('no words of people who may not are obeyed, and none that are no words', async () => {
    const { net, ann, bob } = await room()
    const state = { t: 'st', e: 99, v: 99, o: ['bob'], r: [], s: [['eve', 'x', 0]], w: [] }
    net.forge('bob', 'ann', state)
    net.forge('nobody', 'ann', state)
    for (const words of [null, 1, 'hi', [], { t: 'do', n: 1, d: [] }, { t: 'do', n: 'x', d: ['abandon'] }, { t: 'st' }])
      for (const peer of ['ann', 'bob']) net.forge(peer === 'ann' ? 'bob' : 'ann', peer, words)
    // Not even of a host.
    for (const rows of [{ r: [null] }, { s: [1] }, { w: ['x'] }, { o: null }])
      net.forge('ann', 'bob', { ...state, o: ['ann'], s: [], ...rows })
    await net.quiet()
    expect([...ann.seen.entries, ...bob.seen.entries]).toEqual([])
    expect(bob.link.snapshot()).toEqual(ann.link.snapshot())
  })

  it('whatever is lost or doubled, all agree in the end', async () => {
    const deed = fc.constantFrom('request', 'accept', 'refuse', 'end', 'lock', 'host leaves')
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 12 }),
        fc.array(fc.nat(2), { minLength: 8 }),
        async (deeds, fates) => {
          const net = new Net()
          const ann = net.enter('ann', 'anchor')
          const dan = net.enter('dan', 'anchor')
          const guests = ['bob', 'cyd'].map((id) => net.enter(id, 'audience'))
          await net.quiet()
          let turn = 0
          net.fate = () => fates[(turn += 1) % fates.length] ?? 1
          const calls: Promise<unknown>[] = []
          for (const what of deeds) {
            const host = net.peers.has('ann') ? ann : dan
            const id = host.link.snapshot().requests[0]?.id ?? 'none'
            if (what === 'host leaves') net.leave('ann')
            else if (what === 'request') calls.push(...guests.map(({ link }) => link.request()))
            else if (what === 'end') calls.push(guests[0]?.link.end() ?? Promise.resolve())
            else if (what === 'lock') calls.push(host.link.lock(turn % 2, turn % 3 === 0))
            else calls.push(host.link[what as 'accept'](id))
            await net.pass(500)
          }
          const answers = Promise.all(calls.map(reason))
          await net.pass(9000)
          await answers
          net.fate = () => 1
          await net.pass(320_000)
          const [first, ...rest] = Array.from(net.peers.values(), ({ link }) => link.snapshot())
          for (const other of rest) expect(other.seats).toEqual(first?.seats)
          Array.from(net.peers.keys()).forEach((id) => net.leave(id))
          expect(net.clock.pending).toBe(0)
        },
      ),
      { numRuns: 15 },
    )
  }, 30_000)
})
