/** What live-room lays over its parts. Pure, so that it is tested by a table. */
import type { Connection, ErrorReason, LeaveReason, NetworkState } from '../../src/index'
import type { Notice } from '../../store/index'
import { errorSentence, remedyOf, translate, type Told } from '../shared/locale'

export interface Problem extends Told {
  /** English, for developers; shown in development only. */
  message: string
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

/** At the top: how the connection stands, for as long as it does, or something that passes. */
export interface Line {
  kind: 'reconnecting' | 'offline' | 'weak' | Notice['level'] | 'done'
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

/**
 * @param problem why the room could not be entered, or was left
 * @param host who opens a closed room by coming in
 * @returns null: the parts are free
 */
export function panelOf(
  connection: Connection,
  problem: Problem | null,
  lang: string,
  development: boolean,
  host: boolean,
): Panel | null {
  const panel = (kind: Panel['kind'], title: string, todo: string, again: boolean, hint = ''): Panel => ({
    kind,
    title,
    todo,
    hint,
    developer: hint && translate(lang, 'room.developer'),
    retry: again ? translate(lang, 'room.rejoin') : '',
  })
  const { state } = connection
  if (state === 'joining') return panel(state, translate(lang, 'room.joining'), '', false)
  if (problem && (state === 'idle' || (state === 'left' && connection.reason === 'refused'))) {
    const { reason, message } = problem
    const kind = reason === 'network' || reason === 'timeout' ? 'network' : 'error'
    const title = translate(lang, `error.${reason}`)
    return panel(kind, title, remedyOf(lang, problem), !FINAL.includes(reason), development ? message : '')
  }
  if (state !== 'left') return null
  const { reason } = connection
  const reopens = host && reason === 'room-closed'
  const again = reopens || AGAIN.includes(reason)
  if (reason === 'left' || reason === 'refused')
    return panel(reason, translate(lang, `notice.left-${reason}`), '', again)
  const told = problem && problem.reason === reason ? problem : { reason }
  return panel(
    reason,
    translate(lang, `error.${reason}`),
    reopens ? translate(lang, 'room.reopen') : remedyOf(lang, told),
    again,
  )
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
export function toastOf(notices: readonly Notice[], lang: string): Line | null {
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
