import { defineMessages } from '../shared/messages'
import { GRADES, type GradeKey } from './grades'

const TABLE = defineMessages({
  'badge.videoFPS': ['帧率', 'Frame rate'],
  'badge.audioBitrate': ['声音码率', 'Sound bitrate'],
  'badge.netJitter': ['抖动', 'Jitter'],
  'badge.netQualityLevel': ['网络等级', 'Network level'],
  'badge.videoCache': ['缓冲', 'Buffer'],
  'badge.audioCache': ['缓冲', 'Buffer'],
  'badge.holds': ['拉低了评级', 'Lowers the grade'],
  'badge.none': ['暂无数据', 'No figures yet'],
})

export type QualityBadgeKey = GradeKey | keyof typeof TABLE

export const KEYS = [...GRADES, ...Object.keys(TABLE)] as QualityBadgeKey[]
