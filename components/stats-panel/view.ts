/** The figures of `<stats-panel>`: names as the platform and the core write them, so that they can be looked up. */
import { untracked } from 'mobx-miniprogram'
import { describeCode } from '../../src/codes/index'
import { explain, type NativeCode, type PlayerSnapshot, type PusherSnapshot } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import './messages'

export interface StatsInput {
  lang: string
  open: boolean
  shown: string
  now: number | undefined
  failure: Failure | null
}

interface Figure {
  name: string
  value: string
}

/** One foldable part. */
export interface Section {
  /** `room`, `phone`, `error`, `pusher`, or `stream-<id>`. */
  id: string
  title: string
  /** In a few words, while it is folded. */
  summary: string
  rows: Figure[]
}

/** What an object says at first sight; objects in it, addresses and what is not set are left out. */
function figuresOf(object: object | undefined, hidden: readonly string[] = []): Figure[] {
  return Object.entries(object ?? {}).flatMap(([name, value]: [string, unknown]) =>
    value === undefined || typeof value === 'object' || hidden.includes(name) ? [] : [{ name, value: String(value) }],
  )
}

const wordsOf = (state: object): string => Object.values(state).join(' ')

/** Addresses carry signatures, and this text is sent around. */
const SECRET = ['url', 'src']

function mediaOf(snapshot: PlayerSnapshot | PusherSnapshot, kinds: { audio: boolean; video: boolean }): Figure[] {
  const { state, attributes, grade, volume, stats } = snapshot
  const tag = 'src' in attributes ? 'live-player' : 'live-pusher'
  const maxCache = 'src' in attributes ? attributes.maxCache : undefined
  const judged = new Map(
    explain(stats, { tag, mode: attributes.mode, ...kinds, maxCache }).map((row) => [row.figure as string, row]),
  )
  return [
    ...figuresOf(state),
    ...figuresOf(attributes, SECRET),
    { name: 'grade', value: `${grade}/5` },
    { name: 'volume', value: String(volume) },
    ...figuresOf(stats).map(({ name, value }) => {
      const row = judged.get(name)
      return { name, value: row ? `${value} ${row.unit} (${row.grade}/5)` : value }
    }),
  ]
}

/** Local time of day to the millisecond, which keeps two codes of one second apart. */
const timeOf = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(11, 23)

/** What the tag said, the latest first: its codes in the words of the base library of this phone. */
function logOf(snapshot: PlayerSnapshot | PusherSnapshot, codes: readonly NativeCode[]): Figure[] {
  const tag = 'src' in snapshot.attributes ? 'live-player' : 'live-pusher'
  const version = wx.getAppBaseInfo?.().SDKVersion
  const rows = codes.map(({ code, at }) => {
    const { name, level } = describeCode(tag, code, version)
    return { name: `${timeOf(at)} ${code}`, value: `${name} (${level})` }
  })
  return rows.reverse()
}

const summaryOf = ({ state, attributes, grade }: PlayerSnapshot | PusherSnapshot): string =>
  `${wordsOf(state)} · ${attributes.mode} · ${grade}/5`

function roomOf(store: RoomStore): Figure[] {
  const { connection, roomId, me, online, likes, rights, room } = store
  const may = Object.entries(rights).flatMap(([right, on]) => (on ? [right] : []))
  return [
    { name: 'connection', value: wordsOf(connection) },
    ...figuresOf({ room: roomId, network: room?.session.snapshot.network, online, likes }),
    ...figuresOf({ me: me?.id, role: me?.role, rights: may.join(' ') }),
  ]
}

/** As far as the phone tells: the getters are of base library 2.20.1. */
function phoneOf(): Figure[] {
  const { SDKVersion, version } = wx.getAppBaseInfo?.() ?? {}
  const { platform, system, model } = wx.getDeviceInfo?.() ?? {}
  return figuresOf({ baseLibrary: SDKVersion, wechat: version, platform, system, model })
}

export function sectionsOf(store: RoomStore, lang: string): Section[] {
  const { room, lastError, connection } = store
  const title = (id: 'room' | 'phone' | 'error' | 'pusher') => ({ id, title: translate(lang, `stats.${id}`) })
  const phone = phoneOf()
  const sections: Section[] = [
    { ...title('room'), summary: wordsOf(connection), rows: roomOf(store) },
    {
      ...title('phone'),
      summary: phone
        .map(({ value }) => value)
        .slice(0, 3)
        .join(' · '),
      rows: phone,
    },
    {
      ...title('error'),
      summary: lastError ? `${lastError.code} ${lastError.reason}` : '-',
      rows: figuresOf(lastError && { message: lastError.message, recoverable: lastError.recoverable }),
    },
  ]
  if (!room) return sections
  const { snapshot } = room.pusher
  const { enableCamera: video, enableMic: audio } = snapshot.attributes
  sections.push({
    ...title('pusher'),
    summary: summaryOf(snapshot),
    rows: [...mediaOf(snapshot, { audio, video }), ...logOf(snapshot, room.pusher.codes)],
  })
  for (const streamId of store.streamIds) {
    const stream = store.stream(streamId)
    if (!stream) continue
    const { snapshot: player, codes } = room.player(streamId)
    const { userId, kind, audio, video } = stream
    const rows = [
      ...figuresOf({ streamId, userId, kind, audio, video }),
      ...mediaOf(player, stream),
      ...logOf(player, codes),
    ]
    sections.push({ id: `stream-${streamId}`, title: stream.name, summary: summaryOf(player), rows })
  }
  return sections
}

/** Everything, for a message to whoever can help. */
export function textOf(store: RoomStore): string {
  const blocks = sectionsOf(store, 'en').map(({ title, summary, rows }) =>
    [`# ${title}: ${summary}`, ...rows.map(({ name, value }) => `${name}: ${value}`)].join('\n'),
  )
  return [new Date().toISOString(), ...blocks].join('\n\n')
}

export function selectWords(_store: RoomStore, { lang: property, failure }: StatsInput) {
  const lang = resolveLang(property)
  return {
    t: {
      ...texts(lang, 'stats.', ['stats.title', 'stats.copy']),
      ...texts(lang, 'common.', ['common.close', 'common.pending']),
    },
    sentence: failure ? errorSentence(lang, failure) : '',
  }
}

/** Read when the second hand (`now`) moves, not when figures change: once a second is as fast as a person reads. */
export function selectSections(store: RoomStore, { lang, open, shown, now }: StatsInput) {
  const sections = open && now ? untracked(() => sectionsOf(store, resolveLang(lang))) : []
  return { sections: sections.map((section) => ({ ...section, rows: section.id === shown ? section.rows : [] })) }
}
