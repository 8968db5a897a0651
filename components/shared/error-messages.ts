/** What an error says to a person, for every reason; scripts/errors-doc.mjs makes docs/errors.md of it. */
import type { ErrorReason } from '../../src/index'

/** What happened and what to do, first in zh, then in en. */
export type ErrorRow = readonly [zhCause: string, zhRemedy: string, enCause: string, enRemedy: string]

export const ERRORS: Readonly<Record<ErrorReason, ErrorRow>> = {
  'invalid-argument': ['参数不正确', '请联系开发者', 'A value is not valid', 'Contact the developer'],
  'invalid-state': [
    '现在还不能这样做',
    '请先进入房间再试',
    'That is not possible right now',
    'Enter the room, then try again',
  ],
  'unknown-provider': [
    '没有找到音视频服务',
    '开发者需先用 registerProvider 注册',
    'The live service is unknown',
    'Developer: call registerProvider first',
  ],
  unsupported: [
    '当前服务或微信版本不支持此功能',
    '请更新微信后再试',
    'This is not supported here',
    'Update WeChat and try again',
  ],
  'missing-attribute': [
    '组件缺少必填属性',
    '开发者需按文档补上',
    'A component lacks a required attribute',
    'Developer: add the attribute it names',
  ],
  network: ['网络连接不上', '请检查网络后重试', 'The network is not reachable', 'Check your connection and try again'],
  timeout: ['服务器没有及时响应', '请稍后重试', 'The server did not answer in time', 'Try again in a moment'],
  'token-invalid': ['进房凭证无效', '请退出后重新进入', 'The entry pass is not valid', 'Leave and enter again'],
  'token-expired': ['进房凭证已过期', '请退出后重新进入', 'The entry pass has expired', 'Leave and enter again'],
  forbidden: ['你没有这个权限', '请联系主播或管理员', 'You may not do that', 'Ask the host or a moderator'],
  'unknown-role': [
    '身份不正确',
    '开发者需检查 role 的取值',
    'The role is unknown',
    'Developer: use anchor, speaker, audience or admin',
  ],
  'room-full': ['房间人数已满', '请稍后再来', 'The room is full', 'Come back a little later'],
  busy: ['服务器繁忙', '请稍后重试', 'The server is busy', 'Try again in a moment'],
  'rate-limited': ['操作太频繁', '请稍等片刻', 'That was too fast', 'Wait a moment'],
  kicked: [
    '你已被移出房间',
    '如有疑问请联系主播',
    'You were removed from the room',
    'Ask the host if this is a mistake',
  ],
  banned: [
    '你已被禁止进入',
    '如有疑问请联系管理员',
    'You are banned from this room',
    'Ask a moderator if this is a mistake',
  ],
  replaced: [
    '账号已在其他设备进入房间',
    '如需在此继续请重新进入',
    'Your account entered on another device',
    'Enter again to go on here',
  ],
  'room-closed': ['直播已结束', '去看看其他房间吧', 'The room is closed', 'Visit another room'],
  protocol: [
    '与服务器的版本不一致',
    '请更新小程序后再试',
    'App and server do not match',
    'Update the mini-program and try again',
  ],
  'too-large': ['内容太长', '请缩短后再发送', 'The message is too long', 'Shorten it and send again'],
  muted: ['你已被禁言', '请等待主播解除', 'You are muted', 'Wait until the host unmutes you'],
  'stream-not-found': ['画面已经停止', '请等待对方重新开播', 'The stream has ended', 'Wait until it starts again'],
  'stream-in-use': [
    '同名的直播正在进行',
    '请先结束另一台设备的直播',
    'This stream is already on air',
    'Stop it on the other device first',
  ],
  'publish-failed': ['推流失败', '请检查网络后重试', 'Going live failed', 'Check your connection and try again'],
  'play-failed': ['播放失败', '请检查网络后重试', 'Playing failed', 'Check your connection and try again'],
  'camera-denied': [
    '摄像头权限未开启',
    '请在设置中允许使用摄像头',
    'The camera is not allowed',
    'Allow it in the settings',
  ],
  'microphone-denied': [
    '麦克风权限未开启',
    '请在设置中允许使用麦克风',
    'The microphone is not allowed',
    'Allow it in the settings',
  ],
  'no-live-permission': [
    '小程序未开通实时音视频',
    '管理员需在公众平台开通接口权限',
    'This mini-program may not use live media',
    'Admin: switch the interface on in the WeChat console',
  ],
  'renderer-failed': ['画面无法显示', '请重新进入页面', 'The picture cannot be shown', 'Open the page again'],
  'device-failed': [
    '摄像头或麦克风出错',
    '请关闭占用它的应用后重试',
    'Camera or microphone failed',
    'Close other apps that use it and try again',
  ],
  interrupted: [
    '被电话或其他应用打断',
    '结束后会自动恢复',
    'A call or another app interrupted',
    'It resumes when that is over',
  ],
  'link-not-found': ['连麦申请已失效', '可以重新申请', 'The request is no longer waiting', 'You can ask again'],
  'link-pending': ['已有连麦申请在等待', '请等待回应', 'A request is already waiting', 'Wait for the answer'],
  'seats-full': ['连麦席位已满', '请稍后再试', 'All seats are taken', 'Try again later'],
  'not-linked': ['当前没有在连麦', '可以先申请连麦', 'No link is running', 'Ask to join first'],
  'seat-unavailable': ['该麦位已锁定或有人', '请换一个麦位', 'That seat is locked or taken', 'Choose another seat'],
}
