/** What a person can change about their own picture and sound: attributes of the tag, so they stay in the panel. */

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const
const SWITCH = [false, true] as const

/** Every value WeChat documents for the attribute (component page of live-pusher, base library 3.17.0), its default first. */
export const SETTINGS = {
  /** `beauty`, smoothing; not on HarmonyOS. */
  beauty: LEVELS,
  /** `whiteness` */
  whiteness: LEVELS,
  /** `beauty-style`; not on HarmonyOS. */
  style: ['smooth', 'nature'],
  /** `filter`; `solor` is how WeChat spells it. */
  filter: [
    'standard',
    'pink',
    'nostalgia',
    'blues',
    'romantic',
    'cool',
    'fresher',
    'solor',
    'aestheticism',
    'whitening',
    'cerisered',
  ],
  /** `voice-changer-type`, base library 2.31.0; there is no 5. */
  voice: [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11],
  /** `audio-reverb-type` */
  reverb: [0, 1, 2, 3, 4, 5, 6, 7],
  /**
   * `enable-ear-monitor`: I hear myself in my earphones. On no component page of WeChat; Tencent's own kit for these tags sets it
   * and says that iOS alone has it (trtc-wx-sdk 1.1.15, README; tencentyun/TRTCSDK, WXMini, trtc-room: `enableEarMonitor`).
   */
  ear: SWITCH,
  /** `remote-mirror`: what viewers see. */
  mirror: SWITCH,
  /** `local-mirror`: what I see; `auto` mirrors the front camera. */
  local: ['auto', 'enable', 'disable'],
  /** `orientation` */
  orientation: ['vertical', 'horizontal'],
  /** `picture-in-picture-mode` push and pop, base library 2.25.0: my picture stays in a window while another page is open. */
  pip: SWITCH,
} as const

type Table = typeof SETTINGS

export type PusherSettings = { [K in keyof Table]: Table[K][number] }

const VALUES = new Map<string, readonly unknown[]>(Object.entries(SETTINGS))

/** A sentence that says what to write. */
export const noneOf = (subject: string, value: unknown, list: Iterable<unknown>): string =>
  `${subject}: ${JSON.stringify(value)} is none of ${Array.from(list).join(', ')}`

/** @returns what is wrong with a `settings` property, as a sentence that says what to write; the empty string if nothing is */
export function settingsFault(settings: unknown): string {
  for (const [name, value] of Object.entries(settings ?? {})) {
    const values = VALUES.get(name)
    if (!values) return noneOf('settings', name, VALUES.keys())
    if (!values.includes(value)) return noneOf(`settings.${name}`, value, values)
  }
  return ''
}

export const isSetting = (name: string): name is keyof Table => VALUES.has(name)

/** The parts of a `settings` property that are valid, over the defaults, under what the person has picked since. */
export function settingsOf(given: unknown, picked: Partial<PusherSettings>): PusherSettings {
  const look: Record<string, unknown> = {}
  VALUES.forEach((values, name) => {
    const value = ((given ?? {}) as Record<string, unknown>)[name]
    look[name] = values.includes(value) ? value : values[0]
  })
  return { ...look, ...picked } as PusherSettings
}
