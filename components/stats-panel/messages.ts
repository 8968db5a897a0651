import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'stats.title': ['运行数据', 'Figures'],
  'stats.copy': ['复制文本', 'Copy as text'],
  'stats.room': ['房间', 'Room'],
  'stats.phone': ['设备', 'Phone'],
  'stats.error': ['最近的错误', 'Last error'],
  'stats.pusher': ['推流', 'Publishing'],
})

export type StatsPanelKey = keyof typeof _table
