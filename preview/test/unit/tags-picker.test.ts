import fc from 'fast-check'
import { carried, pickerModel, type PickerOptions } from '../../host/builtins/picker-columns'
import { REGIONS } from '../../host/builtins/regions'

const given = (options: Partial<PickerOptions>): PickerOptions => ({
  ...{ mode: 'selector', range: [], rangeKey: '', value: null, start: '', end: '', fields: 'day' },
  ...{ customItem: '', level: 'region' },
  ...options,
})
const today = new Date(2026, 10, 22)
const labels = (options: Partial<PickerOptions>, picked: number[]) => pickerModel(given(options), today).columns(picked)
const value = (options: Partial<PickerOptions>, picked?: number[]) => {
  const model = pickerModel(given(options), today)
  return model.detail(picked ?? model.start)
}

it('shows the key of objects, and gives an index as text', () => {
  const range = [{ name: 'Ann' }, { name: 'Bob' }]
  expect(labels({ range, rangeKey: 'name' }, [0])).toEqual([['Ann', 'Bob']])
  expect(value({ range, rangeKey: 'name', value: 1 })).toEqual({ value: '1' })
})

it('takes a missing range for an empty one', () => {
  expect(labels({ range: undefined }, [])).toEqual([[]])
  expect(labels({ mode: 'multiSelector', range: null }, [])).toEqual([])
})

it('refuses a mode that the platform does not have', () => {
  expect(() => pickerModel(given({ mode: 'day' }))).toThrow('<picker mode="day">: not one of selector, multiSelector')
})

describe('dates', () => {
  it.each([
    ['day', '2024-02-29', { value: '2024-02-29' }],
    ['month', '2024-02', { value: '2024-02' }],
    ['year', '2024', { value: '2024' }],
    ['day', '', { value: '2026-11-22' }],
  ])('of %s from "%s"', (fields, written, expected) => {
    expect(value({ mode: 'date', fields, value: written })).toEqual(expected)
  })

  it('bound a column only while those before it stand at the bound', () => {
    const options = { mode: 'date', start: '2026-11-20', end: '2027-02-03' }
    expect(labels(options, [0, 0])[1]).toEqual(['11月', '12月'])
    expect(labels(options, [0, 0, 0])[2]?.[0]).toBe('20日')
    expect(labels(options, [0, 1, 0])[2]).toHaveLength(31)
    expect(labels(options, [1, 1, 0])[2]).toEqual(['1日', '2日', '3日'])
  })

  it('stay within their bounds, whatever is picked', () => {
    const days = fc.date({ min: new Date(1950, 0, 1), max: new Date(2090, 0, 1), noInvalidDate: true })
    const text = (date: Date) =>
      [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
    const indices = fc.tuple(fc.nat(150), fc.nat(12), fc.nat(31))
    fc.assert(
      fc.property(days, days, indices, (one, two, picked) => {
        const [start, end] = [text(one), text(two)].sort() as [string, string]
        const { value: chosen } = value({ mode: 'date', start, end }, picked) as { value: string }
        expect(chosen >= start && chosen <= end).toBe(true)
        expect(text(new Date(`${chosen}T00:00:00`))).toBe(chosen)
      }),
    )
  })
})

describe('a turn', () => {
  const turn = (options: Partial<PickerOptions>, before: number[], after: number[]) => {
    const model = pickerModel(given(options), today)
    return carried(model, model.columns(before), after)
  }

  it('keeps the month and the day where they still are, and else the nearest', () => {
    const options = { mode: 'date', start: '2025-03-01', end: '2026-11-30' }
    expect(turn(options, [1, 10, 4], [0, 10, 4])).toEqual([0, 8, 4])
    expect(turn({ mode: 'date', start: '2024-01-01' }, [0, 0, 30], [0, 1, 30])).toEqual([0, 1, 28])
  })

  it('begins a new province at its first city', () => {
    expect(turn({ mode: 'region' }, [18, 1, 2], [0, 1, 2])).toEqual([0, 0, 0])
  })

  it('leaves columns alone that stay as they are, doubles included', () => {
    expect(
      turn(
        {
          mode: 'multiSelector',
          range: [
            ['a', 'b'],
            ['x', 'x'],
          ],
        },
        [0, 1],
        [1, 1],
      ),
    ).toEqual([1, 1])
  })
})

it('gives times between start and end', () => {
  const options = { mode: 'time', start: '09:10', end: '18:05', value: '07:00' }
  expect(value(options)).toEqual({ value: '09:10' })
  expect(labels(options, [9, 0])[1]).toEqual(['00', '01', '02', '03', '04', '05'])
})

describe('regions', () => {
  it('go as deep as the level, with a custom item on top', () => {
    const options = { mode: 'region', level: 'city', customItem: '全部', value: ['广东省', '全部'] }
    expect(value(options)).toEqual({ value: ['广东省', '全部'], code: ['440000', ''], postcode: '' })
    expect(labels(options, [0])).toEqual([expect.arrayContaining(['全部', '北京市']), ['全部']])
  })

  it('are named and coded without doubles, each code inside that of its parent', () => {
    const codes = REGIONS.flatMap((province) => [
      province.code,
      ...province.inside.flatMap((city) => {
        expect(city.code.slice(0, 2)).toBe(province.code.slice(0, 2))
        city.inside.forEach((district) => expect(district.code.slice(0, 4)).toBe(city.code.slice(0, 4)))
        return [city.code, ...city.inside.map(({ code }) => code)]
      }),
    ])
    expect(new Set(codes).size).toBe(codes.length)
    expect(REGIONS).toHaveLength(34)
  })
})
