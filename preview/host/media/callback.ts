/** Context methods as the platform has them: callbacks only, never a promise, answers never before the call returned. */

export interface CallbackOptions {
  success?: (result: Record<string, unknown>) => void
  fail?: (error: { errMsg: string; errCode?: number; errno?: number }) => void
  complete?: (result: Record<string, unknown>) => void
}

/** A refusal with the platform's numbers beside its text. */
export class ContextError extends Error {
  constructor(
    message: string,
    readonly numbers: { errCode?: number; errno?: number } = {},
  ) {
    super(message)
  }
}

/** Runs one method; `api` is the name that the platform prints in errMsg. */
export function answer(
  api: string,
  options: CallbackOptions | undefined,
  run: () => void | object | Promise<void | object>,
): void {
  Promise.resolve()
    .then(run)
    .then(
      (result) => {
        const detail = { errMsg: `${api}:ok`, ...(result ?? {}) }
        options?.success?.(detail)
        options?.complete?.(detail)
      },
      (error: unknown) => {
        const numbers = error instanceof ContextError ? error.numbers : {}
        const detail = { errMsg: `${api}:fail ${error instanceof Error ? error.message : String(error)}`, ...numbers }
        options?.fail?.(detail)
        options?.complete?.(detail)
      },
    )
    // An exception in a page's callback is the page's: it belongs in the console with its own stack.
    .catch((error: unknown) =>
      queueMicrotask(() => {
        throw error
      }),
    )
}

/** What the platform answers while the mini-program is in the background. */
export function refuseInBackground(foreground: boolean): void {
  if (!foreground) {
    throw new ContextError('access denied, jsapi has no permission, runningState=background', { errno: 102 })
  }
}

type Args = Record<string, unknown>
export type Method = (options?: CallbackOptions & Args) => void
export type MediaContext = Readonly<Record<string, Method>>

/**
 * The maker of a context's methods. `find` is asked at each call: the tag may be mounted after the context was made.
 * @param missing what the platform says when there is no tag
 * @returns `method`, which runs on the engine found, and `refuse`, which makes methods that the preview has not
 */
export function contextMethods<Engine extends { readonly foreground: boolean }>(
  api: string,
  find: () => Engine | undefined,
  missing: string,
) {
  const method =
    (run: (engine: Engine, options: Args) => void | object | Promise<void | object>): Method =>
    (options) =>
      answer(api, options, () => {
        const engine = find()
        if (!engine) throw new Error(missing)
        refuseInBackground(engine.foreground)
        return run(engine, options ?? {})
      })
  const refuse = (names: readonly string[]): MediaContext => {
    const refused = (name: string) => method(() => Promise.reject(new Error(`${name} is not supported in the preview`)))
    return Object.fromEntries(names.map((name) => [name, refused(name)]))
  }
  return { method, refuse }
}
