/** What the panel is given and cannot use, and what this phone has not. */
import { CONTROLS } from './props'
import { noneOf, settingsFault, type SETTINGS } from './settings'

const text = (value: unknown): boolean => typeof value === 'string' && value !== ''
const fields = (value: unknown) => (value ?? {}) as Record<string, unknown>
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const isKits = (name: unknown) => (CONTROLS as readonly unknown[]).includes(name)

function controlFault(control: unknown): string {
  const { name, label } = fields(control)
  if (isKits(control)) return ''
  if (!text(name) || !text(label)) return `${noneOf('controls', control, CONTROLS)}, and no { name, label, icon }`
  return isKits(name) ? `controls: the name "${String(name)}" is the kit's, give your button another` : ''
}

/** @returns what is wrong with the page's properties, as a sentence that says what to write; empty if nothing is */
export function faultOf(controls: unknown, settings: unknown, bgm: unknown): string {
  const silent = listOf(bgm).findIndex((track) => !text(fields(track).url))
  if (silent >= 0) return `bgm[${silent}]: write { name, url } with the url of a sound file`
  return listOf(controls).map(controlFault).find(Boolean) ?? settingsFault(settings)
}

/** Settings that this phone or this WeChat has not. */
export type Lacks = { readonly [K in keyof typeof SETTINGS]?: true }

/** `renderer`: the component's. Versions: component page of live-pusher; Skyline plans picture in picture. */
export function lacksOf(renderer?: string): Lacks {
  const lacks = (attribute: string) => !wx.canIUse(`live-pusher.${attribute}`)
  const platform = typeof wx.getDeviceInfo === 'function' ? (wx.getDeviceInfo().platform as string) : ''
  const harmony = platform.startsWith('ohos')
  return {
    ...(harmony && { beauty: true, style: true }),
    ...(lacks('voice-changer-type') && { voice: true }),
    // canIUse knows what is documented; this is not.
    ...(platform !== 'ios' && { ear: true }),
    ...((lacks('picture-in-picture-mode') || renderer === 'skyline') && { pip: true }),
  }
}

/** Whether the page is broad, or lies on its side: the sheet then stands beside the picture. */
export function isWide(): boolean {
  if (typeof wx.getWindowInfo !== 'function') return false
  const { windowWidth, windowHeight } = wx.getWindowInfo()
  return windowWidth >= 600 || windowWidth > windowHeight
}
