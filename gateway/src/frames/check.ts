/** Small checks of untrusted JSON. A check throws {@link BadFrame}; the reader decides what it costs the sender. */
import { ID_PATTERN, type RefusalCode } from '../wire'

/** A value that is not what the protocol says; `code` is what a numbered command is refused with. */
export class BadFrame extends Error {
  constructor(
    message: string,
    readonly code: Extract<RefusalCode, 'malformed' | 'too-large'> = 'malformed',
  ) {
    super(message)
  }
}

export type Fields = Record<string, unknown>

export function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadFrame(`${what} must be an object`)
  return value as Fields
}

/** Length in code points, as a person counts characters (an emoji of the astral planes is one). */
export function textLength(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

export function text(value: unknown, what: string, max: number): string {
  if (typeof value !== 'string' || value.trim() === '') throw new BadFrame(`${what} must be a text that is not empty`)
  // A string has at most twice as many UTF-16 units as code points: the cheap test comes first.
  if (value.length > max && textLength(value) > max) {
    throw new BadFrame(`${what} has more than ${max} characters`, 'too-large')
  }
  return value
}

/** What a form leaves empty is as good as absent. */
export function optional<T>(value: unknown, check: (value: unknown) => T): T | undefined {
  return value === undefined || value === '' ? undefined : check(value)
}

export function id(value: unknown, what: string): string {
  if (typeof value !== 'string' || !ID_PATTERN.test(value)) {
    throw new BadFrame(`${what} must be 1-48 letters, digits, "_" or "-"`)
  }
  return value
}

export function integer(value: unknown, what: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
    throw new BadFrame(`${what} must be a whole number from ${min} to ${max}`)
  }
  return value as number
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new BadFrame(`${what} must be true or false`)
  return value
}

export function oneOf<T extends string>(value: unknown, what: string, options: readonly T[]): T {
  if (!options.includes(value as T)) throw new BadFrame(`${what} must be one of ${options.join(', ')}`)
  return value as T
}
