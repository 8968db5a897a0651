/**
 * Where WeChat's WebView framework (exparser) and glass-easel differ, pages see exparser's: found by running the same
 * components under both (test/fidelity.test.ts).
 */
import { DataGroup } from 'glass-easel'
import { component } from 'glass-easel-miniprogram-adapter'

interface Data {
  readonly data: Record<string, unknown>
  getChanges(): unknown[]
}

/** What was last passed to each property. */
const passed = new WeakMap<object, Map<string, unknown>>()

export function followExparser(): void {
  copyWhatIsSet()
  skipEqualProperties()
}

/** `setData` takes a copy: changing the object afterwards changes nothing in `this.data`. */
function copyWhatIsSet(): void {
  const prototype = component.ComponentCaller.prototype as unknown as Record<string, unknown>
  const original = prototype['setData'] as (this: unknown, data: unknown, done?: () => void) => void
  prototype['setData'] = function (this: unknown, data: unknown, done?: () => void) {
    original.call(this, copyOf(data), done)
  }
}

/** A property whose binding yields the same primitive again is not set again: no observer runs. The first time it always is. */
function skipEqualProperties(): void {
  const prototype = DataGroup.prototype as unknown as Record<string, unknown>
  const original = prototype['replaceProperty'] as (this: unknown, name: string, value: unknown) => boolean
  prototype['replaceProperty'] = function (this: Data, name: string, value: unknown): boolean {
    const taken = original.call(this, name, value)
    if (!taken) return false
    const values = passed.get(this) ?? new Map<string, unknown>()
    passed.set(this, values)
    const same = values.has(name) && Object.is(values.get(name), value) && Object.is(this.data[name], value)
    if (same && !isObject(value)) this.getChanges().pop()
    values.set(name, value)
    return true
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Arrays and plain objects are copied, circles included; anything else is handed on as it is. */
export function copyOf<T>(value: T, made = new Map<unknown, unknown>()): T {
  if (!isObject(value)) return value
  const known = made.get(value)
  if (known !== undefined) return known as T
  const prototype: unknown = Object.getPrototypeOf(value)
  if (Array.isArray(value)) {
    const copy: unknown[] = []
    made.set(value, copy)
    for (const item of value) copy.push(copyOf(item, made))
    return copy as T
  }
  if (prototype !== null && prototype !== Object.prototype) return value
  const copy: Record<string, unknown> = {}
  made.set(value, copy)
  for (const [name, item] of Object.entries(value as object)) copy[name] = copyOf(item, made)
  return copy as T
}
