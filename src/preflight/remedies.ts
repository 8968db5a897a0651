/** What to do about each reason, for a person (zh, en). `{names}` stand for figures and quotes. */
import { CATEGORIES, SWITCH_STEPS, type Text } from './categories'
import type { PreflightReason } from './types'

const join = (texts: readonly Text[], zh: string, en: string): Text => ({
  zh: texts.map((text) => text.zh).join(zh),
  en: texts.map((text) => text.en).join(en),
})

const numbered = (texts: readonly Text[]): Text[] =>
  texts.map(({ zh, en }, index) => ({ zh: `${index + 1}. ${zh}`, en: `${index + 1}. ${en}` }))

const categories = join(CATEGORIES, '；', '; ')
const steps = join(numbered(SWITCH_STEPS), '；', '; ')

const inSettings = (zh: string, en: string): Text => ({
  zh: `请在设置中允许使用${zh}`,
  en: `Allow the ${en} in the settings`,
})

const inPhone = (zh: string, en: string): Text => ({
  zh: `请在手机系统设置中允许微信使用${zh}`,
  en: `Allow WeChat to use the ${en} in the phone's settings`,
})

/** Reason -> remedy. Components may say it in their own words, by the same keys. */
export const REMEDIES: Readonly<Record<PreflightReason, Text>> = {
  'no-wx': { zh: '请在微信小程序中打开', en: 'Open this in a WeChat mini-program' },
  'api-missing': {
    zh: '当前微信版本无法检查此项，请更新微信',
    en: 'This version of WeChat cannot tell; update WeChat',
  },
  'api-failed': { zh: '检查失败，请稍后重试', en: 'The check failed; try again in a moment' },
  'base-library-old': {
    zh: '请更新微信：需要基础库 {needed}，当前为 {baseLibrary}',
    en: 'Update WeChat: base library {needed} is needed, this is {baseLibrary}',
  },
  'client-old': {
    zh: '请更新微信：需要 {needed}，当前为 {client}',
    en: 'Update WeChat: version {needed} is needed, this is {client}',
  },
  'not-on-platform': {
    zh: '此系统不支持：{lacking}，请换用其他手机或关闭该功能',
    en: 'Not available on this system: {lacking}; use another phone or do without',
  },
  'not-tried': {
    zh: '没有接口可以查询，首次推流或播放后即可得知',
    en: 'No API tells; it shows when the first stream is published or played',
  },
  category: {
    zh: `小程序的服务类目须属于：${categories.zh}。个人主体不能开通`,
    en: `The mini-program needs one of these categories: ${categories.en}. Personal accounts cannot have it`,
  },
  switch: { zh: `管理员需开通接口：${steps.zh}`, en: `The administrator switches the interface on: ${steps.en}` },
  ide: {
    zh: '微信开发者工具不支持这两个组件，请用真机调试，或用 npx @lianmai/preview 预览',
    en: "WeChat's IDE cannot run the two tags; use a real phone, or npx @lianmai/preview",
  },
  'renderer-failed': {
    zh: '画面无法与页面同层显示，请重新进入页面；仍不行请更新系统和微信',
    en: 'The picture cannot be laid out with the page; open the page again, else update the system and WeChat',
  },
  'single-page': {
    zh: '朋友圈单页模式不能开播，请点击底部「前往小程序」',
    en: 'Opened from Moments nobody can go live; tap 前往小程序 (Go to mini-program) at the bottom',
  },
  'camera-refused': inSettings('摄像头', 'camera'),
  'microphone-refused': inSettings('麦克风', 'microphone'),
  'not-asked': { zh: '尚未授权，使用时会询问', en: 'Not asked yet; you will be asked' },
  'system-camera-denied': inPhone('摄像头', 'camera'),
  'system-microphone-denied': inPhone('麦克风', 'microphone'),
  'privacy-open': { zh: '请阅读并同意{contract}', en: 'Read and agree to {contract}' },
  offline: { zh: '没有网络，请打开 Wi-Fi 或移动数据', en: 'There is no network; turn on Wi-Fi or mobile data' },
  'weak-network': { zh: '网络较弱，画面可能卡顿', en: 'The network is weak; the picture may stutter' },
}

/** The remedy with its figures. @param values by the names in braces */
export function remedyOf(reason: PreflightReason, values: Readonly<Record<string, string>> = {}): Text {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '?')
  const { zh, en } = REMEDIES[reason]
  return { zh: fill(zh), en: fill(en) }
}
