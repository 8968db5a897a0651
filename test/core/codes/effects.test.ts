import { effectOf } from '../../../src/media/codes'
import { PLAYER_ROWS, PUSHER_ROWS } from './codes.fixture'

describe.each([
  ['live-pusher', PUSHER_ROWS],
  ['live-player', PLAYER_ROWS],
])('%s', (_, rows) => {
  it.each(rows.map(([code, name, effect]) => [code, name, effect] as const))('%i %s: %s', (code, name, effect) => {
    expect(effectOf(code)).toBe(effect)
    expect(name).toMatch(/^[A-Z_0-9]+$/)
  })
})

it.each([2029_000, -1, 99999, NaN])('passes the unknown %d on as information', (code) => {
  expect(effectOf(code)).toBe('info')
})

it('takes 2003 and 2004 for the first picture, never 2032', () => {
  const pictures = PLAYER_ROWS.map(([code]) => code).filter((code) => effectOf(code) === 'live')
  expect(pictures).toEqual([2003, 2004])
})

it('one table for both tags: a code that both have does the same on either', () => {
  const both = PUSHER_ROWS.flatMap(([code, , effect]) =>
    PLAYER_ROWS.filter(([other]) => other === code).map(([, , same]) => [code, effect, same] as const),
  )
  expect(both.map(([code]) => code)).toEqual([3001, 3002, 3003, 3004, 3005, 0])
  expect(both.filter(([, one, other]) => one !== other)).toEqual([])
})
