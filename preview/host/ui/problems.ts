/** What is wrong with the mini-program's files, over the whole phone, until the file is saved. */
import { describe, place } from '../diagnostics/messages'
import type { Diagnostic } from '../diagnostics/types'
import type { PhoneEnv } from '../env/types'
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

export function showProblems(screen: Screen, diagnostics: Diagnostic[], env: PhoneEnv): void {
  const panel = element('div', 'problems')
  panel.setAttribute('role', 'alert')
  const draw = () => {
    const cards = diagnostics.map((diagnostic) => card(diagnostic, env.language === 'en' ? 'en' : 'zh'))
    const head = element('header', 'problems-head')
    head.append(element('h1', '', text('problems', diagnostics.length)), element('p', '', text('waiting')))
    panel.replaceChildren(head, ...cards)
  }
  draw()
  env.on('language', draw)
  screen.overlay(panel)
}

function card(diagnostic: Diagnostic, lang: 'zh' | 'en'): HTMLElement {
  const { sentence, remedy } = describe(diagnostic, lang)
  const box = element('article', 'problem')
  box.append(element('h2', 'problem-sentence', sentence), element('code', 'problem-place', place(diagnostic)))
  if (diagnostic.detail) box.append(element('p', 'problem-detail', diagnostic.detail))
  if (diagnostic.frame) box.append(element('pre', 'problem-frame', diagnostic.frame))
  if (diagnostic.tried)
    box.append(element('p', 'problem-detail', `${text('lookedFor')}: ${diagnostic.tried.join(', ')}`))
  box.append(element('p', 'problem-remedy', remedy))
  return box
}
