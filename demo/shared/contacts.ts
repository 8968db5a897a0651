import { inhabited } from './config'
import { language, texts } from './i18n'

/** The demo's people who can be called; yours come from your backend. */
export function contacts() {
  if (!inhabited()) return []
  const t = texts()
  const zh = language() === 'zh'
  return [
    { id: 'cast-anna', name: 'Anna', tone: 'a', hint: t.answers },
    { id: 'cast-zhe', name: zh ? '阿哲' : 'Zhe', tone: 'b', hint: t.refuses },
    { id: 'cast-sam', name: 'Sam', tone: 'c', hint: t.silent },
  ]
}
