import { defineMessages } from '../shared/messages'

/** What lies over the picture: one at a time, so the script says it and the template has no text for it. */
export const STATES = defineMessages({
  'tile.loading': ['正在加载画面', 'Loading'],
  'tile.buffering': ['缓冲中', 'Buffering'],
  'tile.retrying': ['正在重试，第 {attempt} 次', 'Retrying, attempt {attempt}'],
  'tile.failed': ['画面中断', 'No picture'],
  'tile.suspended': ['已暂停', 'Paused'],
  'tile.interrupted': ['声音被其他应用占用', 'Another app uses the sound'],
  'tile.ended': ['直播已结束', 'The stream has ended'],
  'tile.offline': ['离线', 'Offline'],
  'tile.frozen': ['画面停住了', 'The picture has stopped'],
  'tile.cameraOff': ['摄像头已关闭', 'Camera off'],
  'tile.audioOnly': ['仅语音', 'Voice only'],
})

const TABLE = defineMessages({
  'tile.micOff': ['麦克风已关闭', 'Microphone off'],
  'tile.speaking': ['正在说话', 'Speaking'],
  'tile.silent': ['已静音', 'Muted'],
  'tile.pinned': ['大画面', 'Enlarged'],
  'tile.more': ['更多操作', 'More'],
  'tile.mute': ['静音', 'Mute'],
  'tile.unmute': ['取消静音', 'Unmute'],
  'tile.pin': ['放大', 'Enlarge'],
  'tile.unpin': ['缩小', 'Make small'],
  'tile.snapshot': ['截图', 'Snapshot'],
  'tile.fullscreen': ['全屏', 'Full screen'],
  'tile.snapped': ['已截图', 'Picture taken'],
  'tile.refused': ['操作失败，请重试', 'That did not work, try again'],
})

export type PlayerTileKey = keyof typeof STATES | keyof typeof TABLE

/** What the template says. */
export const WORDS = Object.keys(TABLE) as Array<keyof typeof TABLE>
