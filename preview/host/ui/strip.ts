/** A strip over the lower edge of the phone that a person can close. */
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

/** @returns removes it; harmless when the person was first */
export function showStrip(screen: Screen, role: 'alert' | 'status', message: string, kind = ''): () => void {
  const strip = element('div', 'failure')
  strip.setAttribute('role', role)
  if (kind) strip.dataset['kind'] = kind
  const close = element('button', '', '×')
  close.type = 'button'
  close.setAttribute('aria-label', text('close'))
  strip.append(element('pre', '', message), close)
  const remove = screen.overlay(strip)
  close.addEventListener('click', remove)
  return remove
}
