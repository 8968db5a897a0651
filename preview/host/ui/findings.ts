/** What works otherwise than on a phone, or not at all, in a strip that a person can close; the console has all of it. */
import { describe, place } from '../diagnostics/messages'
import type { Diagnostic } from '../diagnostics/types'
import type { PhoneEnv } from '../env/types'
import type { Screen } from './screen'
import { showStrip } from './strip'
import { text, type TextKey } from './text'

/** Lines in the strip; it must not hide the page it is about. */
const SHOWN = 4

const HEADS = { skyline: 'skylineFindings', notice: 'notices' } as const satisfies Record<string, TextKey>

export function reportFindings(
  screen: Screen,
  findings: readonly Diagnostic[],
  env: PhoneEnv,
  kind: keyof typeof HEADS,
): void {
  if (findings.length === 0) return
  const language = env.language === 'en' ? 'en' : 'zh'
  const lines = findings.map((finding) => `${place(finding)}  ${describe(finding, language).sentence}`)
  lines.forEach((line, index) => console.warn(`${line}. ${describe(findings[index]!, 'en').remedy}`))
  const more = lines.length > SHOWN ? [`… ${lines.length - SHOWN}`] : []
  const shown = [text(HEADS[kind], lines.length), ...lines.slice(0, SHOWN), ...more]
  showStrip(screen, 'status', shown.join('\n'), kind)
}
