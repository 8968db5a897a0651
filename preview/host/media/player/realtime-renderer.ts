/** `mode="RTC"`: WebCodecs to a canvas, no media element in between; pictures wait for their sound, but never long. */
import { parseAudioTag, parseVideoTag, type FlvTag } from '@lianmai/flv'
import type { ShownPicture } from '../snapshot'
import { every } from '../worker-timer'
import { FrameQueue } from './frame-queue'
import { RealtimePicture } from './realtime-picture'
import { RealtimeSound } from './realtime-sound'
import type { Renderer, RendererEvents, RendererFigures } from './renderer'

/** Without a new picture for this long it is stalled. */
const STALL_MS = 600
/** Pictures are drawn by the screen's pace; in a hidden tab, which has none, by this. */
const HIDDEN_TICK_MS = 40

export class RealtimeRenderer implements Renderer {
  readonly el = document.createElement('canvas')
  readonly resumable = true
  private readonly context: CanvasRenderingContext2D
  private readonly pictures: RealtimePicture
  private readonly sound: RealtimeSound
  private readonly queue = new FrameQueue<VideoFrame>()
  private readonly stopTick: () => void
  private request = 0
  private drawn = 0
  private since = performance.now()
  private lastDrawn = 0
  private shownTime = 0
  private shown = false
  private visible = true
  private isPlaying = false

  constructor(
    muted: boolean,
    private readonly events: RendererEvents,
  ) {
    const context = this.el.getContext('2d', { alpha: false })
    if (!context) throw new Error('This browser gives no 2D canvas')
    this.context = context
    this.el.width = this.el.height = 2
    this.pictures = new RealtimePicture({
      frame: (frame) => {
        if (this.visible) this.queue.push(frame, performance.now())
        else frame.close()
      },
      started: () => events.decoderStarted(),
      failed: (why) => events.decodeFailed('video', why),
    })
    this.sound = new RealtimeSound(muted, {
      firstSound: () => this.soundBegan(),
      blocked: () => events.soundBlocked(),
      failed: (why) => events.decodeFailed('audio', why),
    })
    this.stopTick = every(HIDDEN_TICK_MS, () => this.tick())
    this.request = requestAnimationFrame(() => this.frame())
  }

  feed(tags: FlvTag[]): void {
    try {
      for (const tag of tags) this.take(tag)
    } catch (error) {
      this.events.failed(error instanceof Error ? error.message : String(error))
    }
  }

  setVisible(visible: boolean): void {
    this.visible = visible
    this.lastDrawn = performance.now()
    cancelAnimationFrame(this.request)
    if (visible) this.frame()
    else this.queue.clear()
  }

  setMuted(muted: boolean): void {
    this.sound.output.setMuted(muted)
  }

  figures(now: number): RendererFigures {
    const videoFPS = Math.round((this.drawn * 1000) / Math.max(1, now - this.since))
    this.drawn = 0
    this.since = now
    const heard = this.sound.output.position
    return {
      videoFPS,
      videoCache: Math.max(0, Math.round((this.queue.newest ?? this.shownTime) - this.shownTime)),
      audioCache: this.sound.output.buffered,
      width: this.shown ? this.el.width : 0,
      height: this.shown ? this.el.height : 0,
      ...(heard === undefined || !this.shown ? {} : { avPlayInterval: Math.round(this.shownTime - heard) }),
    }
  }

  level(): number {
    return this.sound.level.take()
  }

  picture(): ShownPicture | undefined {
    return this.shown ? { source: this.el, width: this.el.width, height: this.el.height } : undefined
  }

  destroy(): void {
    this.stopTick()
    cancelAnimationFrame(this.request)
    this.pictures.close()
    this.sound.close()
    this.queue.clear()
    this.el.remove()
  }

  private take({ type, timestamp, payload }: FlvTag): void {
    if (type === 'audio') {
      const { codec, packet, data } = parseAudioTag(payload)
      if (codec !== 'aac') throw new Error(`mode="RTC" plays AAC sound, not ${codec}`)
      if (packet === 'header') this.sound.configure(data)
      else this.sound.push(data, timestamp)
    } else if (type === 'video') {
      const { codec, packet, key, compositionTime, data } = parseVideoTag(payload)
      if (codec !== 'h264') throw new Error(`mode="RTC" plays H.264 pictures, not ${codec}`)
      if (packet === 'header') this.pictures.configure(data)
      else if (packet === 'frame') this.pictures.push(data, timestamp + compositionTime, key)
    }
  }

  private soundBegan(): void {
    this.events.firstSound()
    // A stream with pictures begins with its first picture: pages take "playing" for it.
    if (!this.pictures.configured) this.began()
  }

  private began(): void {
    if (this.isPlaying) return
    this.isPlaying = true
    this.events.playing()
  }

  private frame(): void {
    this.request = requestAnimationFrame(() => this.frame())
    this.draw()
  }

  private tick(): void {
    if (!this.visible) return
    if (document.hidden) this.draw()
    if (!this.shown || !this.isPlaying || performance.now() - this.lastDrawn < STALL_MS) return
    this.isPlaying = false
    this.events.stalled()
  }

  private draw(): void {
    const now = performance.now()
    const frame = this.queue.take(this.sound.output.position, now)
    if (!frame) return
    this.fit(frame.displayWidth, frame.displayHeight)
    this.context.drawImage(frame, 0, 0)
    this.shownTime = frame.timestamp / 1000
    frame.close()
    this.drawn += 1
    this.lastDrawn = now
    if (!this.shown) {
      this.shown = true
      this.events.firstPicture()
    }
    this.began()
  }

  private fit(width: number, height: number): void {
    if (this.shown && this.el.width === width && this.el.height === height) return
    this.el.width = width
    this.el.height = height
    this.events.resized(width, height)
  }
}
