// The page that trtc-wx-sdk's README describes, step by step; its page methods under their README names.
const TRTC = require('../../../peers/node_modules/trtc-wx-sdk')

Component({
  data: { pusher: {}, playerList: [] },
  lifetimes: {
    attached() {
      this.TRTC = new TRTC(this)
      this.setData({ pusher: this.TRTC.createPusher({}).pusherAttributes })
      this.bindEvents()
    },
  },
  methods: {
    bindEvents() {
      const { EVENT } = this.TRTC
      const all = ({ data }) => this.setData({ playerList: data.playerList })
      const mute =
        (change) =>
        ({ data }) =>
          this.setData({ playerList: this.TRTC.setPlayerAttributes(data.player.id, change) })
      this.TRTC.on(EVENT.REMOTE_USER_LEAVE, all)
      this.TRTC.on(EVENT.REMOTE_VIDEO_ADD, mute({ muteVideo: false }))
      this.TRTC.on(EVENT.REMOTE_VIDEO_REMOVE, mute({ muteVideo: true }))
      this.TRTC.on(EVENT.REMOTE_AUDIO_ADD, mute({ muteAudio: false }))
      this.TRTC.on(EVENT.REMOTE_AUDIO_REMOVE, mute({ muteAudio: true }))
      this.TRTC.on(EVENT.REMOTE_AUDIO_VOLUME_UPDATE, all)
      this.TRTC.on(EVENT.LOCAL_AUDIO_VOLUME_UPDATE, ({ data }) => this.setData({ pusher: data.pusher }))
    },
    enterRoom() {
      const params = { sdkAppID: 1400000000, userID: 'me', userSig: 'x'.repeat(40), roomID: 1234 }
      this.setData({ pusher: this.TRTC.enterRoom({ ...params, enableMic: true, enableCamera: true }) })
    },
    _pusherStateChangeHandler(event) {
      this.TRTC.pusherEventHandler(event)
    },
    _pusherAudioVolumeNotify(event) {
      this.TRTC.pusherAudioVolumeNotify(event)
    },
    _playerNetStatus(event) {
      this.TRTC.playerNetStatus(event)
    },
    _playerAudioVolumeNotify(event) {
      this.TRTC.playerAudioVolumeNotify(event)
    },
  },
})
