import { defineMessages } from '../shared/messages'

const TABLE = defineMessages({
  'badge.grade0': ['网络质量未知', 'Network quality unknown'],
  'badge.grade1': ['网络很差', 'Network bad'],
  'badge.grade2': ['网络较差', 'Network poor'],
  'badge.grade3': ['网络一般', 'Network fair'],
  'badge.grade4': ['网络良好', 'Network good'],
  'badge.grade5': ['网络优秀', 'Network excellent'],
  'badge.videoFPS': ['帧率', 'Frame rate'],
  'badge.audioBitrate': ['声音码率', 'Sound bitrate'],
  'badge.netJitter': ['抖动', 'Jitter'],
  'badge.netQualityLevel': ['网络等级', 'Network level'],
  'badge.videoCache': ['缓冲', 'Buffer'],
  'badge.audioCache': ['缓冲', 'Buffer'],
  'badge.holds': ['拉低了评级', 'Lowers the grade'],
  'badge.none': ['暂无数据', 'No figures yet'],
})

export type QualityBadgeKey = keyof typeof TABLE

export const KEYS = Object.keys(TABLE) as QualityBadgeKey[]
