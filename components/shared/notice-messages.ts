/** Sentences of store notices; exhaustive over the store's keys, so a new one does not compile without a sentence. */
import type { ErrorReason } from '../../src/index'
import type { NoticeKey } from '../../store/index'
import type { Row } from './messages'

/** `error.<reason>` is in error-messages.ts. */
type OwnKey = Exclude<NoticeKey, `error.${ErrorReason}`>

export const NOTICES: Readonly<Record<OwnKey, Row>> = {
  'notice.reconnecting': ['连接中断，正在重新连接…', 'Connection lost, reconnecting…'],
  'notice.resumed': ['已重新连接', 'Connected again'],
  'notice.weak': ['当前网络较弱，画面可能卡顿', 'Weak network, pictures may stall'],
  'notice.offline': ['手机没有网络，恢复后会自动连接', 'No network; it goes on by itself once it is back'],
  'notice.online': ['网络已恢复', 'The network is back'],
  'notice.rate-limited': ['发送太快，{seconds} 秒后自动发出', 'Too fast; sent by itself in {seconds} s'],
  'notice.gap': ['刚才掉线了，部分消息可能缺失', 'You were away; some messages may be missing'],
  'notice.user-joined': ['{name} 来了', '{name} joined'],
  'notice.user-left': ['{name} 离开了', '{name} left'],
  'notice.link-requested': ['{name} 申请连麦', '{name} asks to join you'],
  'notice.link-started': ['{name} 已上麦', '{name} is on air'],
  'notice.link-refused': ['{name} 的连麦被婉拒', '{name} was declined'],
  'notice.link-cancelled': ['{name} 取消了连麦', '{name} withdrew the request'],
  'notice.link-expired': ['{name} 的连麦申请超时', 'The request of {name} ran out'],
  'notice.link-anchor-left': ['主播已离开，连麦取消', 'The host left, the request is off'],
  'notice.link-left': ['{name} 已离开房间', '{name} left the room'],
  'notice.link-ended-ended': ['{name} 结束了连麦', '{name} is off air'],
  'notice.link-ended-kicked': ['{name} 已被请下麦', '{name} was taken off air'],
  'notice.link-ended-anchor-left': ['主播已离开，连麦结束', 'The host left, the link is over'],
  'notice.link-ended-left': ['{name} 离开了，连麦结束', '{name} left, the link is over'],
  'notice.link-ended-lost': ['{name} 掉线了，连麦结束', '{name} lost the connection, the link is over'],
  'notice.host': ['{name} 成为主播', '{name} is the host now'],
  'notice.role-anchor': ['你已成为主播', 'You are the host now'],
  'notice.role-speaker': ['主播已将你设为嘉宾，可以发言', 'The host made you a speaker'],
  'notice.role-audience': ['主播已将你设为观众，已停止推流', 'The host made you audience; you are off air'],
  'notice.role-admin': ['主播已将你设为管理员', 'The host made you a moderator'],
  'notice.silenced': ['主播已关闭你的麦克风', 'The host took your microphone'],
  'notice.heard': ['主播已归还你的麦克风', 'The host gave your microphone back'],
  'notice.left-left': ['你已离开房间', 'You left the room'],
  'notice.left-kicked': ['你已被移出房间', 'You were removed from the room'],
  'notice.left-banned': ['你已被禁止进入此房间', 'You are banned from this room'],
  'notice.left-replaced': ['账号已在其他设备进入房间', 'Your account entered on another device'],
  'notice.left-room-closed': ['直播已结束', 'The room is closed'],
  'notice.left-token-expired': ['进房凭证已过期，请重新进入', 'The entry pass has expired, enter again'],
  'notice.left-refused': ['服务器拒绝进入', 'The server refused entry'],
}
