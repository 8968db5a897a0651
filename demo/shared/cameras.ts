import type { UrlStream } from 'lianmai/providers/url'
import { provider, type Provider } from './config'
import { language } from './i18n'
import { settings } from './settings'

/** The demo's cameras. Your own come from your backend: what each pushes to is `ingestUrl(room, id)` of the gateway. */
const CAMERAS: ReadonlyArray<readonly [id: string, zh: string, en: string]> = [
  ['entrance', '正门', 'Entrance'],
  ['carpark', '停车场', 'Car park'],
  ['workshop', '一号车间', 'Workshop'],
  ['street', '临街', 'Street'],
  ['shop', '便利店', 'Shop'],
  ['servers', '机房', 'Server room'],
  ['warehouse', '仓库', 'Warehouse'],
  ['harbour', '码头', 'Harbour'],
  ['lift', '电梯厅', 'Lift lobby'],
  ['dock', '装卸区', 'Loading dock'],
  ['roof', '楼顶', 'Roof'],
  ['gate', '东门', 'East gate'],
]

/** A camera a line: a name, if it has one, and its address. @returns undefined where a line is none */
export function readCameras(text: string): UrlStream[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim())
  const found = lines.flatMap((line, index) => {
    const [, name = '', address] = /^\s*(.*?)\s*\b((?:rtmp|https?):\/\/\S+)\s*$/.exec(line) ?? []
    return address ? { id: `own${index + 1}`, name: name || `${index + 1}`, urls: [address] } : []
  })
  return found.length === lines.length ? found : undefined
}

/** Typed on the settings page. */
export const ownCameras = (): UrlStream[] => readCameras(settings().cameras) ?? []

/** The demo's cameras with their names. */
export const wallOf = (lang: 'zh' | 'en') => CAMERAS.map(([id, zh, en]) => [id, lang === 'zh' ? zh : en] as const)

/** What the wall plays from: addresses typed on the settings page, else where the demo's cameras are. */
export const wallProvider = (): Provider | 'url' =>
  ownCameras().length ? 'url' : provider() === 'simulated' ? 'simulated' : 'gateway'

/** As player-grid takes them: stream ids of the gateway's cameras are `<id>~ext`, of simulated ones `<id>-camera`. */
export function cameras() {
  const own = ownCameras()
  if (own.length) return own.map(({ id, name = id }) => ({ streamId: id, name }))
  const end = wallProvider() === 'simulated' ? '-camera' : '~ext'
  return wallOf(language()).map(([id, name]) => ({ streamId: `${id}${end}`, name }))
}
