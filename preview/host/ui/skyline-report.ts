/** What Skyline does not take of the style sheets, in a strip that a person can close; the console has all of it. */
import { describe, place } from '../diagnostics/messages'
import type { Diagnostic } from '../diagnostics/types'
import type { PhoneEnv } from '../env/types'
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

/** Lines in the strip; it must not hide the page it is about. */
const SHOWN = 4

export function reportSkyline(screen: Screen, findings: readonly Diagnostic[], env: PhoneEnv): void {
  if (findings.length === 0) return
  const language = env.language === 'en' ? 'en' : 'zh'
  const lines = findings.map((finding) => `${place(finding)}  ${describe(finding, language).sentence}`)
  lines.forEach((line, index) => console.warn(`${line}. ${describe(findings[index]!, 'en').remedy}`))
  const strip = element('div', 'failure')
  strip.dataset['kind'] = 'skyline'
  strip.setAttribute('role', 'status')
  const close = element('button', '', '×')
  close.type = 'button'
  close.setAttribute('aria-label', text('close'))
  const more = lines.length > SHOWN ? [`… ${lines.length - SHOWN}`] : []
  const shown = [text('skylineFindings', lines.length), ...lines.slice(0, SHOWN), ...more]
  strip.append(element('pre', '', shown.join('\n')), close)
  const remove = screen.overlay(strip)
  close.addEventListener('click', remove)
}
