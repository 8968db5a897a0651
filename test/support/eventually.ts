/**
 * Reads again until the reading passes, or fails with the last one. For what announces itself by no event a test could
 * wait for: a picture that changes, a label on a page.
 */
export async function eventually<T>(
  what: string,
  read: () => Promise<T> | T,
  passes: (value: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const value = await read()
    if (passes(value)) return value
    if (Date.now() > until) throw new Error(`waited ${timeoutMs} ms for: ${what}; last seen ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
