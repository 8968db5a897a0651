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

/**
 * What happened and what to do, as one sentence for a person.
 * @param waitMs From the error, where the server says how long to wait: told in place of the general advice.
 */
export function errorSentence(lang: string, error: { reason: ErrorReason; waitMs?: number }): string {
  const todo =
    error.waitMs === undefined
      ? translate(lang, `remedy.${error.reason}`)
      : translate(lang, 'common.wait', { seconds: Math.max(1, Math.ceil(error.waitMs / 1000)) })
  return translate(lang, `error.${error.reason}`) + translate(lang, 'common.comma') + todo
}
