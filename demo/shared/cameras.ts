import { language } from './i18n'

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

/** As player-grid takes them: stream ids of cameras are `<id>~ext`. */
export const cameras = () =>
  CAMERAS.map(([id, zh, en]) => ({ streamId: `${id}~ext`, name: language() === 'zh' ? zh : en }))
