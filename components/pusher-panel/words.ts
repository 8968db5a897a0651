/** What the panel says: where I stand, what is wrong, what a control does. */
import type { ErrorReason, MediaPhase } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, translate, type MessageParams } from '../shared/locale'
import type { MessageKey } from '../shared/messages'
import './messages'
import type { PusherPanelKey } from './messages'

/** What it says in each phase; a new phase does not compile without its word. */
const STATUS: Readonly<Record<MediaPhase, PusherPanelKey>> = {
  idle: 'pusher.preview',
  stopped: 'pusher.preview',
  failed: 'pusher.preview',
  starting: 'pusher.starting',
  live: 'pusher.live',
  buffering: 'pusher.buffering',
  retrying: 'pusher.retrying',
  suspended: 'pusher.interrupted',
  interrupted: 'pusher.interrupted',
}

export const statusKey = (phase: MediaPhase, linked: boolean): PusherPanelKey =>
  linked && phase === 'live' ? 'pusher.linked' : STATUS[phase]

/** Nothing is asked for or sent. */
export const isOff = (phase: MediaPhase): boolean => STATUS[phase] === 'pusher.preview'

/** Others may be seeing me. */
export const isOnAir = (phase: MediaPhase): boolean => !isOff(phase) && phase !== 'starting'

/** Nothing can give the right that is missing; before a room is entered nobody knows. */
export const isHopeless = ({ joined, capabilities }: RoomStore): boolean =>
  joined && !capabilities.link && !capabilities.roles

/** Entry of a row that is a list, by the name of what it is about. */
export function word(lang: string, name: string, index = 0, params?: MessageParams): string {
  return translate(lang, `pusher.${name}` as MessageKey, params).split('|')[index] ?? ''
}

export const isDenial = (reason?: ErrorReason): boolean => reason === 'camera-denied' || reason === 'microphone-denied'

/** What failed, for a person; a refused permission has a card of its own. @param tried its name */
export function toastOf(lang: string, failure: Failure | null, tried: string): string {
  if (!failure || isDenial(failure.reason)) return ''
  const { reason } = failure
  if (reason === 'muted' && tried === 'mic') return word(lang, 'muted')
  // These two say less than the name of what failed.
  if (!tried || (reason !== 'device-failed' && reason !== 'unsupported')) return errorSentence(lang, failure)
  return tried === 'music' ? word(lang, 'snag-music') : word(lang, 'snag', 0, { name: word(lang, tried) })
}
