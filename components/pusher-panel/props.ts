import { common } from '../shared/props'
import type { PusherSettings } from './settings'

/** `full` fills its parent, `compact` is a small card, `floating` the same card pinned to the top right of the page. */
export const LAYOUTS = ['full', 'compact', 'floating'] as const

export type PusherLayout = (typeof LAYOUTS)[number]

/** What the panel can offer; each is shown only while it makes sense. */
export const CONTROLS = [
  'publish',
  'mic',
  'camera',
  'flip',
  'beauty',
  'more',
  'filter',
  'voice',
  'music',
  'quality',
  'mirror',
  'torch',
  'snapshot',
  'pip',
] as const

export type PusherControl = (typeof CONTROLS)[number]

/** A button of the page's own. `icon`: a picture's path, or the name of an icon of the kit, for example `heart`. */
export interface CustomControl {
  name: string
  label: string
  icon?: string
}

/** `url`: what `playBGM` of WeChat plays, network or local. */
export interface Track {
  name: string
  url: string
}

export const properties = {
  ...common,
  /**
   * Publish as soon as the right to is there, for example when a mic-link starts. Once a person has stopped, it waits for
   * the next time the right is given.
   * @since 0.1.0
   */
  autoPublish: { type: Boolean, value: false },
  /**
   * Show my picture before it goes out.
   * @since 0.1.0
   */
  preview: { type: Boolean, value: true },
  /**
   * Say so where nothing may be published, in place of showing nothing.
   * @since 0.1.0
   */
  hint: { type: Boolean, value: false },
  /**
   * Size and place: `full`, `compact` or `floating`.
   * @since 0.1.0
   */
  layout: { type: String, value: 'full' as PusherLayout },
  /**
   * Which controls, in this order: names, or `{ name, label, icon }` for a button of your own that raises `custom`. What comes
   * after `more` waits in the sheet behind that button. `publish` is the big button, and the last one while on air.
   * @since 0.1.0
   */
  controls: { type: Array, value: [...CONTROLS] as Array<PusherControl | CustomControl> },
  /**
   * How I look and sound to begin with; the rest is as WeChat has it. Keep what `settingschange` says and give it back here.
   * @since 0.1.0
   */
  settings: { type: Object, value: {} as Partial<PusherSettings> },
  /**
   * Background music to choose from, `{ name, url }` each. Empty: no music button.
   * @since 0.1.0
   */
  bgm: { type: Array, value: [] as Track[] },
}
