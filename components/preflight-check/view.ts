/** What `<preflight-check>` shows of a report: pure, so that it is tested by tables. */
import type { PreflightReport, PreflightRow } from '../../src/preflight/index'
import { texts, translate } from '../shared/locale'
import type { MessageParams } from '../shared/locale'
import type { MessageKey } from '../shared/messages'
import { KEYS } from './messages'

/** What is to be done comes first. */
const ORDER = ['blocked', 'unknown', 'ok'] as const

/** A team's own sentence, else the one of the report; both know the row's figures. */
function remedyOf(lang: string, { reason, remedy, data }: PreflightRow): string {
  if (!reason || !remedy) return ''
  const key: MessageKey = `preflight.remedy-${reason}`
  const own = translate(lang, key, (data ?? {}) as unknown as MessageParams)
  return own === key ? remedy[lang === 'zh' ? 'zh' : 'en'] : own
}

export function viewOf({ state, rows }: PreflightReport, lang: string, compact: boolean) {
  const count = rows.filter((row) => row.state === state).length
  const shown = ORDER.flatMap((wanted) => rows.filter((row) => row.state === wanted))
  return {
    state,
    verdict: translate(lang, `preflight.all-${state}`, { count }),
    rows: shown
      // A hint is not in order either: a weak network is no obstacle, and still worth a word.
      .filter((row) => !compact || row.state !== 'ok' || row.remedy)
      .map((row) => ({
        check: row.check,
        state: row.state,
        remedy: remedyOf(lang, row),
        fix: row.fix ?? '',
      })),
  }
}

/** Before the first report. */
export const BLANK = { state: '', verdict: '', rows: [] as ReturnType<typeof viewOf>['rows'] }

export function wordsOf(lang: string) {
  return { ...texts(lang, 'preflight.', KEYS), ...texts(lang, 'common.', ['common.close', 'common.pending']) }
}
