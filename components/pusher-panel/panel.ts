/** What the parts of the panel share: its shape, and how it does something that can fail. */
import type { ErrorReason } from '../../src/index'
import { act, isGone, type Actor } from '../shared/action'
import { raiser } from '../shared/events'
import type { PusherPanelEvents } from './events'
import type { Track } from './props'
import { isSetting, settingsOf, type PusherSettings } from './settings'

/** As much of the component as its handlers need. */
export interface Panel extends Actor {
  data: Actor['data'] & {
    settings: Partial<PusherSettings>
    picked: Partial<PusherSettings>
    levels: Record<string, number>
    look: PusherSettings
    open: string
    enableMic: boolean
    enableCamera: boolean
    denied: ErrorReason | ''
    torch: boolean
    shot: string
    bgm: Track[]
    track: number
    playing: boolean
    played: number
    streamId: string
  }
  getPageId?(): string
  /** A person, or the page, has asked for the stream since the right came. */
  started?: boolean
  hidden?: boolean
  /** The tag was started to carry the room, not a stream. */
  carries?: boolean
  /** Takes the snapshot off the desk. */
  timer?: ReturnType<typeof setTimeout>
  /** When a slider was last looked at. */
  slid?: number
}

/** A component or behavior as the panel it is. */
export const panelOf = (component: object) => component as Panel

export interface Tap {
  currentTarget: { dataset: { name?: string; value?: unknown; own?: boolean; index?: number } }
}

export const raise = raiser<PusherPanelEvents>()

/** Runs an action whose failure is told by its name. @returns whether it succeeded, and anybody is still there to see it */
export async function attempt(panel: Panel, name: string, work: () => Promise<unknown>): Promise<boolean> {
  const done = await act(panel, name, work)
  if (isGone(panel)) return false
  if (!done) panel.setData({ tried: name })
  return done
}

/** @returns whether it was one of the tag's settings */
export function pick(panel: Panel, name: string, value: unknown): boolean {
  if (!isSetting(name)) return false
  const { settings, picked } = panel.data
  if (settingsOf(settings, picked)[name] === value) return true
  const next = { ...picked, [name]: value }
  panel.setData({ picked: next })
  raise(panel, 'settingschange', settingsOf(settings, next))
  return true
}
