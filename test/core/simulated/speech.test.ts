import fc from 'fast-check'
import { at, hears, room, START, urlOf } from './harness'

const DAY = 86_400_000

async function urlOfAlice(options: Parameters<typeof room>[0], talks?: number): Promise<string> {
  const alice = { name: 'Alice', role: 'anchor' as const, ...(talks === undefined ? {} : { talks }) }
  const { provider } = await room({ people: [alice], ...options })
  return urlOf(await provider.play('alice-camera', { mode: 'live' }))
}

/** Share of a minute that is heard. */
const share = (url: string, from = START) =>
  Array.from({ length: 6000 }, (_, i) => hears(url, from + i * 10)).filter(Boolean).length / 6000

describe('speaking', () => {
  it('happens when the script says, once', async () => {
    const script = [
      at(1000, { kind: 'speak', who: 'Alice', ms: 500 }),
      at(4000, { kind: 'speak', who: 'Alice', ms: 2000 }),
    ] as const
    const url = await urlOfAlice({ script })
    expect(url).toBe(
      `simulated:alice?name=Alice&hue=${new URL(url).searchParams.get('hue')}&speak=${START},0,1000-1500,4000-6000`,
    )
    const heard = [999, 1000, 1499, 1500, 5000, 6000, 1000 + DAY].map((ms) => hears(url, START + ms))
    expect(heard).toEqual([false, true, true, false, true, false, false])
  })

  it('of a talker goes on for ever, by a pattern of the seed', async () => {
    const url = await urlOfAlice({ script: [], seed: 7 }, 0.5)
    expect(await urlOfAlice({ script: [], seed: 7 }, 0.5)).toBe(url)
    expect(await urlOfAlice({ script: [], seed: 8 }, 0.5)).not.toBe(url)
    expect(share(url)).toBeGreaterThan(0.25)
    expect(share(url)).toBeLessThan(0.75)
    expect(share(url, START + 100 * 12_000)).toBe(share(url))
  })

  it('is nobody’s unless it is asked for', async () => {
    expect(await urlOfAlice({ script: [] })).not.toContain('speak')
    expect(await urlOfAlice({ script: [] }, 0)).not.toContain('speak')
  })

  it('adds steps to the pattern, and stands beside a freeze', async () => {
    const script = [
      at(1000, { kind: 'freeze', who: 'Alice', ms: 100 }),
      at(0, { kind: 'speak', who: 'Alice', ms: 12_000 }),
    ] as const
    const url = await urlOfAlice({ script }, 0.3)
    expect(new URL(url).searchParams.getAll('speak')).toHaveLength(2)
    expect(new URL(url).searchParams.get('freeze')).toBe(`${START + 1000}-${START + 1100}`)
    expect(share(url)).toBeGreaterThan(share(url, START + 60_000))
  })

  it('windows lie in their turn whatever share and seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.double({ min: 0.01, max: 1, noNaN: true }), async (seed, talks) => {
        const url = await urlOfAlice({ script: [], seed }, talks)
        const [, period, ...spans] = new URL(url).searchParams.get('speak')!.split(',')
        expect(period).toBe('12000')
        const edges = spans.flatMap((span) => span.split('-').map(Number))
        expect(edges).toHaveLength(6)
        expect([...edges].sort((a, b) => a - b)).toEqual(edges)
        expect(edges[5]).toBeLessThanOrEqual(12_000)
      }),
    )
  })

  it.each([-0.1, 1.1, NaN])('refuses a share of %s', async (talks) => {
    await expect(urlOfAlice({ script: [] }, talks)).rejects.toMatchObject({ reason: 'invalid-argument' })
  })

  it('is part of the default play', async () => {
    const { provider } = await room()
    expect(urlOf(await provider.play('alice-camera', { mode: 'live' }))).toContain('&speak=')
  })
})
