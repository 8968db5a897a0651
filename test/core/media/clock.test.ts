import { Timer } from '../../../src/media/clock'
import { FakeClock, settled } from './harness'

function story() {
  const clock = new FakeClock()
  const log: string[] = []
  const early: { settle: () => void } = { settle: () => undefined }
  const promise = new Promise<void>((resolve) => (early.settle = resolve))
  return { clock, timer: new Timer(clock), log, early, promise }
}

it('runs one at a time: another one ends the first', async () => {
  const { clock, timer, log } = story()
  timer.start(
    10,
    () => log.push('first'),
    () => log.push('first ended'),
  )
  timer.start(
    20,
    () => log.push('second'),
    () => log.push('second ended'),
  )
  expect(clock.pending).toBe(1)
  await clock.advance(100)
  timer.clear()
  expect(log).toEqual(['first ended', 'second'])
})

it('a wait is over when due, when something else came, and when it is cleared', async () => {
  const { clock, timer, log, early, promise } = story()
  void timer.wait(10).then(() => log.push('due'))
  await clock.advance(10)
  void timer.wait(10, promise).then(() => log.push('early'))
  early.settle()
  await settled()
  void timer.wait(10).then(() => log.push('cleared'))
  timer.clear()
  await settled()
  expect(log).toEqual(['due', 'early', 'cleared'])
  expect(clock.pending).toBe(0)
})

it('what comes too late for its own wait does not end the next one', async () => {
  const { clock, timer, log, early, promise } = story()
  void timer.wait(10, promise)
  await clock.advance(10)
  void timer.wait(10).then(() => log.push('next'))
  early.settle()
  await settled()
  expect(log).toEqual([])
  await clock.advance(10)
  expect(log).toEqual(['next'])
})
