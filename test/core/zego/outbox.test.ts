import { LiveError } from '../../../src/errors'
import { createOutbox } from '../../../src/provider/zego/outbox'
import { FakeClock } from '../simulated/harness'

const turn = () => new Promise((resolve) => setImmediate(resolve))

function outbox(answer: (packet: number[]) => Promise<object>) {
  const clock = new FakeClock()
  const packets: number[][] = []
  const box = createOutbox<number>(
    clock,
    (items) => Math.min(items.length, 3),
    (items) => {
      packets.push(items)
      return answer(items)
    },
  )
  const pass = async (ms: number) => {
    clock.advance(ms)
    await turn()
  }
  return { clock, packets, box, pass }
}

describe('zego: what waits to be sent', () => {
  it('goes out together, in order, a packet a second, and each has an id of its own', async () => {
    let made = 0
    const { box, packets, pass } = outbox(async () => ({ messageID: (made += 1) }))
    const ids = Promise.all([1, 2, 3, 4].map((item) => box.add(item)))
    await pass(0)
    await pass(999)
    expect(packets).toEqual([[1, 2, 3]])
    await pass(1)
    expect(packets).toEqual([[1, 2, 3], [4]])
    expect(await ids).toEqual(['1', '1.1', '1.2', '2'])
  })

  it('too early for the SDK: waits for the next second, in its place', async () => {
    const answers = [() => Promise.reject({ errorCode: 1109001 }), () => Promise.resolve({ messageID: 'a' })]
    const { box, packets, pass } = outbox(async () => answers.shift()?.() ?? {})
    const first = box.add(1)
    await pass(0)
    const second = box.add(2)
    await pass(1000)
    expect(packets).toEqual([[1], [1, 2]])
    expect(await Promise.all([first, second])).toEqual(['a', 'a.1'])
  })

  it('what ZEGO refuses is rejected, and the next goes out', async () => {
    const answers = [() => Promise.reject({ errorCode: 1009010 }), () => Promise.resolve({ messageID: 'b' })]
    const { box, pass } = outbox(async () => answers.shift()?.() ?? {})
    const refused = box.add(1).catch((thrown: unknown) => thrown)
    await pass(0)
    expect(await refused).toEqual({ errorCode: 1009010 })
    const next = box.add(2)
    await pass(1000)
    expect(await next).toBe('b')
  })

  it('over twenty are too many, and leaving rejects all, those on their way too', async () => {
    const { box, clock, pass } = outbox(() => new Promise(() => undefined))
    const over = LiveError.of('invalid-state', 'left')
    const waiting = Array.from({ length: 20 }, (_, item) => box.add(item).catch((thrown: unknown) => thrown))
    await expect(box.add(21)).rejects.toMatchObject({ reason: 'rate-limited', waitMs: 1000 })
    await pass(0)
    box.stop(over)
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([over]))
    expect(clock.pending).toBe(0)
  })
})
