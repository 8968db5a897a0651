import type { Role } from '../../src/index'
import { defineMessages, type Row } from '../shared/messages'

/** A new role does not compile without a word. */
const ROLES: Readonly<Record<`members.${Role}`, Row>> = {
  'members.anchor': ['主播', 'Host'],
  'members.speaker': ['嘉宾', 'Speaker'],
  'members.admin': ['管理员', 'Moderator'],
  'members.audience': ['观众', 'Audience'],
}

const TABLE = defineMessages({
  ...ROLES,
  'members.title': ['成员', 'People'],
  'members.me': ['我', 'me'],
  'members.mic': ['麦克风', 'microphone'],
  'members.camera': ['摄像头', 'camera'],
  'members.on': ['已开', 'on'],
  'members.off': ['已关', 'off'],
  'members.seat': ['{seat} 号麦', 'Seat {seat}'],
  'members.asks': ['申请连麦', 'asks to join'],
  'members.invited': ['已邀请连麦', 'invited'],
  'members.muted': ['已禁言', 'chat muted'],
  'members.manage': ['管理', 'Manage'],
  'members.invite': ['邀请连麦', 'Invite to join'],
  'members.mute': ['禁言', 'Mute chat'],
  'members.unmute': ['解除禁言', 'Unmute chat'],
  'members.kick': ['移出房间', 'Remove'],
  'members.sure': ['确定移出？', 'Remove for sure?'],
  'members.cancel': ['取消', 'Cancel'],
  'members.search': ['搜索成员', 'Search by name'],
  'members.none': ['没有找到', 'Nobody by that name'],
  'members.alone': ['还没有其他人', 'Nobody else is here yet'],
  'members.loading': ['正在加载…', 'Loading…'],
  'members.outside': ['进入房间后可查看成员', 'Enter the room to see who is here'],
  'members.more': ['还有 {count} 人，可搜索', '{count} more; search by name'],
})

export type MemberListKey = keyof typeof TABLE

export const KEYS = Object.keys(TABLE) as MemberListKey[]
