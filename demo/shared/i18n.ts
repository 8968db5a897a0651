const zh = {
  title: '连麦',
  subtitle: '小程序直播组件',
  room: '房间号',
  name: '昵称',
  anchor: '开始直播',
  anchorHint: '用这台设备的摄像头开播',
  viewer: '观看直播',
  viewerHint: '进入房间，可申请连麦',
  badRoom: '房间号只能用字母、数字、_ 和 -，最多 48 个',
  anchorTitle: '我的直播间',
  viewerTitle: '直播间',
  share: '来直播间一起连麦',
  noToken: '进不了房间',
  retry: '重试',
  moments: '点击下方“前往小程序”即可聊天和连麦',
}

const en: typeof zh = {
  title: 'lianmai',
  subtitle: 'Live components for mini-programs',
  room: 'Room',
  name: 'Your name',
  anchor: 'Go live',
  anchorHint: 'Start a show with this camera',
  viewer: 'Watch',
  viewerHint: 'Enter the room, ask to link mics',
  badRoom: 'A room id has letters, digits, _ and -, at most 48',
  anchorTitle: 'My live room',
  viewerTitle: 'Live room',
  share: 'Join me in the live room',
  noToken: 'Cannot enter the room',
  retry: 'Try again',
  moments: 'Tap "Open Mini Program" below to chat and link mics',
}

export const texts = (wx.getAppBaseInfo().language || 'zh').startsWith('zh') ? zh : en
