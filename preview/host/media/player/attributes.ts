/** The attributes of `<live-player>` with the platform's types and defaults. */
import type { BuiltinProperty } from '../../builtins/types'

const NO_EARPIECE = 'a computer has no earpiece'
const NO_POP = 'a page that is left takes its players along'

/** All documented attributes; those a browser cannot honour are accepted and have no effect. */
export const playerProperties = {
  src: { type: String, value: '' },
  mode: { type: String, value: 'live', values: ['live', 'RTC'] },
  autoplay: { type: Boolean, value: false },
  muted: { type: Boolean, value: false },
  orientation: { type: String, value: 'vertical', values: ['vertical', 'horizontal'] },
  objectFit: { type: String, value: 'contain', values: ['contain', 'fillCrop'] },
  backgroundMute: { type: Boolean, value: false },
  minCache: { type: Number, value: 1 },
  maxCache: { type: Number, value: 3 },
  soundMode: { type: String, value: 'speaker', values: ['speaker', 'ear'], unsupported: { ear: NO_EARPIECE } },
  autoPauseIfNavigate: { type: Boolean, value: true },
  autoPauseIfOpenNative: { type: Boolean, value: true },
  pictureInPictureMode: { type: null, value: '', unsupported: { pop: NO_POP } },
  pictureInPictureInitPosition: { type: String, value: '', unsupported: 'the browser places its window' },
  enableSystemPip: { type: Boolean, value: true },
  enableAutoRotation: { type: Boolean, value: false, unsupported: 'a computer is not turned' },
  referrerPolicy: { type: String, value: 'no-referrer', unsupported: { origin: 'streams come without a referrer' } },
  enableCasting: { type: Boolean, value: false, unsupported: 'no device to cast to is looked for' },
  muteOnAudioConflict: { type: Boolean, value: false },
  /** These two are not in the documentation; TRTC's own users write them. */
  muteAudio: { type: Boolean, value: false },
  enableRecvMessage: { type: Boolean, value: false },
} satisfies Record<string, BuiltinProperty>

export const playerEvents = [
  'statechange',
  'fullscreenchange',
  'netstatus',
  'error',
  'rendererror',
  'audiovolumenotify',
  'enterpictureinpicture',
  'leavepictureinpicture',
  'castinguserselect',
  'castingstatechange',
  'castinginterrupt',
] as const

/** The attributes that the preview honours. */
export interface PlayerAttributes {
  src: string
  mode: string
  autoplay: boolean
  muted: boolean
  orientation: string
  objectFit: string
  minCache: number
  maxCache: number
  autoPauseIfNavigate: boolean
  muteAudio: boolean
  enableRecvMessage: boolean
  pictureInPictureMode: unknown
}

export type PlayerAttribute = keyof PlayerAttributes

/** The platform's defaults, for an engine driven without a host (tests, benches). */
export const playerDefaults = Object.fromEntries(
  Object.entries(playerProperties).map(([name, property]) => [name, property.value]),
) as unknown as PlayerAttributes
