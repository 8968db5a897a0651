import { createTimer } from '../../../src/media/clock'
import { FakeClock } from './harness'

function story() {
  const clock = new FakeClock()
  const log: string[] = []
  const { start, clear } = createTimer(clock)
  const run = (name: string, ms: number) =>
    start(
      ms,
      () => log.push(`${name} due`),
      () => log.push(`${name} ended`),
    )
  return { clock, log, run, start, clear }
}

it('runs one at a time: another one ends the first', async () => {
  const { clock, log, run, clear } = story()
  run('first', 10)
  run('second', 20)
  expect(clock.pending).toBe(1)
  await clock.advance(100)
  clear()
  expect(log).toEqual(['first ended', 'second due'])
})

it('is over when due, when it is ended, and when it is cleared, and says so once', async () => {
  const { clock, log, run, clear } = story()
  const first = run('one', 10)
  await clock.advance(10)
  const second = run('two', 10)
  second()
  second()
  run('three', 10)
  first()
  clear()
  clear()
  expect(log).toEqual(['one due', 'two ended', 'three ended'])
  expect(clock.pending).toBe(0)
})

it('what comes too late for its own timer does not end the next one', async () => {
  const { clock, log, run } = story()
  const first = run('one', 10)
  await clock.advance(10)
  run('two', 10)
  first()
  await clock.advance(10)
  expect(log).toEqual(['one due', 'two due'])
})

it('needs nobody who listens to its end', async () => {
  const { clock, log, start, clear } = story()
  start(10, () => log.push('due'))
  clear()
  await clock.advance(10)
  expect(log).toEqual([])
})
