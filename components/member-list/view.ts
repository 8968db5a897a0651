/** What `<member-list>` shows, from the store. */
import type { UserId } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import { actsOf, choicesOf, peopleOf, speaks, type Choice, type MemberAct, type Person } from './acts'
import { KEYS, type MemberListKey } from './messages'
import { keepPlaces } from './places'

export interface MemberListInput {
  lang: string
  max: number
  query: string
  open: UserId
  sure: MemberAct | ''
  failure: Failure | null
}

/** From so many people on there is a field to search in. */
const SEARCH_ABOVE = 12
/** The platform's audit allows a node 60 children; the last one counts the rest. */
const MOST_ROWS = 59
/** The count of people comes a moment after who went; from so many on it is a big room, where not everybody is listed. */
const STALE = 10

/** One person; what does not apply is left out, because each row crosses to the renderer. */
export interface MemberRow {
  id: UserId
  name: string
  /** Stands where there is no picture. */
  initial: string
  avatar: string | undefined
  /** Role, seat and what is going on, in words. */
  detail: string
  mic: 'on' | 'off' | undefined
  camera: 'on' | 'off' | undefined
  /** Nothing can be done to this person by me. */
  fixed: true | undefined
}

/** Me, who is on air, who asks to be, the others; each as they came, so that a list at rest stays as it is. */
function rankOf({ user: { role }, me, seat, request }: Person): number {
  return [me, role === 'anchor', role === 'speaker' || seat, request, role === 'admin', true].findIndex(Boolean)
}

/** Sound and picture by user id, as far as they publish. */
function mediaOf(store: RoomStore): Map<UserId, { audio: boolean; video: boolean }> {
  const { me, pusher, streamIds } = store
  const media = new Map<UserId, { audio: boolean; video: boolean }>()
  for (const streamId of streamIds) {
    const stream = store.stream(streamId)
    if (stream && stream.kind !== 'screen') media.set(stream.userId, stream)
  }
  const { enableMic: audio, enableCamera: video } = pusher.attributes
  if (me && pusher.streamId) media.set(me.id, { audio, video })
  return media
}

function detailOf({ user: { role, muted, silenced }, me, seat, request }: Person, lang: string): string {
  const words: Array<[key: MemberListKey, holds: unknown]> = [
    ['members.me', me],
    [`members.${role}`, true],
    ['members.seat', seat],
    [request?.from === 'anchor' ? 'members.invited' : 'members.asks', request],
    ['members.silenced', silenced],
    ['members.muted', muted],
  ]
  return words.flatMap(([key, holds]) => (holds ? translate(lang, key, { seat: String(seat) }) : [])).join(' · ')
}

const shownBefore = new WeakMap<object, MemberRow[]>()

/** @param props one object a component: it stands for the component whose rows keep their places */
export function selectRows(store: RoomStore, props: MemberListInput) {
  const { users, online } = store
  const lang = resolveLang(props.lang)
  const media = mediaOf(store)
  const wanted = props.query.trim().toLowerCase()
  const max = Math.min(MOST_ROWS, Math.max(1, Math.floor(props.max) || 1))
  const found = users
    .filter(({ name }) => !wanted || name.toLowerCase().includes(wanted))
    .map(peopleOf(store))
    // WeChat's older JavaScript engines sort unstably; the index keeps people as they came.
    .map((person, index) => ({ person, rank: rankOf(person) * 1e6 + index }))
    .sort((one, other) => one.rank - other.rank)
  const rows = found.slice(0, max).map(({ person }): MemberRow => {
    const { id, name, avatar } = person.user
    const sends = media.get(id)
    return {
      id,
      name: name || id,
      initial: Array.from(name || id)[0] ?? '',
      avatar,
      detail: detailOf(person, lang),
      mic: sends && (sends.audio ? 'on' : 'off'),
      camera: sends && (sends.video ? 'on' : 'off'),
      fixed: actsOf(store, person).length ? undefined : true,
    }
  })
  const kept = keepPlaces(shownBefore.get(props) ?? [], rows)
  shownBefore.set(props, kept.slots)
  const rest = found.length - rows.length
  const note = rest ? 'more' : !rows.length ? 'none' : users.length > 1 ? '' : 'alone'
  return {
    ...kept,
    count: Math.max(online, users.length),
    listed: online - users.length < STALE ? '' : translate(lang, 'members.listed', { online, count: users.length }),
    search: !!wanted || users.length > Math.min(SEARCH_ABOVE, max),
    note: note && translate(lang, `members.${note}`, { count: rest }),
  }
}

function placeOf({ connection: { state }, users }: RoomStore): 'outside' | 'loading' | 'list' {
  if (state === 'idle' || state === 'left') return 'outside'
  return state === 'joining' || !users.length ? 'loading' : 'list'
}

/** The button about everybody; empty where there is nobody to silence. */
function allOf(store: RoomStore): '' | 'silenceAll' | 'heardAll' {
  const { rights, capabilities, allSilenced, users } = store
  if (!rights.moderate || !capabilities.silence) return ''
  if (allSilenced) return 'heardAll'
  const person = peopleOf(store)
  return users.some((user) => speaks(person(user)) && user.id !== store.me?.id) ? 'silenceAll' : ''
}

export function selectList(store: RoomStore, { lang: property, open, sure, failure }: MemberListInput) {
  const lang = resolveLang(property)
  const user = store.users.find(({ id }) => id === open)
  const acts = user ? actsOf(store, peopleOf(store)(user)) : []
  const asked = sure && acts.includes(sure) ? sure : ''
  const place = placeOf(store)
  return {
    t: { ...texts(lang, 'members.', KEYS), ...texts(lang, 'common.', ['common.close', 'common.pending']) },
    place,
    online: store.joined,
    all: place === 'list' ? allOf(store) : '',
    /** The buttons of the open row: what each does and says. */
    acts: (asked && choicesOf(store, asked)) || acts.map((name): Choice => ({ name, word: name })),
    asked,
    sentence: failure ? errorSentence(lang, failure) : '',
  }
}
