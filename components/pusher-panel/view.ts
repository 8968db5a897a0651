/** What `<pusher-panel>` shows, from the store: pure, so that it is tested by tables. */
import type { ErrorReason, MediaState } from '../../src/index'
import type { RoomStore } from '../../store/index'
import type { Failure } from '../shared/action'
import { errorSentence, resolveLang, texts, translate } from '../shared/locale'
import { TEMPLATE_KEYS, type PusherPanelKey } from './messages'
import type { CustomControl, PusherControl, Track } from './props'
import { settingsOf, type PusherSettings } from './settings'

export interface PusherPanelInput {
  lang: string
  controls: Array<PusherControl | CustomControl>
  settings: Partial<PusherSettings>
  bgm: Track[]
  failure: Failure | null
  /** Name of what failed. */
  tried: string
  /** What the person has refused to the mini-program, as the tag told. */
  denied: ErrorReason | ''
  picked: Partial<PusherSettings>
  torch: boolean
  /** Page of the sheet that was asked for: `more`, a name of PANES, or none. */
  pane: string
  /** What this phone or this WeChat has not. */
  lacks: { beauty: boolean; voice: boolean; pip: boolean }
  /** Ten times the most this camera can zoom, once it has said so. */
  zoomMax: number
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

const isDenial = (reason?: ErrorReason) => reason === 'camera-denied' || reason === 'microphone-denied'

/** What stands in the way of a picture, if anything: a permission is missing, or the stream failed. */
function trouble(state: MediaState, { denied, failure }: PusherPanelInput): Failure | null {
  if (denied) return { reason: denied }
  if (state.phase === 'failed') return { reason: state.reason }
  return isDenial(failure?.reason) ? failure : null
}

/** Which button helps: the settings page for a refused permission, else a retry. */
const remedyOf = (wrong: Failure | null): 'settings' | 'retry' => (isDenial(wrong?.reason) ? 'settings' : 'retry')

/** Reasons that say less than the name of what failed. */
const VAGUE: readonly ErrorReason[] = ['device-failed', 'unsupported', 'muted']

const SNAGS: Readonly<Record<string, PusherPanelKey>> = {
  mic: 'pusher.snag-mic',
  torch: 'pusher.snag-torch',
  music: 'pusher.snag-music',
  bgm: 'pusher.snag-volume',
  own: 'pusher.snag-volume',
  zoom: 'pusher.snag-zoom',
  snapshot: 'pusher.snag-snapshot',
}

function toastOf(lang: string, { failure, tried }: PusherPanelInput): string {
  if (!failure || isDenial(failure.reason)) return ''
  const own = VAGUE.includes(failure.reason) && SNAGS[tried]
  return own ? translate(lang, own) : errorSentence(lang, failure)
}

function labels(lang: string) {
  return {
    ...texts(lang, 'pusher.', TEMPLATE_KEYS),
    ...texts(lang, 'common.', ['common.retry', 'common.settings', 'common.close', 'common.pending']),
  }
}

/** Which controls make sense now; those the page asked for are drawn. */
function offers(store: RoomStore, { bgm, lacks }: PusherPanelInput) {
  const { state, attributes } = store.pusher
  const picture = attributes.enableCamera
  return {
    mic: true,
    camera: true,
    quality: true,
    voice: true,
    music: Array.isArray(bgm) && bgm.length > 0,
    flip: picture,
    mirror: picture,
    beauty: picture,
    filter: picture,
    torch: picture && attributes.devicePosition === 'back',
    // A phone takes none while nothing is pushed.
    snapshot: picture && onAir(state),
    pip: !lacks.pip,
  } as Record<string, boolean>
}

export function mutedByHost(store: RoomStore): boolean {
  const mine = store.me?.id
  return store.link.seats.some(({ userId, muted }) => muted && userId === mine && mine !== undefined)
}

const off = (on: boolean) => (on ? 1 : 2)

export function selectPusherPanel(store: RoomStore, input: PusherPanelInput) {
  const lang = resolveLang(input.lang)
  const { state, attributes } = store.pusher
  const linked = attributes.mode === 'RTC'
  const wrong = trouble(state, input)
  const offer = offers(store, input)
  const look = settingsOf(input.settings, input.picked)
  const live = onAir(state)
  const { canPublish } = store
  const visible = canPublish || !(state.phase === 'idle' || state.phase === 'stopped')
  const { pane, lacks, controls } = input
  const asked = Array.isArray(controls) && controls.includes('publish')
  return {
    t: labels(lang),
    ...attributes,
    linked,
    look,
    offer,
    /** Which of its labels a control wears; a control without states has none. */
    state: {
      flip: 1,
      mic: mutedByHost(store) ? 3 : off(attributes.enableMic),
      camera: off(attributes.enableCamera),
      mirror: off(!look.mirror),
      torch: off(!input.torch),
      pip: off(!look.pip),
    },
    /** Sections of the sheet that are left out. */
    without: { beauty: lacks.beauty, style: lacks.beauty, voice: lacks.voice, zoom: input.zoomMax <= 10 },
    /** Nobody adjusts what they cannot see, nor a panel that is gone. */
    open: visible && (pane === 'more' || offer[pane]) ? pane : '',
    phase: state.phase,
    streamId: store.pusher.streamId,
    canPublish,
    visible,
    onAir: live,
    go: asked && canPublish && !live && !wrong,
    end: asked && live,
    /** Nothing is asked for or sent: the publish button says "go live". */
    off: state.phase === 'idle' || state.phase === 'stopped' || state.phase === 'failed',
    status: translate(lang, statusKey(state, linked)),
    initial: Array.from(store.me?.name ?? '')[0] ?? '',
    sentence: wrong ? errorSentence(lang, wrong) : '',
    remedy: remedyOf(wrong),
    toast: toastOf(lang, input),
  }
}

/** Loud enough to be speech, of 100; volumes come in steps of 10. */
const SPEECH = 30

export function tickPusherPanel(store: RoomStore) {
  const { volume, attributes } = store.pusher
  const { enableMic } = attributes
  return {
    /** The level in the microphone button. */
    level: enableMic ? volume : 0,
    /** Only where the client reports a volume in spite of the microphone being off; most do not. */
    talking: !enableMic && volume >= SPEECH,
  }
}
