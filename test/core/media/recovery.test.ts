import fc from 'fast-check'
import { retryDelay } from '../../../src/media/recovery'

it.each([
  [1, 500, 1000],
  [2, 1000, 2000],
  [3, 2000, 4000],
  [4, 4000, 8000],
  [5, 7500, 15_000],
  [6, 7500, 15_000],
  [1000, 7500, 15_000],
])('attempt %i waits %i to %i ms', (attempt, least, most) => {
  expect(retryDelay(attempt, 0)).toBe(least)
  expect(retryDelay(attempt, 1)).toBe(most)
})

it('never waits longer than the cap nor shorter than half a second, and grows with chance', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delay = retryDelay(attempt, random)
      expect(delay).toBeGreaterThanOrEqual(500)
      expect(delay).toBeLessThanOrEqual(15_000)
      expect(retryDelay(attempt, 1)).toBeGreaterThanOrEqual(delay)
    }),
  )
})
