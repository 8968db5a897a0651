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
  'chat.discard': ['删除这条未发送的消息', 'Delete this unsent message'],
  'chat.gift': ['送出 {name} ×{count}', 'sent {name} ×{count}'],
})

export type ChatBarKey = keyof typeof _table
