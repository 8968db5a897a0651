import { codeLevel, playerCode, pusherCode, type CodeEffect } from '../../../src/media/codes'
import { PLAYER_CODES } from '../../../src/media/codes-player'
import { PUSHER_CODES } from '../../../src/media/codes-pusher'
import { PLAYER_ROWS, PUSHER_ROWS, type Row } from './codes.fixture'

const TAGS = [
  ['live-pusher', PUSHER_ROWS, pusherCode, PUSHER_CODES],
  ['live-player', PLAYER_ROWS, playerCode, PLAYER_CODES],
] as const

describe.each(TAGS)('%s', (_, rows, lookup, table) => {
  it.each(rows.map((row: Row) => [row[0], row] as const))('%i', (code, [, name, effect, level]) => {
    expect(lookup(code)).toEqual({ name: name ?? 'UNKNOWN', effect })
    expect(codeLevel(lookup(code).effect)).toBe(level)
  })

  it('names no code that the platform does not have, and none twice', () => {
    const named = rows.filter(([, name]) => name !== null).map(([code]) => code)
    const codes = Object.values(table).flatMap((names) => Object.values(names as Record<string, number>))
    expect(codes.sort()).toEqual(named.sort())
    const names = Object.values(table).flatMap((group) => Object.keys(group))
    expect(new Set(names).size).toBe(names.length)
  })

  it.each([2029_000, -1, 99999, NaN])('passes the unknown %d on as information', (code) => {
    expect(lookup(code)).toEqual({ name: 'UNKNOWN', effect: 'info' })
  })
})

it('takes 2003 and 2004 for the first picture, never 2032', () => {
  const first = PLAYER_ROWS.map(([code]) => code).filter((code) => playerCode(code).effect === 'first-picture')
  expect(first).toEqual([2003, 2004])
})

it('waits through 3001-3005 on both tags', () => {
  const effects = [3001, 3002, 3003, 3004, 3005].flatMap((code) => [pusherCode(code).effect, playerCode(code).effect])
  expect(new Set<CodeEffect>(effects)).toEqual(new Set(['platform-retry']))
})
