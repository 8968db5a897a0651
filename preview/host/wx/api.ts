/** Turns a function into a `wx` API: callbacks when given, a promise otherwise, `name:ok` and `name:fail` messages. */
import { noteCall } from '../runtime/phone-log'
import type { Callbacks, WxError } from './types'

/** A failure with the platform's numbers; its message follows `name:fail `. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly numbers: Pick<WxError, 'errno' | 'errCode'> = {},
  ) {
    super(message)
  }
}

type Options<O, T> = O & Callbacks<T>

/**
 * @param name prefix of errMsg
 * @param run what the API does; its result is handed on with `errMsg: '<name>:ok'`
 */
export function api<O extends object, T extends object | void>(
  name: string,
  run: (options: O) => T | Promise<T>,
): (options?: Options<O, T>) => Promise<unknown> | undefined {
  return (options = {} as Options<O, T>) => {
    const { success, fail, complete } = options
    const done = settle(name, run, options)
    if (!success && !fail && !complete) return done
    done.then(
      (result) => {
        success?.(result as T & { errMsg: string })
        complete?.(result)
      },
      (error: WxError) => {
        fail?.(error)
        complete?.(error)
      },
    )
    return undefined
  }
}

async function settle<O extends object, T extends object | void>(
  name: string,
  run: (options: O) => T | Promise<T>,
  options: O,
): Promise<object> {
  try {
    const result = { ...(await run(options)), errMsg: `${name}:ok` }
    noteCall(name)
    return result
  } catch (error) {
    const failed = failure(name, error)
    noteCall(name, failed.errMsg)
    throw failed
  }
}

/** The object a failed API hands on. Not an Error, as on a phone. */
export function failure(name: string, error: unknown): WxError {
  const message = error instanceof Error ? error.message : String(error)
  const text = message.startsWith(`${name}:fail`) ? message : `${name}:fail ${message}`
  if (error instanceof ApiError) return { errMsg: text, ...error.numbers }
  const { errno } = (error ?? {}) as { errno?: unknown }
  return { errMsg: text, ...(typeof errno === 'number' && { errno }) }
}
