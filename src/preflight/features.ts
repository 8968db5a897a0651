/** What needs which base library. Source, unless said otherwise: component and API pages of the platform as of 2026-07-29. */

/** Oldest base library that the kit runs on: the first with today's getters (getAppBaseInfo, getAppAuthorizeSetting ...). */
export const MIN_BASE_LIBRARY = '2.20.1'

/** The tag a feature belongs to. */
export type LiveTag = 'live-pusher' | 'live-player'

/** What `wx.getDeviceInfo().platform` may say (2.20.1). */
export type Platform = 'ios' | 'android' | 'ohos' | 'ohos_pc' | 'windows' | 'mac' | 'devtools'

/** One row of {@link FEATURES}. */
export interface FeatureNeeds {
  /** First base library that has it. */
  since: string
  /** First WeChat client that has it, where the platform names one. */
  client?: string
  /** Absent: belongs to no tag, or to both. */
  tag?: LiveTag
  /** Platforms that lack it in any version. */
  notOn?: readonly Platform[]
}

const HARMONY = ['ohos', 'ohos_pc'] as const

const TABLE = {
  publish: { since: '1.7.0', tag: 'live-pusher' },
  play: { since: '1.7.0', tag: 'live-player' },
  /** `beauty` (live-pusher). */
  beauty: { since: '1.7.0', tag: 'live-pusher', notOn: HARMONY },
  /** LivePusherContext.snapshot. */
  'snapshot-publish': { since: '1.9.90', tag: 'live-pusher' },
  /** `zoom` and toggleTorch. */
  torch: { since: '2.1.0', tag: 'live-pusher' },
  /** playBGM and its events. */
  'background-music': { since: '2.4.0', tag: 'live-pusher' },
  /** wx.onAudioInterruptionBegin and End; the HarmonyOS guide says that they never come there. */
  'audio-interruption': { since: '2.6.2', notOn: HARMONY },
  /** startPreview: the own picture before publishing. */
  preview: { since: '2.7.0', tag: 'live-pusher' },
  /** LivePlayerContext.snapshot. */
  'snapshot-play': { since: '2.7.1', tag: 'live-player' },
  /** Both tags in the page's own layer, under and over other nodes. */
  'same-layer': { since: '2.9.1' },
  /** `audio-reverb-type`. */
  reverb: { since: '2.10.0', tag: 'live-pusher' },
  'picture-in-picture': { since: '2.10.3', tag: 'live-player' },
  /** `enable-auto-rotation`. */
  'auto-rotation': { since: '2.11.0', tag: 'live-player' },
  /** `filter`: colour filters. */
  filter: { since: '2.12.0', tag: 'live-pusher' },
  'beauty-style': { since: '2.12.0', tag: 'live-pusher', notOn: HARMONY },
  /** bindaudiovolumenotify: 2.10.0 on live-player, 2.12.0 on live-pusher. */
  volume: { since: '2.12.0' },
  /** applySticker, applyFilter and makeup. */
  stickers: { since: '2.14.0', tag: 'live-pusher' },
  /** requestBackgroundPlayback. */
  'background-play': { since: '2.14.3', tag: 'live-player' },
  /** sendMessage (SEI): 2.10.0 on its page, 2.15.0 in the changelog; the later one is safe. */
  'stream-message': { since: '2.15.0', tag: 'live-pusher' },
  /** wx.onNetworkWeakChange. */
  'weak-network-event': { since: '2.21.0' },
  'picture-in-picture-publish': { since: '2.25.0', tag: 'live-pusher' },
  /** `enableVideoCustomRender`. */
  'custom-render': { since: '2.29.0', client: '8.0.31', tag: 'live-pusher' },
  /** `custom-effect` and the face attributes that need it. */
  'face-effects': { since: '2.29.1', tag: 'live-pusher' },
  'frame-rate': { since: '2.31.0', tag: 'live-pusher' },
  /** `voice-changer-type`. */
  'voice-change': { since: '2.31.0', tag: 'live-pusher' },
  /** setZoom and getMaxZoom. */
  zoom: { since: '2.31.0', tag: 'live-pusher' },
  casting: { since: '2.32.0', tag: 'live-player' },
  /** getPrivacySetting, requirePrivacyAuthorize. */
  privacy: { since: '2.32.3' },
  /** Both tags on Skyline pages. */
  skyline: { since: '3.3.2' },
  /** Push modes QVGA and HVGA. */
  hvga: { since: '3.5.0', tag: 'live-pusher' },
  /** `enable-system-pip` (iOS): 3.14.1 on the component page, 3.15.1 in the changelog; the later one is safe. */
  'system-picture-in-picture': {
    since: '3.15.1',
    tag: 'live-player',
    notOn: ['android', ...HARMONY, 'windows', 'mac'],
  },
  'mute-on-audio-conflict': { since: '3.16.2' },
} as const satisfies Record<string, FeatureNeeds>

/** A name out of {@link FEATURES}. */
export type Feature = keyof typeof TABLE

/** Feature -> what it needs; in order of the base library. */
export const FEATURES: Readonly<Record<Feature, FeatureNeeds>> = TABLE

/** Whether somebody's argument is a name of {@link FEATURES}. */
export const isFeature = (name: unknown): name is Feature =>
  typeof name === 'string' && Object.prototype.hasOwnProperty.call(TABLE, name)

/** For messages. */
export const featureNames = (): string => Object.keys(TABLE).join(', ')
