/** The sheet and what is picked in it: sliders, swatches, chips. */
import { LiveError } from '../../src/index'
import { act, fail, isGone } from '../shared/action'
import type { Actor } from '../shared/action'
import { raiser } from '../shared/events'
import { call } from './device'
import type { PusherPanelEvents } from './events'
import { PANES } from './panes'
import { SETTINGS, settingsOf, type PusherSettings, type SettingName } from './settings'

/** As much of the panel as its helpers need. */
export interface Panel extends Actor {
  data: Actor['data'] & {
    settings: Partial<PusherSettings>
    picked: Partial<PusherSettings>
    levels: Record<string, number>
  }
}

const raise = raiser<PusherPanelEvents>()

/** Runs an action whose failure has a sentence of its own, by its name. */
export async function attempt(panel: Panel, name: string, work: () => Promise<unknown>): Promise<boolean> {
  const done = await act(panel, name, work)
  if (!done && !isGone(panel)) panel.setData({ tried: name })
  return done
}

/** A failure that nobody waited for, through the same funnel. */
export function told(panel: Panel, name: string, message: string): void {
  fail(panel, LiveError.of('device-failed', `live-pusher: ${message}`))
  panel.setData({ tried: name })
}

/** Where the sliders of a page stand when it opens: a slider that is set while a finger moves it jumps. */
export function slidersOf({ data }: Panel, pane: string): Record<string, unknown> {
  const values: Record<string, unknown> = { ...settingsOf(data.settings, data.picked), ...data.levels }
  const sliders = (PANES[pane] ?? []).filter(({ kind }) => kind === 'slider')
  return Object.fromEntries(sliders.map(({ name }) => [name, values[name]]))
}

/** @returns whether it was one of the tag's settings */
export function pick(panel: Panel, name: string, value: unknown): boolean {
  if (!(name in SETTINGS)) return false
  const { settings, picked } = panel.data
  if (settingsOf(settings, picked)[name as SettingName] === value) return true
  const next = { ...picked, [name]: value }
  panel.setData({ picked: next })
  raise(panel, 'settingschange', settingsOf(settings, next))
  return true
}

/** The docs ask for the volume of music as a string, for the one of the microphone as a number. */
const LEVELS: Readonly<Record<string, (value: number) => Promise<void>>> = {
  zoom: (value) => call('setZoom', { zoom: value / 10 }),
  bgm: (value) => call('setBGMVolume', { volume: String(value / 100) }),
  own: (value) => call('setMICVolume', { volume: value / 100 }),
}

/** A slider that is no attribute of the tag but a call. */
export async function setLevel(panel: Panel, name: string, value: number): Promise<void> {
  const set = LEVELS[name]
  if (set && (await attempt(panel, name, () => set(value)))) panel.setData({ [`levels.${name}`]: value })
}
