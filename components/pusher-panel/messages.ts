import { defineMessages } from '../shared/messages'

/**
 * Rows with `|` are lists. A control: its name, then what its label says for each state (view.ts counts them from 1). A choice:
 * its name, then its values in the order of settings.ts.
 */
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
  'pusher.no-right': ['上麦后可在这里开播', 'Your picture appears here once you may go live'],
  'pusher.mic': [
    '麦克风|麦克风已开，点按关闭|麦克风已关，点按打开|主播已将你静音，只有主播能解除',
    'Microphone|Microphone on, tap to mute|Microphone off, tap to unmute|The host muted you, only the host can undo it',
  ],
  'pusher.camera': [
    '摄像头|摄像头已开，点按关闭|摄像头已关，点按打开',
    'Camera|Camera on, tap to turn off|Camera off, tap to turn on',
  ],
  'pusher.flip': ['翻转|切换前后摄像头', 'Flip|Switch camera'],
  'pusher.mirror': [
    '镜像|观众看到正像，点按镜像|观众看到镜像，点按关闭',
    'Mirror|Viewers see the true image, tap to mirror|Viewers see a mirror image, tap to turn off',
  ],
  'pusher.torch': [
    '补光|补光灯已关，点按打开|补光灯已开，点按关闭',
    'Torch|Torch off, tap to turn on|Torch on, tap to turn off',
  ],
  'pusher.pip': [
    '小窗|离开页面时不留小窗，点按开启|离开页面时留在小窗，点按关闭',
    'Window|No floating window when I leave, tap to keep one|A floating window stays when I leave, tap to turn off',
  ],
  'pusher.snapshot': ['截图', 'Snapshot'],
  'pusher.more': ['更多', 'More'],
  'pusher.beauty': ['美颜', 'Beauty'],
  'pusher.smooth': ['磨皮', 'Smoothing'],
  'pusher.whiteness': ['美白', 'Whitening'],
  'pusher.style': ['风格|光滑|自然', 'Style|Smooth|Natural'],
  'pusher.filter': [
    '滤镜|原图|粉嫩|怀旧|蓝调|浪漫|清凉|清新|日系|唯美|美白|樱红',
    'Filter|None|Pink|Retro|Blues|Romance|Cool|Fresh|Japan|Dreamy|Fair|Cherry',
  ],
  'pusher.voice': [
    '变声|原声|熊孩子|萝莉|大叔|重金属|外国人|困兽|肥仔|强电流|重机械|空灵',
    'Voice|My own|Naughty|Girl|Uncle|Metal|Foreign|Beast|Chubby|Electric|Machine|Ethereal',
  ],
  'pusher.reverb': [
    '混响|关闭|KTV|小房间|大会堂|低沉|洪亮|金属声|磁性',
    'Reverb|Off|KTV|Room|Hall|Deep|Loud|Metal|Magnetic',
  ],
  'pusher.music': ['音乐', 'Music'],
  'pusher.tracks': ['伴奏|停止|暂停|播放', 'Tracks|Stop|Pause|Play'],
  'pusher.bgm': ['音乐音量', 'Music volume'],
  'pusher.own': ['人声音量', 'My volume'],
  'pusher.quality': ['画面|标清|高清|超清', 'Picture|SD|HD|FHD'],
  'pusher.orientation': ['方向|竖屏|横屏', 'Orientation|Upright|Sideways'],
  'pusher.local': ['我看到的|自动|镜像|正像', 'What I see|Auto|Mirror|True'],
  'pusher.zoom': ['变焦', 'Zoom'],
  'pusher.rtc': [
    '连麦时画质由连麦自动调节，结束后恢复',
    'While linked, the call sets the quality. Yours comes back after it',
  ],
  'pusher.talking': ['你在说话，但麦克风是关着的', 'You are speaking, but your microphone is off'],
  'pusher.taken': ['截好了，点按查看', 'Picture taken, tap to see it'],
  'pusher.selected': ['已选', 'selected'],
  'pusher.back': ['返回', 'Back'],
  'pusher.snag-mic': ['主播已将你静音，请主播解除', 'The host muted you. Ask the host to give the microphone back'],
  'pusher.snag-torch': ['这部手机现在打不开补光灯', 'The torch does not work on this phone right now'],
  'pusher.snag-music': ['这首播不了，换一首试试', 'This track does not play. Try another one'],
  'pusher.snag-volume': ['音量没有调成，请先播放音乐', 'The volume did not change. Start some music first'],
  'pusher.snag-zoom': ['现在不能变焦', 'Zooming is not possible right now'],
  'pusher.snag-snapshot': ['截图失败，请再试一次', 'No picture was taken. Try once more'],
})

export type PusherPanelKey = keyof typeof _table

/** What the template needs; the rest is put together in view.ts. */
export const TEMPLATE_KEYS = (Object.keys(_table) as PusherPanelKey[]).filter(
  (key) => !key.includes('-') || key === 'pusher.no-right',
)
