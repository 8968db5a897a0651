/** The attributes of `<live-pusher>` with the platform's types and defaults, and how the engine reads them. */
import type { BuiltinProperty } from '../../builtins/types'

const text = (value = ''): BuiltinProperty => ({ type: String, value })
/** One of `values`. */
const choice = (
  value: string,
  values: readonly string[],
  unsupported?: BuiltinProperty['unsupported'],
): BuiltinProperty => ({
  ...{ type: String, value, values },
  ...(unsupported === undefined ? {} : { unsupported }),
})
const flag = (value = false): BuiltinProperty => ({ type: Boolean, value })
const number = (value = 0): BuiltinProperty => ({ type: Number, value })

const NO_FACES = 'faces are not looked for'
const NO_WINDOW = 'a pusher stays on its page'
const ONE_VOLUME = 'a computer has one volume'
const FILTER_NAMES = [
  ...['standard', 'pink', 'nostalgia', 'blues', 'romantic', 'cool', 'fresher', 'solor', 'aestheticism'],
  ...['whitening', 'cerisered'],
]

/** All documented attributes; those a browser cannot honour are accepted, have no effect, and are reported where WXML uses them. */
export const pusherProperties = {
  url: text(),
  mode: choice('RTC', ['QVGA', 'HVGA', 'SD', 'HD', 'FHD', 'RTC']),
  autopush: flag(),
  muted: flag(),
  enableCamera: flag(true),
  enableMic: flag(true),
  autoFocus: flag(true),
  orientation: choice('vertical', ['vertical', 'horizontal']),
  beauty: number(),
  whiteness: number(),
  aspect: choice('9:16', ['9:16', '3:4']),
  minBitrate: number(200),
  maxBitrate: number(1000),
  audioQuality: choice('high', ['high', 'low']),
  waitingImage: text(),
  waitingImageHash: { ...text(), unsupported: 'the image is taken as it is' },
  zoom: flag(),
  devicePosition: choice('front', ['front', 'back']),
  backgroundMute: flag(),
  mirror: flag(),
  remoteMirror: flag(),
  localMirror: choice('auto', ['auto', 'enable', 'disable']),
  audioReverbType: number(),
  enableAgc: flag(),
  enableAns: flag(),
  audioVolumeType: choice('auto', ['auto', 'media', 'voicecall'], { media: ONE_VOLUME, voicecall: ONE_VOLUME }),
  videoWidth: number(360),
  videoHeight: number(640),
  beautyStyle: choice('smooth', ['smooth', 'nature']),
  filter: choice('standard', FILTER_NAMES),
  pictureInPictureMode: { type: null, value: '', unsupported: { push: NO_WINDOW, pop: NO_WINDOW } },
  enableVideoCustomRender: { ...flag(), unsupported: 'frames are not handed to the page' },
  customEffect: flag(),
  skinWhiteness: number(),
  skinSmoothness: number(),
  faceThinness: { ...number(), unsupported: NO_FACES },
  eyeBigness: { ...number(), unsupported: NO_FACES },
  fps: number(15),
  voiceChangerType: number(),
  muteOnAudioConflict: flag(),
  /** Not in the documentation; TRTC's own users write it. */
  enableEarMonitor: flag(),
} satisfies Record<string, BuiltinProperty>

export const pusherEvents = [
  'statechange',
  'netstatus',
  'error',
  'rendererror',
  'bgmstart',
  'bgmprogress',
  'bgmcomplete',
  'audiovolumenotify',
  'enterpictureinpicture',
  'leavepictureinpicture',
] as const

/** The attributes that the preview honours. */
export interface PusherAttributes {
  url: string
  mode: string
  autopush: boolean
  muted: boolean
  enableCamera: boolean
  enableMic: boolean
  orientation: string
  aspect: string
  beauty: number
  whiteness: number
  filter: string
  minBitrate: number
  maxBitrate: number
  audioQuality: string
  waitingImage: string
  devicePosition: string
  mirror: boolean
  remoteMirror: boolean
  localMirror: string
  enableAgc: boolean
  enableAns: boolean
  enableEarMonitor: boolean
  beautyStyle: string
  customEffect: boolean
  skinWhiteness: number
  skinSmoothness: number
  audioReverbType: number
  voiceChangerType: number
  muteOnAudioConflict: boolean
  videoWidth: number
  videoHeight: number
  fps: number
}

export type PusherAttribute = keyof PusherAttributes

/** The platform's defaults, for an engine driven without a host (tests, benches). */
export const pusherDefaults = Object.fromEntries(
  Object.entries(pusherProperties).map(([name, property]) => [name, property.value]),
) as unknown as PusherAttributes

/** Reads the honoured attributes through the host's getter. */
export function readPusherAttributes(get: (name: string) => unknown): PusherAttributes {
  const names = Object.keys(pusherProperties)
  return Object.fromEntries(names.map((name) => [name, get(name)])) as unknown as PusherAttributes
}

/** What a change of an attribute makes necessary; for those without an entry it is read when it is used. */
export const CONSEQUENCES: Readonly<
  Partial<Record<PusherAttribute, 'connection' | 'picture' | 'microphone' | 'profile'>>
> = {
  url: 'connection',
  audioQuality: 'connection',
  enableCamera: 'picture',
  devicePosition: 'picture',
  waitingImage: 'picture',
  enableMic: 'microphone',
  enableAgc: 'microphone',
  enableAns: 'microphone',
  mode: 'profile',
  orientation: 'profile',
  aspect: 'profile',
  videoWidth: 'profile',
  videoHeight: 'profile',
  fps: 'profile',
  minBitrate: 'profile',
  maxBitrate: 'profile',
}
