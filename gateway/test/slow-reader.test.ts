import type { Gateway } from '../src/index'
import { enter, startGateway } from './client'

const TEXT = 'x'.repeat(4000)
const TOKEN = 'metrics-token-of-tests'

/** Unsent bytes that the gateway holds for everybody together. */
async function buffered({ urls }: Gateway): Promise<number> {
  const page = await (await fetch(`${urls.http}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text()
  return Number(/^lianmai_connections_buffered_bytes (\S+)$/m.exec(page)?.[1])
}

test('a reader that stops reading gets a gap, not the memory; the others notice nothing', async () => {
  const gateway = await startGateway({
    metrics: { token: TOKEN },
    rooms: { ring: 256, digest: 60_000 },
    connections: { commands: { burst: 100_000, perSecond: 100_000 }, frames: { burst: 100_000, perSecond: 100_000 } },
  })
  const fast = await enter(gateway, 'fast', 'anchor')
  const slow = await enter(gateway, 'slow', 'audience')
  slow.socket.pause()
  const held: number[] = []
  // 40 MB: more than the kernel's socket buffers and the gateway's 64 KiB together.
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 100; j++) fast.post('r', { k: 'command', d: { command: 'fill', data: TEXT } })
    await fast.settle()
    fast.events.length = 0
    fast.frames.length = 0
    held.push(await buffered(gateway))
  }
  await fast.do('r', { k: 'chat', d: { text: 'last' } })
  expect(Math.max(...held)).toBeGreaterThan(0)
  expect(Math.max(...held)).toBeLessThanOrEqual(96 * 1024)
  slow.socket.resume()
  expect(await slow.next('snap', (frame) => frame.gap === 1)).toMatchObject({ me: { id: 'slow' } })
  while (slow.seq < fast.seq) await slow.next('e')
  const received = slow.frames.flatMap((frame) => (frame.t === 'e' ? frame.ev.map((event) => event.s) : []))
  expect(received.length).toBeLessThan(9_000)
}, 30_000)
