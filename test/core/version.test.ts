import fc from 'fast-check'
import { compareVersions } from '../../src/version'

const numbers = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 })

describe('compareVersions', () => {
  it.each([
    ['2.9.4', '2.20.1', -1],
    ['2.20.1', '2.20.1', 0],
    ['3.0', '3.0.0', 0],
    ['3.16.2', '3.9.9', 1],
    ['8.0.60', '8.0.6', 1],
    ['', '0.0.1', -1],
    ['dev', '0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
  })

  it('orders as tuples of numbers do', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const length = Math.max(a.length, b.length)
        const first = Array.from({ length }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0)).find((difference) => difference) ?? 0
        expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(Math.sign(first))
        expect(Math.sign(compareVersions(b.join('.'), a.join('.'))) + 0).toBe(-Math.sign(first) + 0)
      }),
    )
  })
})
