/** When a picture is due and how fast sound runs. */
import fc from 'fast-check'
import { FrameQueue } from '../../host/media/player/frame-queue'
import { CachePacer } from '../../host/media/player/cache-pacer'
import { SoundPacer } from '../../host/media/player/sound-pacer'

function frame(ms: number) {
  return { timestamp: ms * 1000, close: jest.fn() }
}

describe('pictures', () => {
  test('without sound the newest is due, the others are closed', () => {
    const queue = new FrameQueue<ReturnType<typeof frame>>()
    const frames = [frame(0), frame(33), frame(66)]
    for (const one of frames) queue.push(one, 0)
    expect(queue.newest).toBe(66)
    expect(queue.take(undefined, 0)).toBe(frames[2])
    expect(frames.map(({ close }) => close.mock.calls.length)).toEqual([1, 1, 0])
    expect(queue.take(undefined, 0)).toBeUndefined()
  })

  test('a picture may lead its sound a little; more waits, but not for ever', () => {
    const queue = new FrameQueue<ReturnType<typeof frame>>()
    const [near, far] = [frame(1080), frame(1081)]
    queue.push(near, 0)
    queue.push(far, 0)
    expect(queue.take(1000, 0)).toBe(near)
    expect(queue.take(1000, 89)).toBeUndefined()
    expect(queue.take(1001, 89)).toBe(far)
    const late = frame(9000)
    queue.push(late, 100)
    expect(queue.take(1000, 259)).toBeUndefined()
    expect(queue.take(1000, 260)).toBe(late)
  })

  test('every frame is handed out or closed, exactly once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ take: fc.boolean(), heard: fc.integer({ min: 0, max: 2000 }) })), (steps) => {
        const queue = new FrameQueue<ReturnType<typeof frame>>()
        const all = steps.map((_, i) => frame(i * 40))
        const shown: object[] = []
        steps.forEach(({ take, heard }, i) => {
          queue.push(all[i]!, i * 10)
          const due = take && queue.take(heard, i * 10)
          if (due) shown.push(due)
        })
        queue.clear()
        expect(queue.length).toBe(0)
        for (const one of all)
          expect(one.close.mock.calls.length + shown.filter((other) => other === one).length).toBe(1)
        const order = shown.map((one) => (one as { timestamp: number }).timestamp)
        expect(order).toEqual([...order].sort((a, b) => a - b))
      }),
    )
  })
})

describe('sound', () => {
  /** Paces a whole window at one level; returns the last answer. */
  const hold = (pacer: SoundPacer, buffered: number, calls = 32) => {
    let pace = pacer.pace(buffered)
    for (let i = 1; i < calls; i++) pace = pacer.pace(buffered)
    return pace
  }

  test('a backlog of a join is cut to the target', () => {
    expect(new SoundPacer().pace(800)).toEqual({ step: 1, cut: 760 })
  })

  test('what was never touched is played off, however high the level rises in between', () => {
    const pacer = new SoundPacer()
    expect(hold(pacer, 60)).toEqual({ step: 1.04, cut: 0 })
    expect(hold(pacer, 25).step).toBeGreaterThan(1)
    expect(hold(pacer, 20).step).toBe(1)
    // A saw whose teeth reach down to the reserve is no excess.
    for (let i = 0; i < 64; i++) expect(pacer.pace(i % 4 === 0 ? 15 : 80).step).toBe(1)
  })

  test('starving raises the reserve up to a limit; calm lowers it again', () => {
    const pacer = new SoundPacer()
    // A join settles: that is no reason for a reserve.
    pacer.starved()
    expect(pacer.target).toBe(40)
    hold(pacer, 20, 32 * 6)
    pacer.starved()
    expect(pacer.target).toBe(60)
    for (let i = 0; i < 20; i++) pacer.starved()
    expect(pacer.target).toBe(160)
    hold(pacer, 100, 32 * 12)
    expect(pacer.target).toBe(150)
    hold(pacer, 40, 100_000)
    expect(pacer.target).toBe(40)
  })
})

describe('min-cache and max-cache', () => {
  const range = { minCache: 1, maxCache: 3 }
  const started = () => {
    const pacer = new CachePacer(() => range)
    pacer.pace(1, 0)
    return pacer
  }

  test('playing starts once min-cache is there, and not when the stream brings no more', () => {
    const pacer = new CachePacer(() => range)
    expect(pacer.pace(0.4, 0).play).toBe(false)
    expect(pacer.pace(0.99, 1).play).toBe(false)
    expect(pacer.pace(1, 1.1)).toEqual({ play: true, rate: 1, jumpTo: undefined })
    const ended = new CachePacer(() => range)
    expect([ended.pace(0.4, 0), ended.pace(0.4, 2), ended.pace(0.4, 2.1)].map(({ play }) => play)).toEqual([
      false,
      false,
      true,
    ])
  })

  test('above the target it hurries down to it, below it slows, far above max-cache it jumps', () => {
    const pacer = started()
    expect(pacer.pace(1.1, 1).rate).toBe(1)
    expect(pacer.pace(1.13, 2).rate).toBe(1.1)
    expect(pacer.pace(1.05, 3).rate).toBe(1.1)
    expect(pacer.pace(1, 4).rate).toBe(1)
    expect(pacer.pace(0.8, 5).rate).toBe(0.95)
    expect(pacer.pace(0.95, 6).rate).toBe(0.95)
    expect(pacer.pace(1.01, 7).rate).toBe(1)
    expect(pacer.pace(3.4, 8).jumpTo).toBeUndefined()
    expect(pacer.pace(3.6, 9)).toEqual({ play: true, rate: 1, jumpTo: 1 })
  })

  test('each stall fills a larger reserve, up to max-cache; calm brings it back to min-cache', () => {
    const pacer = started()
    pacer.stalled()
    expect(pacer.pace(1.4, 1).play).toBe(false)
    expect(pacer.pace(1.5, 2)).toMatchObject({ play: true, rate: 1 })
    for (let i = 0; i < 9; i++) {
      pacer.stalled()
      pacer.pace(3, 3)
    }
    expect(pacer.pace(2.95, 4).rate).toBe(1)
    for (let now = 5; now < 1000; now += 20) pacer.pace(1, now)
    expect(pacer.pace(1.13, 1001).rate).toBe(1.1)
  })

  test('attributes that change while it plays count at once; nonsense ones are the least that plays', () => {
    const values = { minCache: 1, maxCache: 3 }
    const pacer = new CachePacer(() => values)
    pacer.pace(1, 0)
    values.minCache = 2
    expect(pacer.pace(1, 1).rate).toBe(0.95)
    const odd = new CachePacer(() => ({ minCache: NaN, maxCache: -1 }))
    expect(odd.pace(0.15, 0).play).toBe(true)
  })
})
