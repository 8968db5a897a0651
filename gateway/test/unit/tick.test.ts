import { Tick } from '../../src/tick'

/** A room whose flush takes so long, ms. */
function roomOf(ms: number, said: string[], name = 'events') {
  return {
    flush() {
      time += ms
      said.push(name)
    },
  }
}

let time = 0

beforeEach(() => {
  time = 0
  jest.useFakeTimers()
  jest.spyOn(performance, 'now').mockImplementation(() => time)
})

afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
})

const fail = (error: unknown): void => {
  throw error
}

it('flushes a room once a turn, and answers after it', () => {
  const said: string[] = []
  const tick = new Tick(fail)
  const room = roomOf(0, said)
  tick.after(() => said.push('ok'))
  tick.touch(room)
  tick.touch(room)
  expect(said).toEqual([])
  jest.advanceTimersByTime(0)
  expect(said).toEqual(['events', 'ok'])
})

it.each([
  { took: 10, rests: 10 },
  { took: 300, rests: 20 },
])(
  'rests $rests ms after a flush of $took ms, and what comes meanwhile leaves together, in order',
  ({ took, rests }) => {
    const said: string[] = []
    const tick = new Tick(fail)
    tick.touch(roomOf(took, said))
    jest.advanceTimersByTime(0)
    said.length = 0
    tick.touch(roomOf(0, said, 'first'))
    tick.after(() => said.push('ok'))
    jest.advanceTimersByTime(rests - 1)
    tick.touch(roomOf(0, said, 'second'))
    expect(said).toEqual([])
    jest.advanceTimersByTime(1)
    expect(said).toEqual(['first', 'second', 'ok'])
  },
)

it('does not rest when time has gone by, nor after a flush of no length', () => {
  const said: string[] = []
  const tick = new Tick(fail)
  tick.touch(roomOf(10, said))
  jest.advanceTimersByTime(0)
  time += 10
  tick.touch(roomOf(0, said))
  jest.advanceTimersByTime(0)
  tick.touch(roomOf(0, said))
  jest.advanceTimersByTime(0)
  expect(said).toHaveLength(3)
})

it('an error in one room keeps nothing from the others', () => {
  const said: string[] = []
  const errors: unknown[] = []
  const tick = new Tick((error) => errors.push(error))
  const error = new Error('broken')
  tick.touch({
    flush: () => {
      throw error
    },
  })
  tick.touch(roomOf(0, said))
  jest.advanceTimersByTime(0)
  expect({ said, errors }).toEqual({ said: ['events'], errors: [error] })
})
