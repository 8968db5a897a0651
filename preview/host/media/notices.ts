/** What a tag says to the person in front of it, in the language of the phone. Short: it lies over the picture. */
import type { Language } from '../env/types'

const NOTICES = {
  'no-camera': ['测试画面：未找到摄像头', 'Test card: no camera found'],
  'camera-refused': ['测试画面：浏览器未允许使用摄像头', 'Test card: the browser did not allow the camera'],
  'camera-in-use': ['测试画面：摄像头被其他程序占用', 'Test card: another program holds the camera'],
  'insecure-page': ['测试画面：摄像头需要 https 或 localhost', 'Test card: the camera needs https or localhost'],
  'camera-denied': ['摄像头权限已被拒绝', 'Camera permission denied'],
  'tap-for-sound': ['点击开启声音', 'Tap for sound'],
  'single-page-mode': ['朋友圈单页模式下不能推流', 'live-pusher is disabled in single-page mode'],
  'second-pusher': ['一个页面只能插入一个 live-pusher', 'A page can hold only one live-pusher'],
  'browser-cannot': ['此浏览器缺少：', 'This browser lacks: '],
} as const satisfies Record<string, readonly [zh: string, en: string]>

export type Notice = keyof typeof NOTICES

/** The sentence in the phone's language; `detail` is appended. */
export function noticeText(notice: Notice, language: Language, detail = ''): string {
  const [zh, en] = NOTICES[notice]
  return (language === 'zh_CN' ? zh : en) + detail
}
