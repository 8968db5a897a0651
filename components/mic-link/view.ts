/** What `<mic-link>` shows, from the store: pure, so that it is tested by tables. */
import type { LinkRequest, LinkState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import type { MicLinkKey } from './messages'
import './messages'

/** Rows on screen; the badge counts all. */
const MAX_ROWS = 50

export interface MicLinkInput {
  lang: string
  failure: Failure | null
  open: boolean
  /** Number of the seat the host has chosen, from 1; 0: none. */
  chosen: number
  /** The host looks for somebody to invite. */
  picking: boolean
}

/** Who is looking: somebody who may ask, somebody who answers, or neither. */
export type Side = 'none' | 'guest' | 'host'

/** What is unfolded: nothing, the seats, with them the queue, or the people the host may invite. */
export type Mode = '' | 'seats' | 'queue' | 'people'

export interface SeatView {
  /** From 1. */
  no: number
  /** Who sits there; empty: nobody. */
  id: string
  name: string
  avatar: string
  locked: boolean
  muted: boolean
}

/** Who waits in the queue, or who may be invited; without `until` nothing is running. */
export interface RowView {
  id: string
  name: string
  audio?: boolean
  /** From 1; 0: the first free one. */
  seat?: number
  from?: number
  until?: number
}

type Word = { [K in MicLinkKey]: K extends `link.${infer W}` ? W : never }[MicLinkKey]

/** Only what is on screen: texts are data too. */
const SEATS: readonly Word[] = ['seat', 'free', 'locked', 'muted']
const HOST: readonly Word[] = [...SEATS, 'chosen', 'invite']
const WORDS: Readonly<Record<Mode | LinkState['state'] | 'pick', readonly Word[]>> = {
  idle: ['request', 'video', 'audio', 'switch', 'seats'],
  requesting: ['requesting', 'cancel', 'seats'],
  invited: ['invited', 'audio', 'accept', 'refuse', 'seats'],
  linked: ['linked', 'seat', 'muted-me', 'end', 'seats'],
  '': [],
  seats: SEATS,
  queue: [...HOST, 'accept', 'refuse', 'refuse-all', 'words', 'audio', 'queue-empty'],
  people: [...HOST, 'waiting', 'people-empty'],
  pick: ['mute', 'unmute', 'lock', 'unlock', 'end', 'move'],
}

function sideOf({ connection: { state }, capabilities, link, rights }: RoomStore): Side {
  if (!capabilities.link || (state !== 'joined' && state !== 'reconnecting')) return 'none'
  if (rights.host) return 'host'
  return rights.link || link.mine.state !== 'idle' ? 'guest' : 'none'
}

function outcomeOf(lang: string, mine: LinkState): string {
  if (mine.state !== 'idle' || !mine.ended || mine.ended === 'accepted') return ''
  const { ended, message } = mine
  return ended === 'refused' && message
    ? translate(lang, 'link.refused-words', { message })
    : translate(lang, `link.ended-${ended}`)
}

/** Seats with the names of who sits there; where they have no numbers, only those that are taken. */
function seatsOf({ capabilities, link, me, users }: RoomStore, lang: string): SeatView[] {
  const seats = link.seats.filter(({ userId }) => capabilities.seats || userId !== null)
  return seats.map(({ index, userId, locked }) => {
    const id = userId || ''
    const { name, avatar, silenced } = users.find((user) => user.id === id) || { name: id, avatar: '', silenced: false }
    const shown = id && me && me.id === id ? translate(lang, 'link.me') : name
    return { no: index + 1, id, name: shown, avatar: avatar || '', locked, muted: silenced }
  })
}

const waiting = ({ name, media, seat = -1, createdAt, expiresAt }: LinkRequest, id: string): RowView => ({
  id,
  name,
  audio: media === 'audio',
  seat: seat + 1,
  from: createdAt,
  until: expiresAt,
})

/** The audience that is here and has no seat; whoever is invited already, or asks, shows until when. */
function peopleOf({ link: { requests, seats }, users }: RoomStore): RowView[] {
  const free = users.filter(({ id, role }) => role === 'audience' && !seats.some(({ userId }) => userId === id))
  return free.slice(0, MAX_ROWS).map(({ id, name }) => {
    const request = requests.find(({ userId }) => userId === id)
    return request ? waiting(request, id) : { id, name }
  })
}

function modeOf(side: Side, head: string, { open, picking }: MicLinkInput): Mode {
  if (!open || !head) return ''
  return side === 'guest' ? 'seats' : picking ? 'people' : 'queue'
}

function headOf({ capabilities, link: { seats } }: RoomStore, side: Side, lang: string): string {
  if (side === 'host') return translate(lang, 'link.queue')
  const taken = seats.filter(({ userId }) => userId !== null).length
  return side === 'guest' && capabilities.seats && seats.length > 0 ? `${taken}/${seats.length}` : ''
}

/** My side: what it is, how long it runs (ms since 1970; zeros while nothing does), where I sit. */
function mineOf({ capabilities, link: { mine }, me }: RoomStore) {
  const request = 'request' in mine ? mine.request : undefined
  const linked = mine.state === 'linked'
  return {
    state: mine.state,
    from: linked ? mine.since : request ? request.createdAt : 0,
    until: request ? request.expiresAt : 0,
    voiced: !!request && request.media === 'audio',
    spot: linked && capabilities.seats ? mine.seat + 1 : 0,
    mutedMe: linked && !!me && me.silenced,
  }
}

export function selectMicLink(store: RoomStore, input: MicLinkInput) {
  const { mine, queue } = store.link
  const { failure } = input
  const lang = resolveLang(input.lang)
  const side = sideOf(store)
  const head = headOf(store, side, lang)
  const mode = modeOf(side, head, input)
  const seats = mode ? seatsOf(store, lang) : []
  const pick = (side === 'host' && seats.find(({ no }) => no === input.chosen)) || null
  const words = [...WORDS[mode], ...(side === 'guest' ? WORDS[mine.state] : []), ...(pick ? WORDS.pick : [])]
  const keys = words.map((word) => `link.${word}` as const)
  return {
    side,
    head,
    mode,
    seats,
    pick,
    rows:
      mode === 'people'
        ? peopleOf(store)
        : mode === 'queue'
          ? queue.slice(0, MAX_ROWS).map((one) => waiting(one, one.id))
          : [],
    count: side === 'host' ? queue.length : 0,
    online: store.joined,
    numbered: store.capabilities.seats,
    ...mineOf(store),
    outcome: side === 'guest' ? outcomeOf(lang, mine) : '',
    sentence: failure && side !== 'none' ? errorSentence(lang, failure) : '',
    t: {
      ...texts(lang, 'link.', keys),
      ...texts(lang, 'common.', side === 'none' ? [] : ['common.pending', 'common.close']),
    },
  }
}
