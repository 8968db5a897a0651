/** What `<chat-bar>` shows beside the rows, from the store: pure, so that it is tested by tables. */
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, texts, translate } from '../shared/locale'
import './messages'
import type { GiftOffer } from './props'
import { isHeld } from './rows'

const TEXTS = [
  'chat.send',
  'chat.list',
  'chat.pending',
  'chat.failed',
  'chat.discard',
  'chat.emoji',
  'chat.erase',
  'chat.gifts',
  'chat.notice',
] as const

export interface ChatBarInput {
  mode: string
  placeholder: string
  maxLength: number
  like: boolean
  gift: boolean
  gifts: readonly GiftOffer[]
  notice: string
  /** The notice the viewer has closed. */
  closed: string
  failure: Failure | null
  /** Seconds left of the wait that the failure tells. */
  wait: number
  /** The filter did not let my message go. */
  vetoed: boolean
}

/** Why nothing can be written now; the empty string when it can. */
function shutBy(store: RoomStore): '' | 'offline' | 'muted' | 'forbidden' {
  if (!store.joined) return 'offline'
  if (store.me?.muted) return 'muted'
  return store.rights.chat ? '' : 'forbidden'
}

/** Whether there is anything to write with; before a room is chosen nobody knows. */
const writes = ({ connection, capabilities }: RoomStore, mode: string): boolean =>
  connection.state === 'idle' || capabilities.chat || (mode === 'barrage' && capabilities.barrage)

/** 1234567 -> 123.4万, 1.2M: a count that fits under a heart. */
export function shortCount(lang: string, count: number): string {
  const unit = lang === 'zh' ? 10_000 : 1_000
  const suffixes = lang === 'zh' ? ['', '万', '亿'] : ['', 'k', 'M', 'B']
  let step = 0
  let value = count
  for (; value >= unit && step < suffixes.length - 1; step++) value /= unit
  return `${step ? Math.floor(value * 10) / 10 : value}${suffixes[step]}`
}

function sentenceOf(store: RoomStore, lang: string, { failure, vetoed, wait }: ChatBarInput): string {
  if (vetoed) return translate(lang, 'chat.vetoed')
  if (!failure) return ''
  const { reason, waitMs } = failure
  if (waitMs === undefined) return errorSentence(lang, failure)
  // Of a like it would not be true: likes are not sent again.
  return reason === 'rate-limited' && store.chat.entries.some(isHeld)
    ? translate(lang, 'chat.held', { seconds: wait })
    : errorSentence(lang, { reason, waitMs: wait * 1_000 })
}

const offers = (gifts: unknown): GiftOffer[] =>
  (Array.isArray(gifts) ? (gifts as Array<GiftOffer | null>) : [])
    .filter((gift): gift is GiftOffer => Boolean(gift?.id && gift.name))
    .map(({ id, name, icon }) => ({ id, name, icon: icon ?? '🎁' }))

export function selectBar(store: RoomStore, lang: string, input: ChatBarInput) {
  const { placeholder, maxLength, notice } = input
  const shut = shutBy(store)
  return {
    t: { ...texts(lang, 'chat.', TEXTS), close: translate(lang, 'common.close') },
    shut,
    canWrite: writes(store, input.mode),
    invitation: shut ? translate(lang, `chat.${shut}`) : placeholder || translate(lang, 'chat.placeholder'),
    limit: maxLength > 0 ? maxLength : 200,
    canLike: input.like && store.capabilities.like,
    canGift: input.gift && store.capabilities.gift,
    offers: offers(input.gifts),
    pinned: notice === input.closed ? '' : notice,
    online: store.joined,
    sentence: sentenceOf(store, lang, input),
  }
}

/** Everybody's likes tick as well. */
export function selectLikes({ likes }: RoomStore, lang: string) {
  const count = shortCount(lang, likes)
  return { likeCount: likes, likes: count, likeLabel: translate(lang, 'chat.like', { count }) }
}
