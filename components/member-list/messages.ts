import type { Role } from '../../src/index'
import { defineMessages, type Row } from '../shared/messages'

/** A new role does not compile without a word. */
const ROLES: Readonly<Record<`members.${Role}`, Row>> = {
  'members.anchor': ['主播', 'Host'],
  'members.speaker': ['嘉宾', 'Speaker'],
  'members.admin': ['管理员', 'Moderator'],
  'members.audience': ['观众', 'Audience'],
}

/** What the template may say. */
const WORDS = {
  'members.title': ['成员', 'People'],
  'members.mic': ['麦克风', 'microphone'],
  'members.camera': ['摄像头', 'camera'],
  'members.on': ['已开', 'on'],
  'members.off': ['已关', 'off'],
  'members.manage': ['管理', 'Manage'],
  'members.invite': ['邀请连麦', 'Invite to join'],
  'members.withdraw': ['撤回邀请', 'Withdraw invitation'],
  'members.silence': ['静音', 'Mute mic'],
  'members.heard': ['取消静音', 'Unmute mic'],
  'members.silenceAll': ['全体静音', 'Mute all'],
  'members.heardAll': ['取消全体静音', 'Unmute all'],
  'members.promote': ['设为嘉宾', 'Make speaker'],
  'members.demote': ['设为观众', 'Make audience'],
  'members.host': ['移交主播', 'Make host'],
  'members.mute': ['禁言', 'Mute chat'],
  'members.unmute': ['解除禁言', 'Unmute chat'],
  'members.kick': ['移出房间', 'Remove'],
  'members.justKick': ['仅移出', 'Just remove'],
  'members.banHour': ['禁入 1 小时', 'Keep out 1 hour'],
  'members.banDay': ['禁入 1 天', 'Keep out 1 day'],
  'members.ban': ['永久禁入', 'Keep out for good'],
  'members.sureKick': ['确定移出？', 'Remove for sure?'],
  'members.sureHost': ['确定移交？你将成为嘉宾', 'Hand over? You become a speaker'],
  'members.cancel': ['取消', 'Cancel'],
  'members.search': ['搜索成员', 'Search by name'],
  'members.loading': ['正在加载…', 'Loading…'],
  'members.reconnecting': ['正在重连…', 'Reconnecting…'],
  'members.outside': ['进入房间后可查看成员', 'Enter the room to see who is here'],
} as const

const _table = defineMessages({
  ...ROLES,
  ...WORDS,
  'members.me': ['我', 'me'],
  'members.seat': ['{seat} 号麦', 'Seat {seat}'],
  'members.asks': ['申请连麦', 'asks to join'],
  'members.invited': ['已邀请连麦', 'invited'],
  'members.silenced': ['被主播静音', 'muted by host'],
  'members.muted': ['已禁言', 'chat muted'],
  'members.none': ['没有找到', 'Nobody by that name'],
  'members.alone': ['还没有其他人', 'Nobody else is here yet'],
  'members.listed': ['{online} 人在线，列出前 {count} 位', '{online} online, the first {count} listed'],
  'members.more': ['还有 {count} 人，可搜索', '{count} more; search by name'],
})

export type MemberListKey = keyof typeof _table

export const KEYS = Object.keys(WORDS) as Array<keyof typeof WORDS>
