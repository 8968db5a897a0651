/** What the panel is given and cannot use, and what this phone has not. */
import { CONTROLS } from './props'
import { settingsFault } from './settings'

interface Given {
  controls: unknown
  settings: unknown
  bgm: unknown
}

const text = (value: unknown): boolean => typeof value === 'string' && value !== ''
const fields = (value: unknown) => (value ?? {}) as Record<string, unknown>

function controlFault(control: unknown): string {
  const { name, label } = fields(control)
  if (typeof control === 'string' || !text(name) || !text(label)) {
    const known = (CONTROLS as readonly unknown[]).includes(control)
    return known
      ? ''
      : `controls: ${JSON.stringify(control)} is none of ${CONTROLS.join(', ')}, and no { name, label, icon }`
  }
  const taken = (CONTROLS as readonly unknown[]).includes(name)
  return taken ? `controls: the name "${String(name)}" is the kit's, give your button another` : ''
}

/** @returns what is wrong with the page's properties, as a sentence that says what to write; empty if nothing is */
export function faultOf({ controls, settings, bgm }: Given): string {
  const tracks = Array.isArray(bgm) ? bgm : []
  const silent = tracks.findIndex((track) => !text(fields(track).url))
  if (silent >= 0) return `bgm[${silent}]: write { name, url } with the url of a sound file`
  const faults = Array.isArray(controls) ? controls.map(controlFault) : []
  return faults.find(Boolean) ?? settingsFault(settings)
}

/** `renderer`: the component's. Versions: component page of live-pusher; Skyline plans picture in picture. */
export function lacksOf(renderer?: string): { beauty: boolean; voice: boolean; pip: boolean } {
  const can = (attribute: string) => wx.canIUse(`live-pusher.${attribute}`)
  const platform = typeof wx.getDeviceInfo === 'function' ? (wx.getDeviceInfo().platform as string) : ''
  return {
    beauty: platform.startsWith('ohos'),
    voice: !can('voice-changer-type'),
    pip: !can('picture-in-picture-mode') || renderer === 'skyline',
  }
}

/** Whether the page is broad, or lies on its side: the sheet then stands beside the picture. */
export function isWide(): boolean {
  if (typeof wx.getWindowInfo !== 'function') return false
  const { windowWidth, windowHeight } = wx.getWindowInfo()
  return windowWidth >= 600 || windowWidth > windowHeight
}

const pages = new Map<string, object>()

/**
 * The platform inserts one live-pusher a page and refuses the next.
 * @returns whether this panel may; always where WeChat cannot tell pages apart (getPageId, base library 2.7.1)
 */
export function takePage(panel: object): boolean {
  const { getPageId } = panel as { getPageId?(): string }
  const page = getPageId ? getPageId.call(panel) : ''
  if (page && pages.has(page) && pages.get(page) !== panel) return false
  if (page) pages.set(page, panel)
  return true
}

export function leavePage(panel: object): void {
  pages.forEach((owner, page) => owner === panel && pages.delete(page))
}
