import { createHash } from 'node:crypto'

/** A Lua script and the name Redis gives it. */
export interface Script {
  text: string
  sha: string
}

export function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** Sends a command; rejects with what Redis or its client says. */
export type Send = (key: string, command: readonly string[]) => Promise<unknown>

/** Runs a script on keys that are all on one server, which is asked by its name first. */
export async function run(
  send: Send,
  { sha, text }: Script,
  keys: readonly [string, ...string[]],
  args: readonly string[],
): Promise<unknown> {
  const rest = [`${keys.length}`, ...keys, ...args]
  try {
    return await send(keys[0], ['EVALSHA', sha, ...rest])
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return send(keys[0], ['EVAL', text, ...rest])
  }
}
