/**
 * `lianmai/codes`: what the native state codes of the two tags mean, for people. A dictionary for logs, support and debug panels;
 * the core does not import it and acts on numbers alone.
 */
import { LiveError } from '../errors'
import type { NativeEvent } from '../provider/types'
import { compareVersions } from '../version'
import { PLAYER_CODES } from './player'
import { PUSHER_CODES } from './pusher'
import { type CodeLevel, type CodeRow, UNDOCUMENTED } from './row'

export { PLAYER_CODES, PUSHER_CODES }
export type { CodeHistory, CodeLevel, CodeRow } from './row'

/** One native code in words. */
export interface CodeDescription {
  /** The native SDK's name without its prefix; `UNKNOWN` for a code that nobody has explained. */
  name: string
  /** How loudly to say it. */
  level: CodeLevel
  /** One sentence in either language. */
  text: { zh: string; en: string }
  /** Whether the component page of that base library has it. */
  documented: boolean
}

const TABLES: Readonly<Record<NativeEvent['tag'], readonly CodeRow[]>> = {
  'live-pusher': PUSHER_CODES,
  'live-player': PLAYER_CODES,
}

/** Whether the component page of this version, or of the newest, has the row. */
function holds([, , , , , { documented, since, until } = {}]: CodeRow, version?: string): boolean {
  if (documented === false || (until && !version)) return false
  if (!version) return true
  return !(since && compareVersions(version, since) < 0) && !(until && compareVersions(version, until) >= 0)
}

/**
 * What a native code means, for people.
 * @param code of a `statechange` or `error` event
 * @param baseLibrary the phone's base library (`wx.getAppBaseInfo().SDKVersion`), because meanings changed in 3.16.0; absent:
 * the newest meaning
 * @returns a code that is in no table is `UNKNOWN`, level `info`: such codes occur and vary by client
 * @throws LiveError `invalid-argument` for another tag
 * @example describeCode('live-pusher', 1104, '3.15.1').level // 'warning': the encoder restarts; 'info' from 3.16.0 on
 */
export function describeCode(tag: NativeEvent['tag'], code: number, baseLibrary?: string): CodeDescription {
  const table = TABLES[tag]
  // Not by demand(): this bundle takes of the core what the core exports.
  if (!table)
    throw LiveError.of('invalid-argument', 'describeCode: tag has to be live-pusher or live-player', { subject: 'tag' })
  const rows = table.filter((row) => row[0] === code)
  const current = rows.find((row) => holds(row, baseLibrary))
  const unknown: CodeRow = [code, 'UNKNOWN', 'info', `未知状态码 ${code}`, `Unknown code ${code}`, UNDOCUMENTED]
  const [, name, level, zh, en] = current ?? rows[0] ?? unknown
  return { name, level, text: { zh, en }, documented: current !== undefined }
}
