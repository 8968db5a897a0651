/** What `<pusher-panel>` shows, from the store: pure, so that it is tested by tables. */
import type { ErrorReason, MediaState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import type { PusherPanelKey } from './messages'
import './messages'
import type { PusherControl } from './props'

export interface PusherPanelInput {
  lang: string
  controls: PusherControl[]
  failure: Failure | null
  /** What the person has refused to the mini-program, as the tag told. */
  denied: ErrorReason | ''
  mirrored: boolean
  beautified: boolean
}

/** Phases in which others may be seeing me. */
export function onAir({ phase }: Pick<MediaState, 'phase'>): boolean {
  switch (phase) {
    case 'live':
    case 'buffering':
    case 'retrying':
    case 'suspended':
    case 'interrupted':
      return true
    case 'idle':
    case 'starting':
    case 'failed':
    case 'stopped':
      return false
  }
}

function statusKey({ phase }: MediaState, linked: boolean): PusherPanelKey {
  switch (phase) {
    case 'live':
      return linked ? 'pusher.linked' : 'pusher.live'
    case 'starting':
      return 'pusher.starting'
    case 'buffering':
      return 'pusher.buffering'
    case 'retrying':
      return 'pusher.retrying'
    case 'suspended':
    case 'interrupted':
      return 'pusher.interrupted'
    case 'idle':
    case 'stopped':
    case 'failed':
      return 'pusher.preview'
  }
}

/** What stands in the way, if anything: the stream failed, a permission is missing, or a control was refused. */
function trouble(state: MediaState, { denied, failure }: PusherPanelInput): Failure | null {
  if (denied) return { reason: denied }
  return state.phase === 'failed' ? { reason: state.reason } : failure
}

function labels(store: RoomStore, lang: string, { mirrored, beautified }: PusherPanelInput) {
  const { enableMic, enableCamera } = store.pusher.attributes
  return {
    ...texts(lang, 'pusher.', ['pusher.start', 'pusher.stop', 'pusher.flip', 'pusher.quality', 'pusher.no-right']),
    ...texts(lang, 'pusher.quality-', ['pusher.quality-SD', 'pusher.quality-HD', 'pusher.quality-FHD']),
    ...texts(lang, 'common.', ['common.retry', 'common.settings', 'common.close', 'common.pending']),
    mic: translate(lang, enableMic ? 'pusher.mic-on' : 'pusher.mic-off'),
    camera: translate(lang, enableCamera ? 'pusher.camera-on' : 'pusher.camera-off'),
    mirror: translate(lang, mirrored ? 'pusher.mirror-on' : 'pusher.mirror-off'),
    beauty: translate(lang, beautified ? 'pusher.beauty-on' : 'pusher.beauty-off'),
  }
}

export function selectPusherPanel(store: RoomStore, input: PusherPanelInput) {
  const lang = resolveLang(input.lang)
  const { state, attributes } = store.pusher
  const linked = attributes.mode === 'RTC'
  const wrong = trouble(state, input)
  return {
    t: labels(store, lang, input),
    show: Object.fromEntries(input.controls.map((name) => [name, true])),
    ...attributes,
    linked,
    phase: state.phase,
    streamId: store.pusher.streamId,
    canPublish: store.canPublish,
    visible: store.canPublish || !(state.phase === 'idle' || state.phase === 'stopped'),
    onAir: onAir(state),
    /** Nothing is asked for or sent: the publish button says "go live". */
    off: state.phase === 'idle' || state.phase === 'stopped' || state.phase === 'failed',
    status: translate(lang, statusKey(state, linked)),
    initial: Array.from(store.me?.name ?? '')[0] ?? '',
    sentence: wrong ? errorSentence(lang, wrong) : '',
    remedy: remedyOf(state, input),
  }
}

/** Which button helps: the settings page for a refused permission, a retry for a failed stream, else closing the sentence. */
function remedyOf(state: MediaState, input: PusherPanelInput): 'settings' | 'retry' | 'close' {
  const reason = trouble(state, input)?.reason
  if (reason === 'camera-denied' || reason === 'microphone-denied') return 'settings'
  return state.phase === 'failed' ? 'retry' : 'close'
}
