/** What live-room lays over its parts. Pure, so that it is tested by a table. */
import type { Connection, ErrorReason, LeaveReason, NetworkState } from '../../src/index'
import type { Notice } from '../../store/index'
import { errorSentence, translate } from '../shared/locale'

export interface Problem {
  reason: ErrorReason
  /** English, for developers; shown in development only. */
  message: string
  waitMs?: number
}

/** Covers the room: on the way in (`joining`), or over and why; `network` and `error` for a room that could not be entered. */
export interface Panel {
  kind: 'joining' | LeaveReason | 'network' | 'error'
  title: string
  /** What to do now; empty where there is nothing. */
  todo: string
  /** A developer's mistake, named; empty in release versions. */
  hint: string
  /** Heading of the hint. */
  developer: string
  /** Label of the button that enters again; empty where that cannot help. */
  retry: string
}

/** Stays at the top while it holds. */
export interface Line {
  kind: 'reconnecting' | 'offline' | 'weak'
  text: string
}

/** Passes at the top. */
export interface Toast {
  kind: Notice['level'] | 'done'
  text: string
}

/** Where entering again with the same token can help. Being kicked, banned or told that it is over is final. */
const AGAIN: readonly LeaveReason[] = ['left', 'replaced', 'refused']

/** Errors that the same token and the same attributes meet again. */
const FINAL: readonly ErrorReason[] = [
  'invalid-argument',
  'missing-attribute',
  'unknown-provider',
  'token-invalid',
  'token-expired',
  'banned',
  'unknown-role',
]

type Parts = Partial<Panel> & Pick<Panel, 'kind' | 'title'>

const panel = (lang: string, parts: Parts, again: boolean): Panel => ({
  todo: '',
  hint: '',
  developer: parts.hint ? translate(lang, 'room.developer') : '',
  ...parts,
  retry: again ? translate(lang, 'room.rejoin') : '',
})

function problemPanel({ reason, message, waitMs }: Problem, lang: string, development: boolean): Panel {
  const todo =
    waitMs === undefined
      ? translate(lang, `remedy.${reason}`)
      : translate(lang, 'common.wait', { seconds: Math.max(1, Math.ceil(waitMs / 1000)) })
  const kind = reason === 'network' || reason === 'timeout' ? 'network' : 'error'
  const title = translate(lang, `error.${reason}`)
  return panel(lang, { kind, title, todo, hint: development ? message : '' }, !FINAL.includes(reason))
}

/** @param problem why the room could not be entered @returns null: the parts are free */
export function panelOf(
  connection: Connection,
  problem: Problem | null,
  lang: string,
  development: boolean,
): Panel | null {
  const { state } = connection
  if (state === 'joining') return panel(lang, { kind: state, title: translate(lang, 'room.joining') }, false)
  if (problem && (state === 'idle' || (state === 'left' && connection.reason === 'refused')))
    return problemPanel(problem, lang, development)
  if (state !== 'left') return null
  const { reason } = connection
  const plain = reason === 'left' || reason === 'refused'
  const title = translate(lang, plain ? `notice.left-${reason}` : `error.${reason}`)
  const todo = plain ? '' : translate(lang, `remedy.${reason}`)
  return panel(lang, { kind: reason, title, todo }, AGAIN.includes(reason))
}

/** What holds at the moment; nothing of the network explains a connection better than that there is none. */
export function lineOf(connection: Connection, network: NetworkState, lang: string): Line | null {
  const { state } = connection
  if (state !== 'joined' && state !== 'reconnecting') return null
  if (network === 'offline') return { kind: network, text: translate(lang, 'notice.offline') }
  if (state === 'reconnecting') {
    const { attempt } = connection
    const times = attempt > 1 ? ` ${translate(lang, 'room.attempt', { attempt })}` : ''
    return { kind: state, text: translate(lang, 'notice.reconnecting') + times }
  }
  return network === 'weak' ? { kind: network, text: translate(lang, 'notice.weak') } : null
}

/** Characters of a name in a notice. */
const MAX_NAME = 20

/** Notices that have a place of their own on screen. */
const OWN_PLACE = /^notice\.(reconnecting|offline|weak|left-.*)$/

/** Who did it must leave room for what was done. */
function shortened({ name, ...params }: Notice['params']): Notice['params'] {
  if (name === undefined) return params
  // By characters: half an emoji is none.
  const signs = Array.from(String(name))
  return { ...params, name: signs.length > MAX_NAME ? `${signs.slice(0, MAX_NAME).join('')}…` : name }
}

/** The newest notice that has no place of its own; a failure with what to do about it. */
export function toastOf(notices: readonly Notice[], lang: string): Toast | null {
  const last = notices.filter(({ key }) => !OWN_PLACE.test(key)).pop()
  if (!last) return null
  const { key, params, level } = last
  if (key.startsWith('error.')) {
    const reason = key.slice('error.'.length) as ErrorReason
    return { kind: level, text: errorSentence(lang, { reason }) }
  }
  const good = key === 'notice.resumed' || key === 'notice.online'
  return { kind: good ? 'done' : level, text: translate(lang, key, shortened(params)) }
}
