/** Puts away what a fault needed, last first, also when it fails half-way. */
export type Later = (undo: () => Promise<unknown>) => void

/**
 * @param run puts what is to be undone into its argument
 * @returns what `run` returns, when all is undone
 */
export async function inScope<T>(run: (later: Later) => Promise<T>): Promise<T> {
  const undos: (() => Promise<unknown>)[] = []
  try {
    return await run((undo) => undos.push(undo))
  } finally {
    for (const undo of undos.reverse()) await undo()
  }
}
