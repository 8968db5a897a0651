/** The columns of `<picker>` by mode, as pure functions of what is picked. */
import { REGIONS, type Region } from './regions'

export interface PickerModel {
  /** What is picked when the sheet opens: one index a column. */
  readonly start: readonly number[]
  /** A turn takes the columns after it to their first rows, as a new province has nothing of the old one. */
  readonly resets?: true
  /** Labels of every column for what is picked in the columns before it. */
  columns(picked: readonly number[]): string[][]
  /** `event.detail` of `change`. */
  detail(picked: readonly number[]): { value: unknown; [more: string]: unknown }
}

/** Attributes of `<picker>` as the page wrote them. */
export interface PickerOptions {
  mode: string
  range: unknown
  rangeKey: string
  value: unknown
  start: string
  end: string
  fields: string
  customItem: string
  level: string
}

/** @throws Error for a mode the platform does not have */
export function pickerModel(options: PickerOptions, today = new Date()): PickerModel {
  const { mode } = options
  if (mode === 'selector') return selector(options)
  if (mode === 'multiSelector') return multiSelector(options)
  if (mode === 'time') return time(options)
  if (mode === 'date') return date(options, today)
  if (mode === 'region') return region(options)
  throw new Error(`<picker mode="${mode}">: not one of selector, multiSelector, time, date, region`)
}

/**
 * What is picked after a turn: November stays November though the months now begin in March.
 * @param shown labels of the columns before the turn
 * @param picked indices in them, the turned one included
 */
export function carried(model: PickerModel, shown: readonly string[][], picked: readonly number[]): number[] {
  const carriedOn: number[] = []
  picked.forEach((index, column) => {
    const labels = model.columns(carriedOn)[column] ?? []
    const before = shown[column] ?? []
    const same = labels.length === before.length && labels.every((label, row) => label === before[row])
    const found = same ? index : labels.indexOf(before[index] ?? '')
    carriedOn.push(found >= 0 ? found : model.resets ? 0 : Math.max(0, Math.min(index, labels.length - 1)))
  })
  return carriedOn
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

const labels = (range: unknown, key: string): string[] =>
  list(range).map((item) => String(key !== '' && item !== null ? (item as Record<string, unknown>)[key] : item))

function selector({ range, rangeKey, value }: PickerOptions): PickerModel {
  return {
    start: [Number(value) || 0],
    columns: () => [labels(range, rangeKey)],
    // A string, though the documentation says number: so it is on phones.
    detail: ([index = 0]) => ({ value: String(index) }),
  }
}

function multiSelector({ range, rangeKey, value }: PickerOptions): PickerModel {
  const columns = list(range).map((column) => labels(column, rangeKey))
  return {
    start: columns.map((_, index) => Number(list(value)[index]) || 0),
    columns: () => columns,
    detail: (picked) => ({ value: [...picked] }),
  }
}

const two = (number: number): string => String(number).padStart(2, '0')
const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

/**
 * Columns of numbers between two bounds, most significant first: a column is bounded by `low` or `high` as long as every
 * column before it stands at that bound.
 */
function bounded(low: number[], high: number[], full: (chosen: number[], column: number) => [number, number]) {
  return (picked: readonly number[]): number[][] => {
    const chosen: number[] = []
    return low.map((_, column) => {
      const atLow = chosen.every((number, index) => number === low[index])
      const atHigh = chosen.every((number, index) => number === high[index])
      const [from, to] = full(chosen, column)
      const numbers = span(atLow ? (low[column] ?? from) : from, atHigh ? (high[column] ?? to) : to)
      chosen.push(numbers[Math.min(picked[column] ?? 0, numbers.length - 1)] ?? from)
      return numbers
    })
  }
}

/** Indices at which `numbers` stand in their columns, or the nearest there is. */
function indicesOf(numbers: number[], columns: (picked: readonly number[]) => number[][]): number[] {
  const picked: number[] = []
  numbers.forEach((number, column) => {
    const options = columns(picked)[column] ?? []
    const at = options.indexOf(number)
    picked.push(at >= 0 ? at : number > (options.at(-1) ?? 0) ? Math.max(0, options.length - 1) : 0)
  })
  return picked
}

const pickedNumbers = (columns: number[][], picked: readonly number[]): number[] =>
  columns.map((numbers, column) => numbers[Math.min(picked[column] ?? 0, numbers.length - 1)] ?? 0)

const numbersIn = (text: unknown): number[] => (String(text).match(/\d+/g) ?? []).map(Number)

function time({ start, end, value }: PickerOptions): PickerModel {
  const low = start === '' ? [0, 0] : numbersIn(start)
  const high = end === '' ? [23, 59] : numbersIn(end)
  const columns = bounded(low, high, (_, column) => [0, column === 0 ? 23 : 59])
  const [hour = 0, minute = 0] = numbersIn(value)
  return {
    start: indicesOf([hour, minute], columns),
    columns: (picked) => columns(picked).map((numbers) => numbers.map(two)),
    detail: (picked) => ({ value: pickedNumbers(columns(picked), picked).map(two).join(':') }),
  }
}

function date({ start, end, value, fields }: PickerOptions, today: Date): PickerModel {
  const depth = fields === 'year' ? 1 : fields === 'month' ? 2 : 3
  const ofToday = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
  const complete = (text: string, missing: number[]) => {
    const numbers = numbersIn(text)
    return missing.map((number, index) => numbers[index] ?? number).slice(0, depth)
  }
  const columns = bounded(complete(start, [1900, 1, 1]), complete(end, [2100, 12, 31]), ([year, month], column) => {
    if (column === 0) return [1900, 2100]
    return [1, column === 1 ? 12 : new Date(year ?? 2000, month ?? 1, 0).getDate()]
  })
  const units = ['年', '月', '日']
  return {
    start: indicesOf(complete(String(value ?? ''), ofToday), columns),
    columns: (picked) => columns(picked).map((numbers, column) => numbers.map((number) => `${number}${units[column]}`)),
    detail: (picked) => ({ value: pickedNumbers(columns(picked), picked).map(two).join('-') }),
  }
}

function region({ value, customItem, level }: PickerOptions): PickerModel {
  const depth = level === 'province' ? 1 : level === 'city' ? 2 : 3
  const custom: Region[] = customItem === '' ? [] : [{ name: customItem, code: '', inside: [] }]
  const path = (picked: readonly number[]): Region[][] => {
    const columns: Region[][] = []
    let inside: readonly Region[] = REGIONS
    for (let column = 0; column < depth; column += 1) {
      const options = [...custom, ...inside]
      columns.push(options)
      inside = options[Math.min(picked[column] ?? 0, options.length - 1)]?.inside ?? []
    }
    return columns
  }
  const chosen = (picked: readonly number[]): Region[] =>
    path(picked).flatMap((options, column) => options[Math.min(picked[column] ?? 0, options.length - 1)] ?? [])
  const start: number[] = []
  for (let column = 0; column < depth; column += 1)
    start.push(Math.max(0, path(start)[column]?.findIndex(({ name }) => name === list(value)[column]) ?? 0))
  return {
    start,
    resets: true,
    columns: (picked) => path(picked).map((options) => options.map(({ name }) => name)),
    detail: (picked) => {
      const regions = chosen(picked)
      const codes = regions.map(({ code }) => code)
      return { value: regions.map(({ name }) => name), code: codes, postcode: '' }
    },
  }
}
