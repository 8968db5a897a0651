/**
 * From two versions of a component's fields to the smallest path-level `setData`. Pure functions over plain data.
 */
import { isObservableMap, isObservableObject } from 'mobx-miniprogram'
import { LiveError } from '../../src/index'

export type Fields = Record<string, unknown>

/** Keys that may stand in a data path as they are. */
const NAME = /^[A-Za-z_$][\w$]*$/

function isRecord(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * A deep plain copy. Reading everything here is what makes a reaction depend on every item of an observable list.
 * `undefined`, which `setData` forbids, becomes null in a list and is left out of an object.
 */
export function plain(value: unknown, path: string): unknown {
  if (value === undefined) return null
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) return value.map((item, i) => plain(item, `${path}[${i}]`))
  if (isRecord(value) || (isObservableObject(value) && !isObservableMap(value))) {
    const copy: Fields = {}
    for (const [key, item] of Object.entries(value as Fields)) {
      if (item !== undefined) copy[key] = plain(item, `${path}.${key}`)
    }
    return copy
  }
  throw LiveError.of(
    'invalid-argument',
    `"${path}" is not plain data (${typeof value}); select strings, numbers, booleans, lists and records only`,
  )
}

function diffRecord(before: Fields, after: Fields, path: string, out: Fields): boolean {
  if (Object.keys(before).some((key) => !(key in after))) return false
  const names = Object.keys(after)
  if (!names.every((key) => NAME.test(key))) return false
  for (const key of names) diffValue(before[key], after[key], `${path}.${key}`, out)
  return true
}

function diffList(before: unknown[], after: unknown[], path: string, out: Fields): boolean {
  // A path can neither shorten a list nor start one.
  if (after.length < before.length || before.length === 0) return after.length === 0 && before.length === 0
  after.forEach((item, index) => {
    const at = `${path}[${index}]`
    if (index < before.length) diffValue(before[index], item, at, out)
    else out[at] = item
  })
  return true
}

/** Adds to `out` what turns `before` into `after` at `path`. `before` must be what the component has now. */
export function diffValue(before: unknown, after: unknown, path: string, out: Fields): void {
  if (Object.is(before, after)) return
  if (Array.isArray(before) && Array.isArray(after) && diffList(before, after, path, out)) return
  if (isRecord(before) && isRecord(after) && diffRecord(before, after, path, out)) return
  out[path] = after
}
