import { defineMessages } from '../shared/messages'

const TABLE = defineMessages({
  'grid.empty': ['还没有人开播', 'Nobody is live yet'],
  'grid.emptyHint': ['主播开播后，画面会出现在这里', 'The picture appears here when somebody goes live'],
  'grid.previous': ['上一页', 'Previous page'],
  'grid.next': ['下一页', 'Next page'],
  'grid.page': ['第 {page} 页，共 {pages} 页', 'Page {page} of {pages}'],
  'grid.hold': ['轮巡中，点按停留', 'On patrol, tap to stay here'],
  'grid.goOn': ['已停留，点按继续轮巡', 'Staying here, tap to go on'],
  'grid.muteAll': ['全部静音', 'Mute all'],
  'grid.unmuteAll': ['全部取消静音', 'Unmute all'],
})

export type PlayerGridKey = keyof typeof TABLE

export const KEYS = Object.keys(TABLE) as PlayerGridKey[]
