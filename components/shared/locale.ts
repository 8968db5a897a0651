/** Which language a component speaks, and sentences in it. */
import type { ErrorReason } from '../../src/index'
import { findMessage, hasLanguage } from './messages'
import type { MessageKey } from './messages'

export type MessageParams = Readonly<Record<string, string | number>>

/**
 * The `lang` property if set, else the phone's language (`wx.getAppBaseInfo`, base library 2.20.1), else `zh`.
 * Regions fall away (`zh_TW`, `en-US`); a language nobody added speaks English.
 */
export function resolveLang(property?: string): string {
  const tag = property || phoneLanguage() || 'zh'
  const lang = tag.toLowerCase().split(/[-_]/)[0] as string
  return hasLanguage(lang) ? lang : 'en'
}

function phoneLanguage(): string | undefined {
  // Missing below base library 2.20.1 and in some hosts; the property then decides, else zh.
  return typeof wx.getAppBaseInfo === 'function' ? wx.getAppBaseInfo().language : undefined
}

/** @returns the sentence with its parameters filled in; a placeholder without a parameter stays visible. */
export function translate(lang: string, key: MessageKey, params: MessageParams = {}): string {
  return findMessage(lang, key).replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole))
}

/**
 * The texts a template needs, in one object for `data.t`.
 * @param prefix Cut off the keys: `texts('zh', 'chat.', ['chat.send'])` -> `{ send: '发送' }`
 */
export function texts<P extends string, K extends MessageKey & `${P}${string}`>(
  lang: string,
  prefix: P,
  keys: readonly K[],
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const key of keys) result[key.slice(prefix.length)] = translate(lang, key)
  return result
}

/** As much of an error as its sentence needs. */
export interface Told {
  reason: ErrorReason
  waitMs?: number
  until?: number
}

/** What to do about it; how long it lasts, where the server says so, in place of the general advice. */
export function remedyOf(lang: string, { reason, waitMs, until }: Told): string {
  if (until !== undefined) return translate(lang, 'common.until', { time: momentOf(until) })
  return waitMs === undefined
    ? translate(lang, `remedy.${reason}`)
    : translate(lang, 'common.wait', { seconds: secondsOf(waitMs) })
}

/** As ISO 8601 has it, on this phone's clock; phones have no Intl. */
const local = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString()

/** `18:30`, or `2026-10-05 18:30` on another day than today. */
function momentOf(at: number): string {
  const [day, time] = local(at).split('T') as [string, string]
  return (local(Date.now()).startsWith(day) ? '' : `${day} `) + time.slice(0, 5)
}

/** Whole seconds to tell a person who waits: at least one. */
export const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1000))

/** What happened and what to do, as one sentence for a person. */
export function errorSentence(lang: string, error: Told): string {
  return translate(lang, `error.${error.reason}`) + translate(lang, 'common.comma') + remedyOf(lang, error)
}
