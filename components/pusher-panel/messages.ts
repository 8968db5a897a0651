import { defineMessages } from '../shared/messages'

const _table = defineMessages({
  'pusher.start': ['开始直播', 'Go live'],
  'pusher.stop': ['结束直播', 'End'],
  'pusher.starting': ['正在开播…', 'Starting…'],
  'pusher.live': ['直播中', 'LIVE'],
  'pusher.linked': ['连麦中', 'LINKED'],
  'pusher.preview': ['预览', 'Preview'],
  'pusher.buffering': ['网络不佳', 'Weak network'],
  'pusher.retrying': ['正在重连…', 'Reconnecting…'],
  'pusher.interrupted': ['已被打断', 'Interrupted'],
  'pusher.mic-on': ['麦克风已开，点按关闭', 'Microphone on, tap to mute'],
  'pusher.mic-off': ['麦克风已关，点按打开', 'Microphone off, tap to unmute'],
  'pusher.camera-on': ['摄像头已开，点按关闭', 'Camera on, tap to turn off'],
  'pusher.camera-off': ['摄像头已关，点按打开', 'Camera off, tap to turn on'],
  'pusher.flip': ['切换前后摄像头', 'Switch camera'],
  'pusher.mirror-on': ['观众看到镜像，点按关闭', 'Viewers see a mirror image, tap to turn off'],
  'pusher.mirror-off': ['观众看到正像，点按镜像', 'Viewers see the true image, tap to mirror'],
  'pusher.beauty-on': ['美颜已开，点按关闭', 'Beauty on, tap to turn off'],
  'pusher.beauty-off': ['美颜已关，点按打开', 'Beauty off, tap to turn on'],
  'pusher.quality': ['画质', 'Quality'],
  'pusher.quality-SD': ['标清', 'SD'],
  'pusher.quality-HD': ['高清', 'HD'],
  'pusher.quality-FHD': ['超清', 'FHD'],
  'pusher.no-right': ['上麦后可在这里开播', 'Your picture appears here once you may go live'],
})

export type PusherPanelKey = keyof typeof _table
