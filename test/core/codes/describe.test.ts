import fc from 'fast-check'
import { describeCode, PLAYER_CODES, PUSHER_CODES } from '../../../src/codes'
import { CHANGED, PLAYER_ROWS, PUSHER_ROWS } from './codes.fixture'

const TAGS = [
  ['live-pusher', PUSHER_ROWS, PUSHER_CODES],
  ['live-player', PLAYER_ROWS, PLAYER_CODES],
] as const

describe.each(TAGS)('%s', (tag, rows, table) => {
  it.each(rows)('%i %s', (code, name, _, level, pages) => {
    const newest = describeCode(tag, code)
    expect(newest).toMatchObject({ name, level, documented: pages === 'both' || pages === '2026' })
    expect(describeCode(tag, code, '3.17.0')).toEqual(newest)
    expect(describeCode(tag, code, '3.15.2').documented).toBe(pages === 'both' || pages === '2025')
    expect(newest.text.zh).toMatch(/\p{Script=Han}/u)
    expect(newest.text.en).toMatch(/^[ -~]+$/)
  })

  it('has a row for every code and none besides', () => {
    expect(new Set(table.map(([code]) => code))).toEqual(new Set(rows.map(([code]) => code)))
  })

  it('has two rows only for what changed its meaning, and other words in each', () => {
    const twice = table.filter(([code], index) => table.findIndex(([other]) => other === code) !== index)
    expect(twice.map(([code]) => code)).toEqual(CHANGED.filter(([other]) => other === tag).map(([, code]) => code))
  })

  it('calls no two codes by one name', () => {
    const known = new Map(
      table.filter(([, name]) => name !== 'UNKNOWN').map(([code, name]) => [`${code} ${name}`, name]),
    )
    // -1303 of today and 1104 of 2025 are the same trouble, once fatal and once not.
    const names = [...known].filter(([key]) => key !== '1104 VIDEO_ENCODE_FAIL').map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

it.each(CHANGED)('%s %i meant something else in 2025', (tag, code, name, level) => {
  const then = describeCode(tag, code, '3.15.2')
  expect(then).toMatchObject({ name, level, documented: true })
  expect(then.text).not.toEqual(describeCode(tag, code).text)
})

it.each([
  ['2.10.0', 'warning'],
  ['3.9.9', 'warning'],
  ['3.15.99', 'warning'],
  ['3.16', 'info'],
  ['3.16.0', 'info'],
  ['3.16.1', 'info'],
  ['3.17.0', 'info'],
  ['4.0.0', 'info'],
  [undefined, 'info'],
] as const)('1104 under base library %s is %s', (version, level) => {
  expect(describeCode('live-pusher', 1104, version).level).toBe(level)
})

it('any other code is unknown and harmless', () => {
  const codes = new Set([...PUSHER_CODES, ...PLAYER_CODES].map(([code]) => code))
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('live-pusher', 'live-player'), (code, tag) => {
      fc.pre(!codes.has(code))
      const { name, level, documented, text } = describeCode(tag, code)
      expect([name, level, documented]).toEqual(['UNKNOWN', 'info', false])
      expect(text.en).toContain(String(code))
    }),
  )
})

it('names what is wrong with another tag', () => {
  expect(() => describeCode('video' as 'live-player', 1)).toThrow(
    'describeCode: tag has to be live-pusher or live-player',
  )
})
