/** What `<mic-link>` shows, from the store: pure, so that it is tested by tables. */
import type { LinkRequest, LinkState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import { KEYS, type MicLinkKey } from './messages'
import type { Deed } from './work'

/** Rows on screen; the badge counts all. */
const MAX_ROWS = 50

export interface MicLinkInput {
  lang: string
  failure: Failure | null
  open: boolean
  /** Number of the seat the host has chosen, from 1; 0: none. */
  chosen: number
}

/** Who is looking: somebody who may ask, somebody who answers, or neither. */
export type Side = 'none' | 'guest' | 'host'

/** One button; its name is what it does, what it says and its class. */
interface ActView {
  name: Deed
  icon: string
  look: string
  /** Has its word on it; else it is an icon with a label. */
  text?: true
}

export interface SeatView {
  /** From 1. */
  no: number
  /** Who sits there; empty: nobody. */
  id: string
  name: string
  avatar: string
  /** Stands where there is no picture. */
  initial: string
  locked: boolean
  muted: boolean
  /** What is under the picture: who sits there, or what it is. */
  under: string
  label: string
  /** A tap does something. */
  can: boolean
}

/** Who waits: for my answer, or (`mine`) whose answer I wait for. */
export interface RowView {
  id: string
  name: string
  detail: string
  from: number
  until: number
  mine: boolean
}

const pill = (name: Deed, look: string, icon = ''): ActView => ({ name, icon, look, text: true })
const round = (name: Deed, look: string, icon: string): ActView => ({ name, icon, look })

/** What I can do about my own link. */
const MINE: Readonly<Record<LinkState['state'], readonly ActView[]>> = {
  idle: [pill('request', 'lm-primary', 'hand')],
  requesting: [pill('cancel', 'ghost')],
  invited: [pill('refuse', 'ghost lm-grow'), pill('accept', 'lm-primary lm-grow')],
  linked: [round('end', 'lm-danger', 'hang-up')],
}
const ANSWERS = [round('refuse', 'lm-quiet', 'close'), round('accept', 'lm-primary', 'check')]
const WITHDRAW = [pill('cancel', 'lm-quiet')]
const ALL = [pill('refuseAll', 'lm-quiet')]

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

/** Those of the words that hold, as one line. */
function say(
  lang: string,
  separator: string,
  words: ReadonlyArray<readonly [holds: unknown, key: MicLinkKey]>,
  no = 0,
) {
  return words.flatMap(([holds, key]) => (holds ? translate(lang, key, { no }) : [])).join(separator)
}

/** Seats with the names of who sits there; where they have no numbers, only those that are taken. */
function seatsOf({ capabilities, link, me, users }: RoomStore, side: Side, chosen: number, lang: string): SeatView[] {
  const seats = link.seats.filter(({ userId }) => capabilities.seats || userId !== null)
  const { state } = link.mine
  return seats.map(({ index, userId, locked }) => {
    const no = index + 1
    const id = userId || ''
    const user = users.find((one) => one.id === id)
    const name = user ? user.name : id
    const muted = !!user && user.silenced
    const mine = !!id && !!me && me.id === id
    const under = (!mine && name) || translate(lang, mine ? 'link.me' : locked ? 'link.locked' : 'link.free')
    const rest = say(lang, ', ', [
      [id && locked, 'link.locked'],
      [muted, 'link.muted'],
      [no === chosen, 'link.chosen'],
    ])
    return {
      no,
      id,
      name,
      avatar: (user && user.avatar) || '',
      // An emoji is one character of two halves.
      initial: Array.from(name)[0] || '',
      locked,
      muted,
      under,
      label: [translate(lang, 'link.seat', { no }), under, rest].filter(Boolean).join(', '),
      can: side === 'host' || (!id && (state === 'idle' || state === 'linked')),
    }
  })
}

function rowOf({ id, from: by, name, media, seat = -1, createdAt, expiresAt }: LinkRequest, lang: string): RowView {
  const mine = by === 'anchor'
  const words = say(
    lang,
    ' · ',
    [
      [mine, 'link.asked'],
      [media === 'audio', 'link.audio'],
      [seat >= 0, 'link.seat'],
    ],
    seat + 1,
  )
  return { id, name, detail: words && `${words} · `, from: createdAt, until: expiresAt, mine }
}

function headOf({ capabilities, link: { seats } }: RoomStore, side: Side, lang: string): string {
  if (side === 'host') return translate(lang, 'link.queue')
  const taken = seats.filter(({ userId }) => userId !== null).length
  return side === 'guest' && capabilities.seats && seats.length > 0 ? `${taken}/${seats.length}` : ''
}

/** My side: what it is, how long it may wait (ms since 1970; zeros where nothing waits). */
function mineOf({ capabilities, link: { mine }, me }: RoomStore, lang: string) {
  const request = 'request' in mine ? mine.request : undefined
  const seat = mine.state === 'linked' && capabilities.seats ? mine.seat + 1 : 0
  const title =
    mine.state === 'idle'
      ? ''
      : say(
          lang,
          ' · ',
          [
            [true, `link.${mine.state}`],
            [request && request.media === 'audio', 'link.audio'],
            [seat, 'link.seat'],
          ],
          seat,
        )
  return {
    state: mine.state,
    title,
    from: request ? request.createdAt : 0,
    until: request ? request.expiresAt : 0,
    silenced: mine.state === 'linked' && !!me && me.silenced,
  }
}

/** What the host can do about a seat and who sits there. */
function pickedActs({ capabilities }: RoomStore, seat: SeatView | null): ActView[] {
  if (!seat) return []
  const acts: ActView[] = []
  if (capabilities.seats) acts.push(pill(seat.locked ? 'unlock' : 'lock', 'lm-quiet', 'lock'))
  if (!seat.id) return acts
  if (capabilities.silence)
    acts.push(seat.muted ? pill('unmute', 'lm-quiet', 'mic') : pill('mute', 'lm-quiet', 'mic-off'))
  return [...acts, pill('end', 'lm-danger', 'hang-up')]
}

export function selectMicLink(store: RoomStore, { failure, open, chosen, lang: property }: MicLinkInput) {
  const { mine, queue, requests } = store.link
  const lang = resolveLang(property)
  const side = sideOf(store)
  const host = side === 'host'
  const head = headOf(store, side, lang)
  const unfolded = open && !!head
  const seats = unfolded ? seatsOf(store, side, chosen, lang) : []
  const pick = (host && seats.find(({ no }) => no === chosen)) || null
  const count = host ? queue.length : 0
  const { close } = texts(lang, 'common.', ['common.close'])
  return {
    side,
    head,
    unfolded,
    seats,
    pick,
    picked: pickedActs(store, pick),
    rows: host && unfolded ? requests.slice(0, MAX_ROWS).map((one) => rowOf(one, lang)) : [],
    count,
    label: [!host && translate(lang, 'link.seats'), head, count, unfolded && close].filter(Boolean).join(', '),
    online: store.joined,
    numbered: store.capabilities.seats,
    ...mineOf(store, lang),
    acts: MINE[mine.state],
    answers: ANSWERS,
    withdraw: WITHDRAW,
    all: count > 1 ? ALL : [],
    outcome: side === 'guest' ? outcomeOf(lang, mine) : '',
    sentence: failure && side !== 'none' ? errorSentence(lang, failure) : '',
    t: { ...texts(lang, 'link.', KEYS), ...texts(lang, 'common.', ['common.pending', 'common.close']) },
  }
}
