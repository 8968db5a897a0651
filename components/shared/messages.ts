/**
 * The message table: every sentence of the kit in zh and en. A row without a language does not compile, and a key that is
 * in no table does not compile where it is used. Parameters are written `{name}`.
 *
 * Keys that other parts rely on:
 * - `error.<reason>` what happened, `remedy.<reason>` what to do, for every ErrorReason.
 * - `notice.*`, every NoticeKey of the store that is not an `error.*`, with the parameters named there.
 */
import type { ErrorReason } from '../../src/index'
import { ERRORS } from './error-messages'
import { NOTICES } from './notice-messages'
import type { ChatBarKey } from '../chat-bar/messages'
import type { MicLinkKey } from '../mic-link/messages'
import type { LiveRoomKey } from '../live-room/messages'
import type { MemberListKey } from '../member-list/messages'
import type { PlayerGridKey } from '../player-grid/messages'
import type { PlayerTileKey } from '../player-tile/messages'
import type { PreflightCheckKey } from '../preflight-check/messages'
import type { PusherPanelKey } from '../pusher-panel/messages'
import type { QualityBadgeKey } from '../quality-badge/messages'
import type { StatsPanelKey } from '../stats-panel/messages'

/** One sentence in every language the kit ships. */
export type Row = readonly [zh: string, en: string]
export type Table = Readonly<Record<string, Row>>

const COMMON = {
  'common.retry': ['重试', 'Retry'],
  'common.close': ['关闭', 'Close'],
  'common.settings': ['去设置', 'Open settings'],
  'common.pending': ['请稍候', 'Please wait'],
  'common.wait': ['{seconds} 秒后再试', 'Try again in {seconds} s'],
  'common.until': ['解除时间：{time}', 'Until {time}'],
  'common.comma': ['，', '. '],
} as const satisfies Table

/** Every key of every table; the tables of components add theirs by type only. */
export type MessageKey =
  | keyof typeof COMMON
  | keyof typeof NOTICES
  | `error.${ErrorReason}`
  | `remedy.${ErrorReason}`
  | PusherPanelKey
  | MicLinkKey
  | ChatBarKey
  | LiveRoomKey
  | PlayerGridKey
  | PlayerTileKey
  | QualityBadgeKey
  | MemberListKey
  | PreflightCheckKey
  | StatsPanelKey

const rows: Record<string, Row> = { ...COMMON, ...NOTICES }
for (const reason of Object.keys(ERRORS) as ErrorReason[]) {
  const [zhCause, zhRemedy, enCause, enRemedy] = ERRORS[reason]
  rows[`error.${reason}`] = [zhCause, enCause]
  rows[`remedy.${reason}`] = [zhRemedy, enRemedy]
}

const extensions: Record<string, Record<string, string>> = {}

/** Adds a component's own table; called once where its messages.ts is loaded. */
export function defineMessages<T extends Table>(table: T): T {
  Object.assign(rows, table)
  return table
}

/**
 * Adds a language or replaces sentences of one. Call it in app.js, before the first page opens.
 * @param lang `zh`, `en`, or any other tag without its region, for example `ja`.
 * @param table Keys left out stay English (Chinese for `zh`).
 * @example extendMessages('ja', { 'common.retry': '再試行' })
 */
export function extendMessages(lang: string, table: Partial<Record<MessageKey, string>>): void {
  extensions[lang] = { ...extensions[lang], ...table }
}

/** Whether sentences exist in that language, shipped or added. */
export function hasLanguage(lang: string): boolean {
  return lang === 'zh' || lang === 'en' || lang in extensions
}

/** The sentence with its `{placeholders}` still in it. */
export function findMessage(lang: string, key: MessageKey): string {
  return extensions[lang]?.[key] ?? rows[key]?.[lang === 'zh' ? 0 : 1] ?? key
}
