import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'room.joining': ['正在进入直播间', 'Entering the room'],
  'room.rejoin': ['重新进入', 'Enter again'],
  'room.reopen': ['重新进入即可再次开播', 'Enter again to open it anew'],
  'room.attempt': ['（第 {attempt} 次）', '(attempt {attempt})'],
  'room.developer': ['开发提示', 'For developers'],
})

export type LiveRoomKey = keyof typeof _table
