/** `mode="live"`: mpegts.js into a video element, kept between min-cache and max-cache behind the live edge. */
import type { FlvTag } from '@lianmai/flv'
import mpegts from 'mpegts.js'
import { monoSamples, readTrack } from '../track-reader'
import { LevelMeter } from '../pusher/pcm'
import { Feed, feedLoader } from './feed-loader'
import { FlvHead } from './flv-head'
import { CachePacer, type CacheRange } from './cache-pacer'
import { every } from '../worker-timer'
import type { Renderer, RendererEvents, RendererFigures } from './renderer'

mpegts.LoggingControl.applyConfig({ enableAll: false })

/** How often the distance to the live edge is looked at, in ms. */
const PACE_INTERVAL = 100

function playerConfig(feed: Feed): mpegts.Config {
  return {
    customLoader: feedLoader(feed),
    isLive: true,
    enableStashBuffer: false,
    deferLoadAfterSourceOpen: false,
    lazyLoad: false,
    autoCleanupSourceBuffer: true,
    autoCleanupMaxBackwardDuration: 12,
    autoCleanupMinBackwardDuration: 6,
  }
}

export class MseRenderer implements Renderer {
  readonly el = document.createElement('video')
  /** mpegts.js goes on after a gap or with other sound only after seconds, if at all. */
  readonly resumable = false
  private visible = true
  private readonly input = new Feed()
  private readonly head = new FlvHead((bytes) => this.input.push(bytes))
  private readonly player: mpegts.Player
  private readonly meter = new LevelMeter()
  private readonly pacer: CachePacer
  private readonly stopPacing: () => void
  private stopMetering: (() => void) | undefined
  private frames = 0
  private since = performance.now()
  private started = false
  private shown = false
  /** What was asked of the element. */
  private playing = false
  private heard = false

  constructor(
    cache: () => CacheRange,
    muted: boolean,
    private readonly events: RendererEvents,
  ) {
    this.pacer = new CachePacer(cache)
    this.stopPacing = every(PACE_INTERVAL, () => this.pace())
    this.el.playsInline = true
    this.el.muted = muted
    this.el.disablePictureInPicture = true
    this.listen()
    this.player = mpegts.createPlayer({ type: 'flv', isLive: true, url: 'feed:' }, playerConfig(this.input))
    this.player.on(mpegts.Events.ERROR, (type: string, detail: string, info: { msg?: string }) => {
      events.decodeFailed('video', `${type} ${detail} ${info.msg ?? ''}`.trim())
      events.failed(`${type} ${detail}`)
    })
    // Told again whenever the stream's configuration changes; the decoder goes on.
    this.player.on(mpegts.Events.MEDIA_INFO, () => {
      if (!this.started) events.decoderStarted()
      this.started = true
    })
    this.player.attachMediaElement(this.el)
    this.player.load()
  }

  feed(tags: FlvTag[]): void {
    for (const tag of tags) this.head.push(tag)
  }

  setVisible(visible: boolean): void {
    this.visible = visible
    if (!visible) this.el.pause()
    this.playing &&= visible
  }

  setMuted(muted: boolean): void {
    this.el.muted = muted
    if (!muted && this.playing) this.play()
  }

  figures(now: number): RendererFigures {
    const { totalVideoFrames, droppedVideoFrames } = this.el.getVideoPlaybackQuality()
    const frames = totalVideoFrames - droppedVideoFrames
    const videoFPS = Math.max(0, Math.round(((frames - this.frames) * 1000) / Math.max(1, now - this.since)))
    this.frames = frames
    this.since = now
    const ahead = this.ahead
    return { videoFPS, videoCache: ahead, audioCache: ahead, width: this.el.videoWidth, height: this.el.videoHeight }
  }

  level(): number {
    return this.meter.take()
  }

  picture(): { source: CanvasImageSource; width: number; height: number } | undefined {
    if (!this.shown) return undefined
    return { source: this.el, width: this.el.videoWidth, height: this.el.videoHeight }
  }

  destroy(): void {
    this.stopMetering?.()
    this.stopPacing()
    this.head.close()
    this.player.destroy()
    this.el.remove()
  }

  /** ms buffered ahead of what is shown; MSE tells it for both tracks together. */
  private get ahead(): number {
    const { buffered, currentTime } = this.el
    if (buffered.length === 0) return 0
    return Math.max(0, Math.round((buffered.end(buffered.length - 1) - currentTime) * 1000))
  }

  /** Between min-cache and max-cache: waits, plays a little faster or slower, or jumps. */
  private pace(): void {
    const { el } = this
    if (!this.visible || el.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
    const { play, rate, jumpTo } = this.pacer.pace(this.ahead / 1000, performance.now() / 1000)
    if (el.playbackRate !== rate) el.playbackRate = rate
    if (jumpTo !== undefined) el.currentTime = el.buffered.end(el.buffered.length - 1) - jumpTo
    if (play === this.playing) return
    this.playing = play
    if (play) this.play()
    else el.pause()
  }

  private play(): void {
    this.el.play().catch((error: unknown) => {
      // AbortError: another load or a destroy overtook this call, which then is of no interest.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      this.el.muted = true
      this.events.soundBlocked()
      this.play()
    })
  }

  private listen(): void {
    this.el.addEventListener('loadeddata', () => {
      if (this.el.videoWidth > 0) {
        this.shown = true
        this.events.firstPicture()
      }
      this.meterSound()
    })
    this.el.addEventListener('resize', () => this.events.resized(this.el.videoWidth, this.el.videoHeight))
    this.el.addEventListener('playing', () => this.events.playing())
    this.el.addEventListener('waiting', () => {
      if (!this.shown || !this.playing) return
      this.pacer.stalled()
      this.events.stalled()
    })
  }

  /** Reads along what is played: no AudioContext, which could not run before a gesture. */
  private meterSound(): void {
    const capturable = this.el as HTMLVideoElement & { captureStream?(): MediaStream }
    if (this.stopMetering) return
    const stream = capturable.captureStream?.()
    // The pictures are seen where they are; a second copy of them would only cost.
    stream?.getVideoTracks().forEach((track) => track.stop())
    const track = stream?.getAudioTracks()[0]
    if (!track) return
    this.stopMetering = readTrack<AudioData>(track, (audio) => {
      this.meter.add(monoSamples(audio))
      if (!this.heard) this.events.firstSound()
      this.heard = true
    })
  }
}
