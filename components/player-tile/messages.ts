import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'tile.loading': ['正在加载画面', 'Loading'],
  'tile.buffering': ['缓冲中', 'Buffering'],
  'tile.retrying': ['正在重试，第 {attempt} 次', 'Retrying, attempt {attempt}'],
  'tile.failed': ['画面中断', 'No picture'],
  'tile.suspended': ['已暂停', 'Paused'],
  'tile.interrupted': ['声音被其他应用占用', 'Another app uses the sound'],
  'tile.ended': ['直播已结束', 'The stream has ended'],
  'tile.camera-off': ['摄像头已关闭', 'Camera off'],
  'tile.audio-only': ['仅语音', 'Voice only'],
  'tile.mic-off': ['麦克风已关闭', 'Microphone off'],
  'tile.mute': ['静音 {name}', 'Mute {name}'],
  'tile.unmute': ['取消静音 {name}', 'Unmute {name}'],
  'tile.full-screen': ['全屏观看 {name}', 'Watch {name} in full screen'],
  'tile.retry': ['重新加载 {name}', 'Reload {name}'],
  'tile.renderer-failed': ['画面显示受限，按钮可能被遮住', 'The picture may cover its buttons on this phone'],
})

export type PlayerTileKey = keyof typeof _table
