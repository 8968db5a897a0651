import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'badge.grade-0': ['网络质量未知', 'Network quality unknown'],
  'badge.grade-1': ['网络很差', 'Network bad'],
  'badge.grade-2': ['网络较差', 'Network poor'],
  'badge.grade-3': ['网络一般', 'Network fair'],
  'badge.grade-4': ['网络良好', 'Network good'],
  'badge.grade-5': ['网络优秀', 'Network excellent'],
  'badge.fps': ['帧率', 'Frame rate'],
  'badge.bitrate': ['码率', 'Bitrate'],
  'badge.size': ['分辨率', 'Resolution'],
  'badge.jitter': ['抖动', 'Jitter'],
})

export type QualityBadgeKey = keyof typeof _table
