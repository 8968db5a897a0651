/** What `<member-list>` shows, from the store. */
import type { User, UserId } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts } from '../shared/locale'
import { KEYS } from './messages'
import { Places } from './places'

export interface MemberListInput {
  lang: string
  max: number
  query: string
  open: UserId
  failure: Failure | null
}

/** What a host or moderator may do to a person; also the message that names it. */
export type MemberAct = 'invite' | 'accept' | 'end' | 'mute' | 'unmute' | 'kick'

/** From so many people on there is a field to search in. */
const SEARCH_ABOVE = 12
/** The platform's audit allows a node 60 children; the last one counts the rest. */
const MOST_ROWS = 59

type Switch = 'On' | 'Off'

/** One person; what is false or usual is left out, because each row crosses to the renderer. */
export interface MemberRow {
  id: UserId
  name: string
  avatar?: string
  /** `audience` when absent. */
  role?: Exclude<User['role'], 'audience'>
  me?: true
  mic?: Switch
  camera?: Switch
  /** From 1. */
  seat?: number
  link?: 'asks' | 'invited'
  muted?: true
  /** Nothing can be done to this person by me. */
  fixed?: true
}

/** What the room knows about people beside the people, by user id. */
function aboutOf(store: RoomStore) {
  const media = new Map<UserId, { audio: boolean; video: boolean }>()
  const add = (id: UserId, audio: boolean, video: boolean) => {
    const other = media.get(id)
    media.set(id, { audio: audio || !!other?.audio, video: video || !!other?.video })
  }
  for (const streamId of store.streamIds) {
    const stream = store.stream(streamId)
    if (stream) add(stream.userId, stream.audio, stream.video)
  }
  const { me, pusher, link } = store
  if (me && pusher.streamId) add(me.id, pusher.attributes.enableMic, pusher.attributes.enableCamera)
  return {
    media,
    seats: new Map(link.seats.map(({ userId, index }) => [userId, index + 1])),
    requests: new Map(link.requests.map((request) => [request.userId, request])),
  }
}

type About = ReturnType<typeof aboutOf>

/** The person's own rights decide on the server; these are the ones that it would refuse in any case. */
export function actsOf(store: RoomStore, user: User, { seats, requests }: About = aboutOf(store)): MemberAct[] {
  const { me, rights, capabilities } = store
  if (!me || user.id === me.id) return []
  const acts: MemberAct[] = []
  if (rights.host && capabilities.link) {
    const from = requests.get(user.id)?.from
    if (seats.has(user.id)) acts.push('end')
    else if (from === 'audience') acts.push('accept')
    else if (!from && user.role === 'audience') acts.push('invite')
  }
  if (rights.moderate && capabilities.moderate && (user.role !== 'admin' || me.role === 'admin')) {
    if (capabilities.chat) acts.push(user.muted ? 'unmute' : 'mute')
    acts.push('kick')
  }
  return acts
}

/** Me, who is on air, who asks to be, the others; each as they came, so that a list at rest stays as it is. */
function rankOf(user: User, me: User | undefined, { seats, requests }: About): number {
  if (user.id === me?.id) return 0
  if (user.role === 'anchor') return 1
  if (user.role === 'speaker' || seats.has(user.id)) return 2
  if (requests.has(user.id)) return 3
  return user.role === 'admin' ? 4 : 5
}

const onOff = (on: boolean): Switch => (on ? 'On' : 'Off')

function rowOf(store: RoomStore, user: User, about: About): MemberRow {
  const { id, name, avatar, role, muted } = user
  const media = about.media.get(id)
  const seat = about.seats.get(id)
  const request = about.requests.get(id)
  return {
    id,
    name: name || id,
    ...(avatar && { avatar }),
    ...(role !== 'audience' && { role }),
    ...(id === store.me?.id && { me: true }),
    ...(media && { mic: onOff(media.audio), camera: onOff(media.video) }),
    ...(seat && { seat }),
    ...(request && { link: request.from === 'audience' ? 'asks' : 'invited' }),
    ...(muted && { muted }),
    ...(!actsOf(store, user, about).length && { fixed: true }),
  }
}

const places = new WeakMap<object, Places<MemberRow>>()

/** @param props one object a component: it stands for the component whose rows keep their places */
export function selectRows(store: RoomStore, props: MemberListInput) {
  const about = aboutOf(store)
  const { me, users } = store
  const wanted = props.query.trim().toLowerCase()
  const found = wanted ? users.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted)) : users.slice()
  // WeChat's older JavaScript engines sort unstably; the index keeps people as they came.
  const ranked = found.map((user, index) => ({ user, key: rankOf(user, me, about) * 1e6 + index }))
  const max = Math.min(MOST_ROWS, Math.max(1, Math.floor(props.max) || 1))
  const shown = ranked.sort((one, other) => one.key - other.key).slice(0, max)
  let kept = places.get(props)
  if (!kept) places.set(props, (kept = new Places()))
  return {
    ...kept.put(shown.map(({ user }) => rowOf(store, user, about))),
    count: Math.max(store.online, users.length),
    rest: found.length - shown.length,
    search: !!wanted || users.length > Math.min(SEARCH_ABOVE, max),
    note: found.length ? (users.length === 1 && me ? 'alone' : '') : 'none',
  }
}

function placeOf({ connection, users }: RoomStore): 'outside' | 'loading' | 'list' {
  const { state } = connection
  if (state === 'idle' || state === 'left') return 'outside'
  return state === 'joining' || !users.length ? 'loading' : 'list'
}

export function selectList(store: RoomStore, { lang: property, open, failure }: MemberListInput) {
  const lang = resolveLang(property)
  const person = open && store.users.find(({ id }) => id === open)
  return {
    t: { ...texts(lang, 'members.', KEYS), ...texts(lang, 'common.', ['common.close', 'common.pending']) },
    place: placeOf(store),
    online: store.joined,
    acts: person ? actsOf(store, person) : [],
    sentence: failure ? errorSentence(lang, failure) : '',
  }
}
