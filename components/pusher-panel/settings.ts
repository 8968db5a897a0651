/** What a person can change about their own picture and sound: attributes of the tag, so they stay in the panel. */

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

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
  /** `remote-mirror`: what viewers see. */
  mirror: [false, true],
  /** `local-mirror`: what I see; `auto` mirrors the front camera. */
  local: ['auto', 'enable', 'disable'],
  /** `orientation` */
  orientation: ['vertical', 'horizontal'],
  /** `picture-in-picture-mode` push and pop, base library 2.25.0: my picture stays in a window while another page is open. */
  pip: [false, true],
} as const

type Table = typeof SETTINGS

export type PusherSettings = { [K in keyof Table]: Table[K][number] }

export type SettingName = keyof Table

export const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, values]) => [name, values[0]]),
) as PusherSettings

const isSetting = (name: string): name is SettingName => name in SETTINGS

/** @returns what is wrong with a `settings` property, as a sentence that says what to write; the empty string if nothing is */
export function settingsFault(settings: unknown): string {
  for (const [name, value] of Object.entries(settings ?? {})) {
    if (!isSetting(name)) return `settings: "${name}" is none of ${Object.keys(SETTINGS).join(', ')}`
    const values: readonly unknown[] = SETTINGS[name]
    if (!values.includes(value)) return `settings.${name}: ${JSON.stringify(value)} is none of ${values.join(', ')}`
  }
  return ''
}

/** The parts of a `settings` property that are valid, over the defaults, under what the person has picked since. */
export function settingsOf(given: unknown, picked: Partial<PusherSettings>): PusherSettings {
  const valid = Object.entries(given ?? {}).filter(([name, value]) => !settingsFault({ [name]: value }))
  return { ...DEFAULTS, ...Object.fromEntries(valid), ...picked }
}
