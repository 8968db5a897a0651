import { FullScreen } from '../media/player/full-screen'
import { DanmuLayer, type Danmu } from './danmu'
import { findBuiltin } from './registry'
import { services } from './services'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'
import { VideoControls } from './video-controls'

const DRM = 'protected video is not supported'
const PIP = 'there is no small window here'
const CASTING = 'there is nothing to cast to'

const contexts = new WeakMap<BuiltinInstance, VideoContext>()

/** `<video>` in the browser's decoder, under the platform's bar. */
export const video: BuiltinDefinition = {
  properties: {
    src: { type: String },
    duration: { type: Number },
    controls: { type: Boolean, value: true },
    danmuList: { type: Array, value: [] },
    danmuBtn: { type: Boolean },
    enableDanmu: { type: Boolean },
    autoplay: { type: Boolean },
    loop: { type: Boolean },
    muted: { type: Boolean },
    initialTime: { type: Number },
    pageGesture: { type: Boolean },
    direction: { type: Number },
    showProgress: { type: Boolean, value: true },
    showFullscreenBtn: { type: Boolean, value: true },
    showPlayBtn: { type: Boolean, value: true },
    showCenterPlayBtn: { type: Boolean, value: true },
    enableProgressGesture: { type: Boolean, value: true },
    objectFit: { type: String, value: 'contain', values: ['contain', 'fill', 'cover'] },
    poster: { type: String },
    showMuteBtn: { type: Boolean },
    title: { type: String },
    playBtnPosition: { type: String, value: 'bottom', values: ['bottom', 'center'] },
    enablePlayGesture: { type: Boolean },
    autoPauseIfNavigate: { type: Boolean, value: true },
    autoPauseIfOpenNative: { type: Boolean, value: true },
    vslideGesture: { type: Boolean },
    vslideGestureInFullscreen: { type: Boolean, value: true },
    showBottomProgress: { type: Boolean, value: true },
    adUnitId: { type: String, unsupported: 'no advertisements here' },
    posterForCrawler: { type: String },
    showCastingButton: { type: Boolean, unsupported: CASTING },
    pictureInPictureMode: { type: null, value: '', unsupported: PIP },
    pictureInPictureShowProgress: { type: Boolean },
    pictureInPictureInitPosition: { type: String },
    enableSystemPip: { type: Boolean, value: true },
    enableAutoRotation: { type: Boolean },
    showScreenLockButton: { type: Boolean },
    showSnapshotButton: { type: Boolean },
    showBackgroundPlaybackButton: { type: Boolean, value: true },
    backgroundPoster: { type: String },
    referrerPolicy: { type: String, value: 'no-referrer', values: ['origin', 'no-referrer'] },
    isDrm: { type: Boolean, unsupported: DRM },
    isLive: { type: Boolean },
    provisionUrl: { type: String, unsupported: DRM },
    certificateUrl: { type: String, unsupported: DRM },
    licenseUrl: { type: String, unsupported: DRM },
    preferredPeakBitRate: { type: Number },
  },
  events: (
    'play pause ended timeupdate fullscreenchange waiting error progress loadedmetadata controlstoggle ' +
    'enterpictureinpicture leavepictureinpicture seekcomplete castinguserselect castingstatechange castinginterrupt'
  ).split(' '),
  create(host) {
    const video = new Video(host)
    contexts.set(video, video.context())
    return video
  },
}

export interface VideoContext {
  play(): void
  pause(): void
  stop(): void
  seek(position: number): void
  playbackRate(rate: number): void
  sendDanmu(danmu: Danmu): void
  requestFullScreen(options?: { direction?: number }): void
  exitFullScreen(): void
  showStatusBar(): void
  hideStatusBar(): void
}

const METHODS =
  'play pause stop seek playbackRate sendDanmu requestFullScreen exitFullScreen showStatusBar hideStatusBar'.split(
    ' ',
  ) as (keyof VideoContext)[]

/** `wx.createVideoContext(id, owner)`: finds its video at each call, as it may come later. */
export function createVideoContext(id: string, owner: unknown): VideoContext {
  const call = (name: keyof VideoContext) => (parameter: never) => {
    const node = findBuiltin('video', id, owner)
    const context = node && contexts.get(node.instance)
    if (!context) return console.error(`VideoContext.${name}: there is no <video id="${id}">`)
    ;(context[name] as (parameter: never) => void)(parameter)
  }
  return Object.fromEntries(METHODS.map((name) => [name, call(name)])) as unknown as VideoContext
}

class Video implements BuiltinInstance {
  private readonly player = document.createElement('video')
  private readonly danmu = new DanmuLayer()
  private readonly controls: VideoControls
  private readonly fullScreen: FullScreen
  private isFull = false
  private resume = false

  constructor(private readonly host: BuiltinHost) {
    const { player } = this
    player.playsInline = true
    player.preload = 'auto'
    host.el.append(player, this.danmu.el)
    this.fullScreen = new FullScreen(host.el, (change) => {
      this.isFull = change.fullScreen
      host.el.toggleAttribute('full', change.fullScreen)
      host.emit('fullscreenchange', change)
    })
    this.controls = new VideoControls(host, player, {
      toggle: () => (player.paused ? this.play() : player.pause()),
      toggleFullScreen: () => (this.isFull ? this.fullScreen.exit() : this.enterFullScreen()),
      toggleDanmu: () => (this.danmu.el.hidden = !this.danmu.el.hidden),
      seek: (seconds) => (player.currentTime = seconds),
    })
    player.addEventListener('dblclick', () => {
      if (host.get('enablePlayGesture')) (player.paused ? () => this.play() : () => player.pause())()
    })
    this.listen()
  }

  attached(): void {
    this.danmu.el.hidden = !this.host.get<boolean>('enableDanmu')
    this.controls.draw()
  }

  changed(name: string, value: unknown): void {
    const { player, host } = this
    if (name === 'src') player.src = services().asset(String(value), host)
    else if (name === 'objectFit') player.style.objectFit = String(value)
    else if (name === 'poster' || name === 'controls') this.drawPoster()
    else if (name === 'danmuList') this.danmu.set(value)
    else if (name === 'autoplay' || name === 'loop' || name === 'muted') player[name] = Boolean(value)
    this.controls.draw()
  }

  pageShown(shown: boolean): void {
    const { player, host } = this
    if (!shown) {
      this.resume = !player.paused && host.get<boolean>('autoPauseIfNavigate')
      if (this.resume) player.pause()
    } else if (this.resume) this.play()
  }

  detached(): void {
    this.player.pause()
    this.player.removeAttribute('src')
    this.player.load()
    this.controls.destroy()
  }

  context(): VideoContext {
    const { player } = this
    return {
      play: () => this.play(),
      pause: () => player.pause(),
      stop: () => {
        player.pause()
        player.currentTime = 0
      },
      seek: (position) => void (player.currentTime = position),
      playbackRate: (rate) => void (player.playbackRate = rate),
      sendDanmu: (danmu) => this.danmu.send(danmu),
      requestFullScreen: ({ direction } = {}) => this.enterFullScreen(direction),
      exitFullScreen: () => this.isFull && this.fullScreen.exit(),
      // The drawn phone's status bar lies over everything already.
      showStatusBar: () => undefined,
      hideStatusBar: () => undefined,
    }
  }

  inspect() {
    const { paused, currentTime, muted } = this.player
    return { paused, currentTime, muted, fullScreen: this.isFull }
  }

  /** Browsers refuse sound before the first tap; the picture plays then, muted, as the browser asks. */
  private play(): void {
    this.player.play().catch((error: DOMException) => {
      if (error.name === 'NotAllowedError') console.warn('<video>: the browser plays no sound before the first tap')
    })
  }

  private enterFullScreen(direction = this.host.get<number>('direction')): void {
    const { player } = this
    const wide = player.videoWidth > player.videoHeight
    this.fullScreen.enter(direction || (wide ? 90 : 0))
  }

  /** Without controls the platform shows no poster. */
  private drawPoster(): void {
    const poster = this.host.get<string>('poster')
    if (poster !== '' && this.host.get<boolean>('controls')) this.player.poster = services().asset(poster, this.host)
    else this.player.removeAttribute('poster')
  }

  private listen(): void {
    const { player, host } = this
    let told = 0
    const on = (type: string, act: () => void) =>
      player.addEventListener(type, (event) => {
        event.stopPropagation()
        act()
      })
    for (const type of ['play', 'pause', 'ended', 'waiting']) on(type, () => host.emit(type, {}))
    on('timeupdate', () => {
      this.danmu.at(player.currentTime)
      // Every 250 ms, whatever the browser's own pace; the first and the last time in any case.
      if (performance.now() - told < 230 && !player.ended) return
      told = performance.now()
      host.emit('timeupdate', { currentTime: player.currentTime, duration: player.duration })
    })
    on('loadedmetadata', () => {
      const { videoWidth: width, videoHeight: height, duration } = player
      if (host.get<number>('initialTime') > 0) player.currentTime = host.get('initialTime')
      host.emit('loadedmetadata', { width, height, duration })
    })
    on('progress', () => {
      const end = player.buffered.length > 0 ? player.buffered.end(player.buffered.length - 1) : 0
      host.emit('progress', { buffered: player.duration > 0 ? Math.round((end / player.duration) * 100) : 0 })
    })
    on('seeked', () => host.emit('seekcomplete', { position: player.currentTime }))
    on('error', () => host.emit('error', { errMsg: errorText(player.error?.code) }))
  }
}

/** The platform's names of the four errors of a media element. */
function errorText(code: number | undefined): string {
  return (
    ['MEDIA_ERR_ABORTED', 'MEDIA_ERR_NETWORK', 'MEDIA_ERR_DECODE', 'MEDIA_ERR_SRC_NOT_SUPPORTED'][(code ?? 4) - 1] ??
    'MEDIA_ERR_UNKNOWN'
  )
}
