/** Where pushed pictures come from: a camera, the test card, or a still picture while the camera is off. */
import { readTrack } from '../track-reader'
import { drawTestCard, hueOf, type TestCard } from './test-card'

export interface PictureSource {
  /** `camera` and `test-card` are told to the person; `still` and `black` are asked for by the page. */
  readonly kind: 'camera' | 'test-card' | 'still' | 'custom'
  /** Whether a picture is there to be drawn. */
  readonly ready: boolean
  /** Fills `width` x `height` of the context with the present picture, cropped like `object-fit: cover`. */
  draw(context: CanvasRenderingContext2D, width: number, height: number): void
  close(): void
}

/** The crop of a `from` picture that fills a `to` picture. */
export function coverCrop(
  from: { width: number; height: number },
  to: { width: number; height: number },
): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(from.width / to.width, from.height / to.height)
  const width = to.width * scale
  const height = to.height * scale
  return { x: (from.width - width) / 2, y: (from.height - height) / 2, width, height }
}

export class CameraSource implements PictureSource {
  readonly kind = 'camera'
  ready = false
  /** A copy: a frame that is held on to blocks the camera's few buffers, and a second phone on the same camera gets none. */
  private readonly latest = new OffscreenCanvas(1, 1)
  private readonly stopReading: () => void

  constructor(
    private readonly track: MediaStreamTrack,
    onEnded: () => void,
  ) {
    this.stopReading = readTrack<VideoFrame>(track, (frame) => this.keep(frame), onEnded)
  }

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.ready) return
    const crop = coverCrop(this.latest, { width, height })
    context.drawImage(this.latest, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height)
  }

  close(): void {
    this.stopReading()
    this.track.stop()
    this.ready = false
  }

  private keep(frame: VideoFrame): void {
    const { displayWidth, displayHeight } = frame
    if (this.latest.width !== displayWidth) this.latest.width = displayWidth
    if (this.latest.height !== displayHeight) this.latest.height = displayHeight
    const context = this.latest.getContext('2d', { alpha: false })
    context?.drawImage(frame, 0, 0)
    frame.close()
    this.ready = context !== null
  }
}

export class TestCardSource implements PictureSource {
  readonly kind = 'test-card'
  readonly ready = true
  private readonly card: TestCard

  constructor(name: string, hue = hueOf(name)) {
    this.card = { name, hue }
  }

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    drawTestCard(context, width, height, this.card, Date.now())
  }

  close(): void {}
}

/** The waiting image, or black without one. */
export class StillSource implements PictureSource {
  readonly kind = 'still'
  readonly ready = true

  constructor(private readonly image: ImageBitmap | undefined) {}

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.fillStyle = '#000'
    context.fillRect(0, 0, width, height)
    if (!this.image) return
    const crop = coverCrop(this.image, { width, height })
    context.drawImage(this.image, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height)
  }

  close(): void {
    this.image?.close()
  }
}
