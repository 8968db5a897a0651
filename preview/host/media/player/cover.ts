/** The page of a player is covered by another page: the player pauses, or goes on in the browser's picture-in-picture. */
import type { PlayerAttributes } from './attributes'

export interface CoverOptions {
  el: HTMLElement
  attributes: Readonly<Pick<PlayerAttributes, 'autoPauseIfNavigate' | 'pictureInPictureMode'>>
  /** Whether it plays, and the phone shows the mini-program. */
  playing(): boolean
  pause(): void
  resume(): void
  emit(type: string, detail: unknown): void
}

export class Cover {
  private covered = false
  private paused = false
  private window: HTMLVideoElement | undefined

  constructor(private readonly options: CoverOptions) {}

  /** The page is covered by another page, or shown again. */
  pageShown(shown: boolean): void {
    const { options } = this
    this.covered = !shown
    if (shown) {
      if (this.window) this.exit()
      if (this.paused) options.resume()
      this.paused = false
    } else if (options.playing()) {
      // The background hides the page too, and suspends the stream in its own way.
      if (this.wanted) this.enter().catch(() => this.pause())
      else this.pause()
    }
  }

  /** @throws Error when there is no such window. */
  exit(): void {
    if (!this.window) throw new Error('not in picture-in-picture')
    void document.exitPictureInPicture()
  }

  /** `pop` would have to outlive its page: here a page that is left takes its players along. */
  private get wanted(): boolean {
    const { pictureInPictureMode: mode } = this.options.attributes
    return mode === 'push' || (Array.isArray(mode) && mode.includes('push'))
  }

  private pause(): void {
    if (!this.options.attributes.autoPauseIfNavigate || !this.covered) return
    this.paused = true
    this.options.pause()
  }

  /** Rejects where the browser allows none: without a gesture, or at all. */
  private async enter(): Promise<void> {
    const shown = this.options.el.querySelector<HTMLVideoElement | HTMLCanvasElement>('video, canvas')
    if (!shown) throw new Error('no picture yet')
    const video = shown instanceof HTMLVideoElement ? shown : await streamOf(shown)
    video.disablePictureInPicture = false
    await video.requestPictureInPicture()
    this.window = video
    video.addEventListener('leavepictureinpicture', () => this.left(), { once: true })
    this.options.emit('enterpictureinpicture', {})
  }

  private left(): void {
    this.window = undefined
    this.options.emit('leavepictureinpicture', {})
    this.pause()
  }
}

/** Browsers put only media elements into the window. */
async function streamOf(canvas: HTMLCanvasElement): Promise<HTMLVideoElement> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = canvas.captureStream()
  await video.play()
  return video
}
