/** What `<chat-bar>` shows, from the store: pure, so that it is tested by tables. */
import type { ChatEntry } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import './messages'

export interface ChatBarInput {
  lang: string
  placeholder: string
  like: boolean
  failure: Failure | null
  unread: number
}

/** One line on screen. `tone` is the class: a gift stands out, mine differ from others'. */
export interface ChatRow {
  key: string
  name: string
  text: string
  tone: 'mine' | 'other' | 'gift'
  status: ChatEntry['status']
}

function toRow(lang: string, entry: ChatEntry): ChatRow {
  const { key, name, mine, status } = entry
  const tone = entry.kind === 'gift' ? 'gift' : mine ? 'mine' : 'other'
  return { key, name, text: textOf(lang, entry), tone, status }
}

function textOf(lang: string, entry: ChatEntry): string {
  switch (entry.kind) {
    case 'chat':
    case 'barrage':
      return entry.text
    case 'gift':
      return translate(lang, 'chat.gift', { name: entry.gift.name, count: entry.gift.count })
    case 'command':
      return ''
  }
}

/** Why nothing can be written now; the empty string when it can. */
function closed(store: RoomStore, lang: string): string {
  if (!store.joined) return translate(lang, 'chat.offline')
  if (store.me?.muted) return translate(lang, 'chat.muted')
  return store.rights.chat && store.capabilities.chat ? '' : translate(lang, 'chat.forbidden')
}

/** 1234567 -> 123.5万, 1.2M: a count that fits under a heart. */
export function shortCount(lang: string, count: number): string {
  const unit = lang === 'zh' ? 10_000 : 1_000
  if (count < unit) return String(count)
  const suffixes = lang === 'zh' ? ['万', '亿'] : ['k', 'M', 'B']
  let value = count / unit
  let step = 0
  while (value >= unit && step < suffixes.length - 1) {
    value /= unit
    step += 1
  }
  return `${Math.floor(value * 10) / 10}${suffixes[step]}`
}

export function selectChatBar(store: RoomStore, { lang: property, placeholder, like, failure, unread }: ChatBarInput) {
  const lang = resolveLang(property)
  const shut = closed(store, lang)
  const likes = shortCount(lang, store.likes)
  return {
    t: {
      ...texts(lang, 'chat.', ['chat.send', 'chat.list', 'chat.pending', 'chat.failed', 'chat.discard']),
      ...texts(lang, 'common.', ['common.close', 'common.pending']),
      like: translate(lang, 'chat.like', { count: likes }),
      unread: translate(lang, 'chat.unread', { count: unread > 99 ? '99+' : unread }),
    },
    rows: store.chat.entries.filter(({ kind }) => kind !== 'command').map((entry) => toRow(lang, entry)),
    /** Messages so far, those the cap has pushed out included: what is new is counted by it. */
    total: store.chat.dropped + store.chat.entries.length,
    open: shut === '',
    invitation: shut || placeholder || translate(lang, 'chat.placeholder'),
    likes,
    likeCount: store.likes,
    canLike: like && store.capabilities.like,
    online: store.joined,
    sentence: failure ? errorSentence(lang, failure) : '',
  }
}
