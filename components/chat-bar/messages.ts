import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'chat.placeholder': ['说点什么…', 'Say something…'],
  'chat.muted': ['你已被禁言', 'You are muted'],
  'chat.forbidden': ['当前不能发言', 'Chat is off for you'],
  'chat.offline': ['连接后可以发言', 'Chat opens once connected'],
  'chat.send': ['发送', 'Send'],
  'chat.list': ['聊天消息', 'Messages'],
  'chat.like': ['点赞，共 {count}', 'Like, {count} so far'],
  'chat.unread': ['{count} 条新消息', '{count} new'],
  'chat.pending': ['发送中', 'Sending'],
  'chat.failed': ['发送失败，点按重试', 'Not sent, tap to retry'],
  'chat.held': ['发送太快，{seconds} 秒后自动发送', 'Too fast. It is sent by itself in {seconds} s'],
  'chat.vetoed': ['这条消息不能发送，请修改', 'This message cannot be sent, change it'],
  'chat.discard': ['删除这条未发送的消息', 'Delete this unsent message'],
  'chat.gift': ['送出 {name} ×{count}', 'sent {name} ×{count}'],
  'chat.emoji': ['表情', 'Emoji'],
  'chat.erase': ['退格', 'Backspace'],
  'chat.gifts': ['礼物', 'Gifts'],
  'chat.notice': ['公告', 'Notice'],
})

export type ChatBarKey = keyof typeof _table
