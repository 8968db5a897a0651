/** The latest uncaught error of the mini-program, in a strip that a person can close. */
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

let remove: (() => void) | undefined

export function showFailure(screen: Screen, message: string): void {
  remove?.()
  const strip = element('div', 'failure')
  strip.setAttribute('role', 'alert')
  const close = element('button', '', '×')
  close.type = 'button'
  close.setAttribute('aria-label', text('close'))
  close.addEventListener('click', () => remove?.())
  strip.append(element('pre', '', `${text('scriptError')}\n${readable(message)}`), close)
  remove = screen.overlay(strip)
}

/** Stack lines name the mini-program's own files without the preview's addresses around them. */
function readable(stack: string): string {
  return stack
    .split('\n')
    .slice(0, 4)
    .map((line) => line.replace(/https?:\/\/[^\s)]*virtual:mp\/script\/([^\s)]*?)\.mp\.js[^:)]*/, '$1'))
    .join('\n')
}
