/** Where pushed pictures come from: a camera, the test card, or a still picture while the camera is off. */
import type { CameraLease } from './shared-camera'
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

  constructor(private readonly camera: CameraLease) {}

  get ready(): boolean {
    return this.camera.ready
  }

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { picture } = this.camera
    const crop = coverCrop(picture, { width, height })
    context.drawImage(picture, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height)
  }

  close(): void {
    this.camera.release()
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
