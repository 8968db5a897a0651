/** What `<mic-link>` shows, from the store: pure, so that it is tested by tables. */
import type { RoomStore } from '../../store/index'
import type { LinkRequest, LinkState } from '../../src/index'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import type { Failure } from '../shared/action'
import type { MicLinkKey } from './messages'
import './messages'

/** Rows on screen; the badge counts all. */
const MAX_ROWS = 50

export interface MicLinkInput {
  lang: string
  failure: Failure | null
  mediaChoice: boolean
  open: boolean
  /** The audience asks with voice alone. */
  voice: boolean
  /** Number of the seat the host has chosen, from 1; 0: none. */
  chosen: number
  /** The host looks for somebody to invite. */
  picking: boolean
}

/** Who is looking: somebody who may ask, somebody who answers, or neither. */
export type Side = 'none' | 'guest' | 'host'

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
interface RowView {
  id: string
  name: string
  audio?: true
  seat?: number
  from?: number
  until?: number
}

function sideOf(store: RoomStore): Side {
  const { state } = store.connection
  if (!store.capabilities.link || state === 'idle' || state === 'joining' || state === 'left') return 'none'
  if (store.rights.host) return 'host'
  return store.rights.link || store.link.mine.state !== 'idle' ? 'guest' : 'none'
}

/** Start and end of what runs, in ms since 1970; zeros while nothing does. */
function spanOf(mine: LinkState): { from: number; until: number } {
  if (mine.state === 'linked') return { from: mine.since, until: 0 }
  return mine.state === 'idle' ? { from: 0, until: 0 } : { from: mine.request.createdAt, until: mine.request.expiresAt }
}

function outcomeOf(lang: string, mine: LinkState): string {
  if (mine.state !== 'idle' || !mine.ended || mine.ended === 'accepted') return ''
  if (mine.ended === 'refused' && mine.message) return translate(lang, 'link.refused-words', { message: mine.message })
  return translate(lang, `link.ended-${mine.ended}`)
}

/** Seats with the names of who sits there; without numbered seats only those that are taken. */
export function seatsOf(store: RoomStore, lang: string): SeatView[] {
  const { capabilities, link, me, users } = store
  const seats = capabilities.seats ? link.seats : link.seats.filter(({ userId }) => userId !== null)
  return seats.map(({ index, userId, locked, muted }) => {
    const user = userId === null ? undefined : users.find(({ id }) => id === userId)
    const name = user && user.id === me?.id ? translate(lang, 'link.me') : (user?.name ?? userId ?? '')
    return { no: index + 1, id: userId ?? '', name, avatar: user?.avatar ?? '', locked, muted }
  })
}

const waiting = (request: LinkRequest, id: string): RowView => ({
  id,
  name: request.name,
  ...(request.media === 'audio' ? { audio: true } : {}),
  ...(request.seat === undefined ? {} : { seat: request.seat + 1 }),
  from: request.createdAt,
  until: request.expiresAt,
})

/** The audience that is here and has no seat; whoever is invited already or asks shows until when. */
function peopleOf(store: RoomStore): RowView[] {
  const { requests, seats } = store.link
  const seated = seats.map(({ userId }) => userId)
  const free = store.users.filter(({ id, role }) => role === 'audience' && !seated.includes(id))
  return free.slice(0, MAX_ROWS).map(({ id, name }) => {
    const request = requests.find(({ userId }) => userId === id)
    return request ? waiting(request, id) : { id, name }
  })
}

function guestWords(store: RoomStore, { open, mediaChoice }: MicLinkInput): MicLinkKey[] {
  const { mine } = store.link
  const seats: MicLinkKey[] = open ? ['link.seat', 'link.free', 'link.locked', 'link.muted'] : []
  if (mine.state === 'requesting') return [...seats, 'link.requesting', 'link.cancel']
  if (mine.state === 'invited') return [...seats, 'link.accept', 'link.refuse']
  if (mine.state === 'linked') return [...seats, 'link.end', 'link.muted-me']
  return [...seats, 'link.request', ...(mediaChoice ? (['link.video', 'link.audio', 'link.switch'] as const) : [])]
}

/** Only what is on screen: texts are data too. */
function hostWords(store: RoomStore, { open, picking }: MicLinkInput, chosen: SeatView | undefined): MicLinkKey[] {
  if (!open) return []
  const keys: MicLinkKey[] = store.link.seats.length
    ? ['link.seat', 'link.free', 'link.locked', 'link.muted', 'link.chosen']
    : ['link.seat']
  if (chosen)
    keys.push(
      'link.mute',
      'link.unmute',
      'link.lock',
      'link.unlock',
      ...(chosen.id ? ['link.end' as const, 'link.move' as const] : []),
    )
  if (picking) keys.push('link.invite', 'link.invite-name', 'link.waiting')
  else if (store.link.queue.length > 0)
    keys.push('link.accept-name', 'link.refuse-name', 'link.refuse-all', 'link.words', 'link.audio')
  return keys
}

function guestView(store: RoomStore, lang: string, input: MicLinkInput) {
  const { mine, seats } = store.link
  const seat = mine.state === 'linked' ? seats.find(({ index }) => index === mine.seat) : undefined
  const numbered = store.capabilities.seats && seats.length > 0
  const count = seats.filter(({ userId }) => userId !== null).length
  const head = numbered ? translate(lang, 'link.seats', { count, all: seats.length }) : ''
  const now: Record<string, string> = {}
  if (mine.state === 'linked')
    now.linked = translate(lang, seat && numbered ? 'link.linked-seat' : 'link.linked', { seat: mine.seat + 1 })
  if (mine.state === 'invited')
    now.invited = translate(lang, mine.request.media === 'audio' ? 'link.invited-audio' : 'link.invited')
  return {
    head,
    headLabel: head,
    mutedMe: seat?.muted ?? false,
    t: { ...texts(lang, 'link.', guestWords(store, input)), ...now },
  }
}

function hostView(store: RoomStore, lang: string, input: MicLinkInput, chosen: SeatView | undefined) {
  const { open, picking } = input
  const { queue } = store.link
  const people = open && picking ? peopleOf(store) : []
  const rows = !open ? [] : picking ? people : queue.slice(0, MAX_ROWS).map((request) => waiting(request, request.id))
  const empty = open && rows.length === 0
  const to = chosen && !chosen.id && store.capabilities.seats
  const pick = picking
    ? translate(lang, 'link.invite-back')
    : to
      ? translate(lang, 'link.invite-seat', { seat: chosen.no })
      : translate(lang, 'link.invite')
  return {
    head: translate(lang, 'link.queue'),
    headLabel: translate(lang, 'link.queue-label', { count: queue.length }),
    count: queue.length,
    rows,
    note: empty ? translate(lang, picking ? 'link.invite-empty' : 'link.queue-empty') : '',
    t: { ...texts(lang, 'link.', hostWords(store, input, chosen)), ...(open ? { pick } : {}) },
  }
}

const NOTHING = { head: '', headLabel: '', mutedMe: false, count: 0, rows: [] as RowView[], note: '' }

export function selectMicLink(store: RoomStore, input: MicLinkInput) {
  const lang = resolveLang(input.lang)
  const side = sideOf(store)
  const { mine } = store.link
  const seats = side !== 'none' && input.open ? seatsOf(store, lang) : []
  const pick = side === 'host' ? seats.find(({ no }) => no === input.chosen) : undefined
  const own =
    side === 'host' ? hostView(store, lang, input, pick) : side === 'guest' ? guestView(store, lang, input) : { t: {} }
  const { failure } = input
  return {
    ...NOTHING,
    ...own,
    side,
    online: store.joined,
    numbered: store.capabilities.seats,
    state: mine.state,
    ...spanOf(mine),
    outcome: side === 'guest' ? outcomeOf(lang, mine) : '',
    seats,
    pick: pick ?? null,
    sentence: failure ? errorSentence(lang, failure) : '',
    t: {
      ...own.t,
      ...(side === 'none' ? {} : texts(lang, 'common.', ['common.pending'])),
      ...(failure ? texts(lang, 'common.', ['common.close']) : {}),
    } as Record<string, string>,
  }
}
