import fc from 'fast-check'
import { boundsOf, clampTo, resist, thrown } from '../../host/builtins/movable-motion'
import { easings, landing, offsetOf } from '../../host/builtins/swiper-motion'
import { convertText } from '../../host/builtins/text'
import { clock } from '../../host/builtins/video-controls'
import { matches } from '../../host/runtime/media-query'

describe('movable', () => {
  it('may be anywhere inside, or all over an area that it covers', () => {
    expect(boundsOf({ width: 300, height: 200 }, { width: 60, height: 260 })).toEqual({
      ...{ left: 0, right: 240, top: -60, bottom: 0 },
    })
  })

  it('gives way less and less outside, and never turns back', () => {
    const bounds = { left: 0, top: 0, right: 10, bottom: 10 }
    expect(clampTo(bounds, { x: -5, y: 50 })).toEqual({ x: 0, y: 10 })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), (over) => {
        const { x } = resist(bounds, { x: 10 + over, y: 0 })
        expect(x).toBeGreaterThanOrEqual(10)
        expect(resist(bounds, { x: 11 + over, y: 0 }).x).toBeGreaterThan(x)
      }),
    )
  })

  it('flies further with speed and shorter with friction', () => {
    const far = thrown({ x: 0, y: 0 }, { x: 1, y: -1 }, 2)
    expect(far.x).toBeGreaterThan(0)
    expect(far.y).toBe(-far.x)
    expect(thrown({ x: 0, y: 0 }, { x: 1, y: 0 }, 10).x).toBeLessThan(far.x)
    expect(thrown({ x: 0, y: 0 }, { x: 1, y: 0 }, 0).x).toBe(far.x)
  })
})

describe('swiper', () => {
  it('keeps a ring around the front: one behind, the rest ahead', () => {
    const offsets = (position: number) => [0, 1, 2, 3].map((index) => offsetOf(index, position, 4, 1))
    expect(offsets(0)).toEqual([0, 1, 2, -1])
    expect(offsets(3)).toEqual([1, 2, -1, 0])
    expect(offsets(-0.5)).toEqual([0.5, 1.5, 2.5, -0.5])
    expect([0, 1, 2].map((index) => offsetOf(index, 1, 0, 1))).toEqual([-1, 0, 1])
  })

  it('never shows two items in one place', () => {
    const sizes = fc
      .integer({ min: 2, max: 9 })
      .chain((count) => fc.tuple(fc.constant(count), fc.double({ min: -50, max: 50, noNaN: true })))
    fc.assert(
      fc.property(sizes, ([count, position]) => {
        const offsets = Array.from({ length: count }, (_, index) => offsetOf(index, position, count, 1))
        const sorted = [...offsets].sort((one, two) => one - two)
        sorted.slice(1).forEach((offset, index) => expect(offset - (sorted[index] ?? 0)).toBeCloseTo(1, 6))
      }),
    )
  })

  it.each([
    ['a short slow drag', 0, 0.3, 0, 0],
    ['more than half', 0, 0.6, 0, 1],
    ['a flick', 2, 2.1, 0.002, 3],
    ['a flick back', 2, 1.9, -0.002, 1],
    ['a flick against the drag', 2, 2.1, -0.002, 2],
    ['a drag over many', 0, 3.2, 0, 1],
  ])('ends where it should: %s', (_, begin, position, speed, expected) => {
    expect(landing(begin, position, speed)).toBe(expected)
  })

  it.each(Object.entries(easings))('%s goes from 0 to 1', (_, easing) => {
    expect([easing(0), easing(1)]).toEqual([0, 1])
  })
})

it.each([
  ['a b', 'ensp', false, 'a\u2002b'],
  ['a b', 'emsp', false, 'a\u3000b'.replace('\u3000', '\u2003')],
  ['a b', '', false, 'a b'],
  ['&lt;&unknown;', '', true, '<&unknown;'],
  ['&lt;', '', false, '&lt;'],
])('text %j with space "%s", decode %s', (text, space, decode, expected) => {
  expect(convertText(text, space, decode)).toBe(expected)
})

it.each([
  [{}, true],
  [{ minWidth: 390, maxWidth: 390, width: 390 }, true],
  [{ minWidth: 391 }, false],
  [{ maxHeight: 700 }, false],
  [{ height: 753, orientation: 'portrait' }, true],
  [{ orientation: 'landscape' }, false],
])('media %j', (query, expected) => {
  expect(matches(query, { width: 390, height: 753 })).toBe(expected)
})

it.each([
  [0, '00:00'],
  [65.9, '01:05'],
  [3661, '01:01:01'],
])('%s seconds', (seconds, expected) => {
  expect(clock(seconds)).toBe(expected)
})
