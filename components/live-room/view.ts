/** What live-room lays over its parts. Pure, so that it is tested by a table. */
import type { Connection, ErrorReason, LeaveReason } from '../../src/index'
import type { Notice } from '../../store/index'
import { errorSentence, translate } from '../shared/locale'
import type { MessageKey } from '../shared/messages'

export interface Problem {
  reason: ErrorReason
  /** English, for developers; shown in development only. */
  message: string
  waitMs?: number
}

/** `joining`: a skeleton; `over`: the room is over, or could not be entered; `none`: the parts are free. */
export interface Panel {
  kind: 'none' | 'joining' | 'over'
  sentence: string
  /** A developer's mistake, named; empty in release versions. */
  hint: string
  /** Entering again may help. */
  retry: boolean
}

/** Where entering again with the same token can help. Being kicked, banned or told that it is over is final. */
const RETRY: Record<LeaveReason, boolean> = {
  left: true,
  replaced: true,
  refused: true,
  kicked: false,
  banned: false,
  'room-closed': false,
  'token-expired': false,
}

/** Errors that the same token and the same attributes meet again. */
const FINAL: readonly ErrorReason[] = [
  'missing-attribute',
  'unknown-provider',
  'token-invalid',
  'token-expired',
  'banned',
  'unknown-role',
]

export function panelOf(connection: Connection, problem: Problem | null, lang: string, development: boolean): Panel {
  const none: Panel = { kind: 'none', sentence: '', hint: '', retry: false }
  if (connection.state === 'joining') return { ...none, kind: 'joining', sentence: translate(lang, 'room.joining') }
  const refused = connection.state === 'left' && connection.reason === 'refused'
  if (problem && (connection.state === 'idle' || refused)) {
    const hint = development ? problem.message : ''
    return { kind: 'over', sentence: errorSentence(lang, problem), hint, retry: !FINAL.includes(problem.reason) }
  }
  if (connection.state !== 'left') return none
  const sentence = translate(lang, `notice.left-${connection.reason}`)
  return { kind: 'over', sentence, hint: '', retry: RETRY[connection.reason] }
}

/** The line at the top while the connection is being repaired; empty otherwise. */
export function bannerOf(connection: Connection, lang: string): string {
  return connection.state === 'reconnecting'
    ? translate(lang, 'notice.reconnecting', { attempt: connection.attempt })
    : ''
}

/** Notices that have a place of their own on screen. */
function hasOwnPlace({ key }: Notice): boolean {
  return key === 'notice.reconnecting' || key.startsWith('notice.left-')
}

/** The newest notice for the passing line; empty when there is none. */
export function toastOf(notices: readonly Notice[], lang: string): { text: string; level: Notice['level'] } {
  const last = notices.filter((notice) => !hasOwnPlace(notice)).pop()
  if (!last) return { text: '', level: 'info' }
  // A store's keys are strings; the message table types its own and shows an unknown key as it is.
  return { text: translate(lang, last.key as MessageKey, last.params), level: last.level }
}
