/** When a picture is due and how fast sound runs. */
import fc from 'fast-check'
import { FrameQueue } from '../../host/media/player/frame-queue'
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
    const [near, far] = [frame(1070), frame(1071)]
    queue.push(near, 0)
    queue.push(far, 0)
    expect(queue.take(1000, 0)).toBe(near)
    expect(queue.take(1000, 89)).toBeUndefined()
    expect(queue.take(1001, 89)).toBe(far)
    const late = frame(9000)
    queue.push(late, 100)
    expect(queue.take(1000, 189)).toBeUndefined()
    expect(queue.take(1000, 190)).toBe(late)
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
  test('a backlog of a join is cut to the target, an excess is hurried down to the target, not only below the mark', () => {
    const pacer = new SoundPacer()
    expect(pacer.pace(800)).toEqual({ step: 1, cut: 760 })
    expect(pacer.pace(60)).toEqual({ step: 1, cut: 0 })
    expect(pacer.pace(71).step).toBeGreaterThan(1)
    expect(pacer.pace(50).step).toBeGreaterThan(1)
    expect(pacer.pace(40).step).toBe(1)
    expect(pacer.pace(60).step).toBe(1)
  })

  test('starving raises the reserve up to a limit; calm lowers it again', () => {
    const pacer = new SoundPacer()
    pacer.starved()
    expect(pacer.target).toBe(60)
    for (let i = 0; i < 20; i++) pacer.starved()
    expect(pacer.target).toBe(160)
    for (let i = 0; i < 1000; i++) pacer.pace(100)
    expect(pacer.target).toBe(150)
    for (let i = 0; i < 100_000; i++) pacer.pace(40)
    expect(pacer.target).toBe(40)
  })
})
