/** After a reload because a file changed, the phone returns to the pages it showed. */

const key = (phone: string): string => `mp:${phone}:stack`

/** Saves the open pages when the phone is about to reload because of a changed file. */
export function rememberStack(phone: string, stack: () => string[]): void {
  import.meta.hot?.on('mp:reload', () => sessionStorage.setItem(key(phone), JSON.stringify(stack())))
}

/** The saved pages, once; `undefined` for an ordinary start. */
export function restoredStack(phone: string): string[] | undefined {
  const saved = sessionStorage.getItem(key(phone))
  sessionStorage.removeItem(key(phone))
  const stack = saved === null ? [] : (JSON.parse(saved) as string[])
  return stack.length > 0 ? stack : undefined
}
