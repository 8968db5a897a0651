/** The latest uncaught error of the mini-program, in a strip that a person can close. */
import type { Screen } from './screen'
import { showStrip } from './strip'
import { text } from './text'

let remove: (() => void) | undefined

export function showFailure(screen: Screen, message: string): void {
  remove?.()
  remove = showStrip(screen, 'alert', `${text('scriptError')}\n${readable(message)}`)
}

/** The head of the stack. */
const readable = (stack: string): string => stack.split('\n').slice(0, 4).join('\n')
