import type { LinkEndReason, LinkOutcome } from '../../src/index'
import { defineMessages } from '../shared/messages'
import type { Row } from '../shared/messages'

/** Why my last request or link is over, as I am told it; a new outcome does not compile without a sentence. */
const OUTCOMES: Readonly<Record<`link.ended-${Exclude<LinkOutcome, 'accepted'> | LinkEndReason}`, Row>> = {
  'link.ended-refused': ['主播暂时无法接受连麦', 'The host cannot take you right now'],
  'link.ended-cancelled': ['连麦已取消', 'Withdrawn'],
  'link.ended-expired': ['没有等到回应，可以再次申请', 'No answer in time, you can ask again'],
  'link.ended-anchor-left': ['主播已离开，连麦结束', 'The host left, the link is over'],
  'link.ended-left': ['已离开，连麦结束', 'You left, the link is over'],
  'link.ended-ended': ['连麦已结束', 'The link is over'],
  'link.ended-kicked': ['主播结束了连麦', 'The host ended the link'],
  'link.ended-lost': ['网络中断，连麦结束', 'Connection lost, the link is over'],
}

/** All that the template may say. */
const WORDS = {
  'link.request': ['申请连麦', 'Ask to join'],
  'link.video': ['视频', 'Video'],
  'link.audio': ['语音', 'Voice'],
  'link.switch': ['点按切换', 'tap to switch'],
  'link.requesting': ['等待主播接受', 'Asking the host'],
  'link.invited': ['主播邀请你连麦', 'The host invites you to join'],
  'link.linked': ['连麦中', 'On air'],
  'link.silenced': ['主播已将你静音', 'Muted by the host'],
  'link.cancel': ['取消', 'Cancel'],
  'link.end': ['挂断', 'Hang up'],
  'link.accept': ['接受', 'Accept'],
  'link.refuse': ['拒绝', 'Decline'],
  'link.refuseAll': ['全部拒绝', 'Decline all'],
  'link.mute': ['静音', 'Mute'],
  'link.unmute': ['取消静音', 'Unmute'],
  'link.lock': ['锁麦位', 'Lock'],
  'link.unlock': ['解锁', 'Unlock'],
  'link.empty': ['暂时没有人申请', 'Nobody is waiting'],
  'link.words': ['拒绝时想说的话（选填）', 'Words for whom you decline (optional)'],
  'link.move': ['点空麦位可换位', 'Tap a free seat to move'],
} as const

const _table = defineMessages({
  ...OUTCOMES,
  ...WORDS,
  'link.refused-words': ['主播：“{message}”', 'The host: “{message}”'],
  'link.queue': ['连麦申请', 'Requests'],
  'link.asked': ['已邀请', 'Invited'],
  'link.seats': ['麦位', 'Seats'],
  'link.seat': ['{no} 号麦', 'Seat {no}'],
  'link.free': ['空位', 'Free'],
  'link.locked': ['已锁', 'Locked'],
  'link.muted': ['已静音', 'Muted'],
  'link.chosen': ['已选中', 'Chosen'],
  'link.me': ['我', 'Me'],
})

export type MicLinkKey = keyof typeof _table

export const KEYS = Object.keys(WORDS) as Array<keyof typeof WORDS>
