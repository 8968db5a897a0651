import { LiveError } from '../../src/errors'
import { errorSentence, resolveLang, texts, translate } from '../../components/shared/locale'
import { extendMessages, findMessage } from '../../components/shared/messages'
import type { MessageKey } from '../../components/shared/messages'
import { ERRORS } from '../../components/shared/error-messages'
import { NOTICES } from '../../components/shared/notice-messages'

function phone(language: string | undefined): void {
  const info = language === undefined ? undefined : () => ({ language })
  Object.assign(globalThis, { wx: { getAppBaseInfo: info } })
}

describe('which language', () => {
  test.each([
    ['the property wins', 'en', 'zh_CN', 'en'],
    ['then the phone', '', 'en', 'en'],
    ['a region falls away', '', 'zh_TW', 'zh'],
    ['in either notation', 'en-GB', undefined, 'en'],
    ['nothing known: zh', '', undefined, 'zh'],
    ['a language nobody added: en', '', 'fr', 'en'],
  ])('%s', (_name, property, language, expected) => {
    phone(language)
    expect(resolveLang(property)).toBe(expected)
  })
})

describe('sentences', () => {
  test('parameters are filled in, all of them, as text', () => {
    expect(translate('en', 'notice.user-joined', { name: '$& <b>' })).toBe('$& <b> joined')
    expect(translate('zh', 'common.wait', { seconds: 3 })).toBe('3 秒后再试')
  })

  test('a placeholder without a parameter stays visible', () => {
    expect(translate('en', 'notice.user-left')).toBe('{name} left')
  })

  test('a template gets its texts by their short names', () => {
    expect(texts('en', 'common.', ['common.retry', 'common.close'])).toEqual({ retry: 'Retry', close: 'Close' })
  })

  test('an error says what happened and what to do, and how long to wait where that is known', () => {
    expect(errorSentence('en', { reason: 'muted' })).toBe('You are muted. Wait until the host unmutes you')
    expect(errorSentence('zh', { reason: 'muted' })).toBe('你已被禁言，请等待主播解除')
    expect(errorSentence('en', LiveError.of('rate-limited', 'x', { waitMs: 1_001 }))).toBe(
      'That was too fast. Try again in 2 s',
    )
    expect(errorSentence('en', { reason: 'busy', waitMs: 0 })).toBe('The server is busy. Try again in 1 s')
  })
})

describe('a language of a team', () => {
  test('adds what it has; the rest is English', () => {
    extendMessages('ja', { 'common.retry': '再試行' })
    phone('ja')
    expect(resolveLang()).toBe('ja')
    expect(translate('ja', 'common.retry')).toBe('再試行')
    expect(translate('ja', 'common.close')).toBe('Close')
  })

  test('replaces single sentences of a shipped one, and a second call keeps the first', () => {
    extendMessages('zh', { 'common.close': '收起' })
    extendMessages('zh', { 'common.retry': '再来一次' })
    expect(translate('zh', 'common.close')).toBe('收起')
    expect(translate('zh', 'common.retry')).toBe('再来一次')
  })
})

describe('the tables', () => {
  test('every reason of the error union has its four sentences', () => {
    expect(Object.keys(ERRORS)).toEqual(LiveError.table.map(({ reason }) => reason))
    for (const { reason } of LiveError.table) {
      for (const prefix of ['error', 'remedy'] as const) {
        const key: MessageKey = `${prefix}.${reason}`
        expect(findMessage('zh', key)).toMatch(/\p{Script=Han}/u)
        expect(findMessage('en', key)).toMatch(/^[A-Z][\x20-\x7e]+$/)
      }
    }
  })

  test.each(Object.entries(NOTICES))('%s takes the same parameters in both languages', (_key, [zh, en]) => {
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    expect(holes(zh)).toEqual(holes(en))
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).toMatch(/^[\x20-\x7e…]+$/)
  })
})
