/** The latest uncaught error of the mini-program, in a strip that a person can close. */
import type { Screen } from './screen'
import { showStrip } from './strip'
import { text } from './text'

let remove: (() => void) | undefined

export function showFailure(screen: Screen, message: string): void {
  remove?.()
  remove = showStrip(screen, 'alert', `${text('scriptError')}\n${readable(message)}`)
}

/** Stack lines name the mini-program's own files without the preview's addresses around them. */
function readable(stack: string): string {
  return stack
    .split('\n')
    .slice(0, 4)
    .map((line) => line.replace(/https?:\/\/[^\s)]*virtual:mp\/script\/([^\s)]*?)\.mp\.js[^:)]*/, '$1'))
    .join('\n')
}
