/** Handovers at the edges: a reader that is slow, a publisher that does not know when to stop. */
import type { FlvTag } from '@lianmai/flv'
import { writeAvcTag } from '@lianmai/flv'
import { resolveOptions } from '../src/media/context'
import { Ingest } from '../src/media/ingest'
import type { MediaTag } from '../src/media/media-tag'
import { FakeClock } from './support/fake-clock'
import { openRtmp, openWs } from './support/peers'
import { startRelay } from './support/relay'
import { head, PICTURE_MS, pictures } from './support/viewers'

test('what a publisher says after its time goes nowhere, and its end is told once', () => {
  const clock = new FakeClock()
  const [told, heard]: [string[], MediaTag[]] = [[], []]
  const hooks = { authorize: jest.fn(), published: jest.fn(), unpublished: jest.fn() }
  const ingest = new Ingest({ close: (why) => told.push(why) }, resolveOptions({ hooks, clock }), {
    received: () => undefined,
    media: (tag) => heard.push(tag),
    over: (why) => told.push(why),
  })
  const [tag] = pictures(1, 1)
  if (!tag) throw new Error('no tag')
  ingest.push(tag)
  ingest.end('lost')
  ingest.push(tag)
  ingest.end('ended')
  ingest.stop('kicked')
  clock.advance(60_000)
  expect([told, heard.length]).toEqual([['lost'], 1])
})

test('a slow reader: nothing of the old after the new, and no more of the old than it had room for', async () => {
  const at = await startRelay({ dropBytes: 64 << 10, cutBytes: 64 << 20 })
  at.decide(({ query }) => ({ ok: true, turn: Number(query.get('turn')) }))
  const publish = async (turn: number) => {
    const publisher = openRtmp(`${at.rtmp}/a?turn=${turn}`, 'publish')
    await publisher.events.first(({ type }) => type === 'started')
    return publisher
  }
  const fast = openWs(`${at.ws}/a`)
  const slow = openWs(`${at.ws}/a`)
  await Promise.all([fast.opened, slow.opened])
  const large = (who: number, index: number): FlvTag => {
    const data = new Uint8Array(200_000).fill(who)
    return { type: 'video', timestamp: index * PICTURE_MS, payload: writeAvcTag({ key: index === 0, data }) }
  }
  const of = (who: number, tags: readonly FlvTag[]) => tags.filter(({ payload }) => payload[5] === who)
  const first = await publish(1)
  first.send(...head(1), large(1, 0))
  await slow.tags.count(3)
  slow.socket.pause()
  const sent = 100
  for (let index = 1; index < sent; index++) first.send(large(1, index))
  await fast.tags.first(() => of(1, fast.tags.all).length >= sent)
  const second = await publish(2)
  second.send(...head(2), large(2, 0))
  await fast.tags.first(({ payload }) => payload[5] === 2 && payload[1] === 1)
  slow.socket.resume()
  // It has missed that key frame; until it has read what waited it misses more.
  for (let tries = 1; !slow.tags.all.some(({ payload }) => payload.length > 200_000 && payload[5] === 2); tries++) {
    second.send(large(2, 0))
    await fast.tags.first(() => of(2, fast.tags.all).length >= tries + 2)
  }
  const who = slow.tags.all.filter(({ type }) => type === 'video').map(({ payload }) => payload[5])
  expect(who).toEqual([...who].sort())
  expect(of(1, slow.tags.all).length).toBeLessThan(sent)
  const switched = slow.tags.all.findIndex(({ payload }) => payload.length > 200_000 && payload[5] === 2)
  const [before, after] = [slow.tags.all.filter(({ payload }) => payload[5] === 1).at(-1), slow.tags.all[switched]]
  expect((after?.timestamp ?? 0) - (before?.timestamp ?? 0)).toBe(PICTURE_MS)
  expect(at.relay.counters().cut).toBe(0)
  await at.close()
})
