/** Stills of what a tag shows: for `snapshot()` and for tests that ask whether pictures move. */

export interface ShownPicture {
  source: CanvasImageSource
  width: number
  height: number
}

/** What `success` of `snapshot` gets. */
export interface SnapshotResult {
  /** A blob URL; valid until the phone reloads. */
  tempImagePath: string
  width: number
  height: number
}

/** @throws Error when no picture has been shown yet. */
export async function takeSnapshot(
  picture: ShownPicture | undefined,
  quality: 'raw' | 'compressed',
): Promise<SnapshotResult> {
  if (!picture) throw new Error('no picture yet')
  const scale = quality === 'compressed' ? 0.5 : 1
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  context2d(canvas).drawImage(picture.source, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9))
  if (!blob) throw new Error('the browser could not encode the picture')
  return { tempImagePath: URL.createObjectURL(blob), width: canvas.width, height: canvas.height }
}

const SIDE = 32

/** A number that changes when the picture does, whichever way it is drawn; `undefined` before the first. */
export function pictureHash(picture: ShownPicture | undefined): number | undefined {
  if (!picture) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  const context = context2d(canvas)
  context.drawImage(picture.source, 0, 0, SIDE, SIDE)
  // FNV-1a over the upper bits: noise of a decoder must not look like movement.
  let hash = 0x811c9dc5
  for (const value of context.getImageData(0, 0, SIDE, SIDE).data) hash = Math.imul(hash ^ (value >> 3), 0x01000193)
  return hash >>> 0
}

function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no 2D canvas')
  return context
}
