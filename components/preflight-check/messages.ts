import type { Check, Fix, PreflightReason, PreflightReport } from '../../src/preflight/index'
import { defineMessages, type Row } from '../shared/messages'

/** A new check, way out or verdict does not compile without a sentence. */
const ROWS: Readonly<
  Record<`preflight.${Check | Fix | PreflightReport['state'] | `all-${PreflightReport['state']}`}`, Row>
> = {
  'preflight.version': ['微信版本', 'WeChat version'],
  'preflight.category': ['服务类目', 'Service category'],
  'preflight.switch': ['接口权限', 'Live interface'],
  'preflight.ide': ['运行环境', 'Runs on a phone'],
  'preflight.native-layer': ['同层渲染', 'Picture in the page'],
  'preflight.single-page': ['打开方式', 'Opened as an app'],
  'preflight.camera': ['摄像头', 'Camera'],
  'preflight.microphone': ['麦克风', 'Microphone'],
  'preflight.system-camera': ['系统摄像头权限', 'Camera, phone settings'],
  'preflight.system-microphone': ['系统麦克风权限', 'Microphone, phone settings'],
  'preflight.privacy': ['隐私授权', 'Privacy consent'],
  'preflight.network': ['网络', 'Network'],
  'preflight.open-setting': ['去设置', 'Open settings'],
  'preflight.open-app-setting': ['打开系统设置', 'Phone settings'],
  'preflight.request-scope': ['允许使用', 'Allow'],
  'preflight.require-privacy': ['阅读并同意', 'Read and agree'],
  'preflight.ok': ['正常', 'OK'],
  'preflight.blocked': ['需处理', 'To do'],
  'preflight.unknown': ['待确认', 'Not known yet'],
  'preflight.all-ok': ['可以开播', 'Ready to go live'],
  'preflight.all-blocked': ['有 {count} 项需要处理', '{count} to do before you go live'],
  'preflight.all-unknown': ['可以试试，{count} 项待确认', 'You can try; {count} not known yet'],
}

const TABLE = defineMessages({
  ...ROWS,
  'preflight.checking': ['正在检查…', 'Checking…'],
  'preflight.again': ['重新检查', 'Check again'],
})

/** `preflight.remedy-<reason>` replaces what `lianmai/preflight` says, in any language; it ships none. */
export type PreflightCheckKey = keyof typeof TABLE | `preflight.remedy-${PreflightReason}`

export const KEYS = Object.keys(TABLE) as (keyof typeof TABLE)[]
