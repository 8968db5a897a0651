/** A picture that carries its own time: 24 bits of Date.now() and 8 of checksum as black and white columns. */
import type { PictureSource } from '../../../host/media/pusher/picture-source'

const BITS = 32
/** Rows of the code, at 360x640; wide enough to survive the encoder. */
const ROWS = 24

function checksum(time: number): number {
  return ((time & 255) ^ ((time >> 8) & 255) ^ ((time >> 16) & 255) ^ 0x5a) & 255
}

export class ClockPicture implements PictureSource {
  readonly kind = 'custom'
  readonly ready = true

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const now = Date.now()
    const time = now & 0xffffff
    const code = ((time << 8) | checksum(time)) >>> 0
    context.fillStyle = `hsl(${(now / 20) % 360} 50% 40%)`
    context.fillRect(0, 0, width, height)
    for (let bit = 0; bit < BITS; bit++) {
      context.fillStyle = (code >>> (BITS - 1 - bit)) & 1 ? '#fff' : '#000'
      const left = Math.round((bit * width) / BITS)
      context.fillRect(left, 0, Math.round(((bit + 1) * width) / BITS) - left, ROWS)
    }
  }

  close(): void {}
}

/** ms since the shown picture was drawn, or `undefined` when no code can be read. */
export function readClock(
  picture: { source: CanvasImageSource; width: number; height: number } | undefined,
): number | undefined {
  if (!picture) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = picture.width
  canvas.height = ROWS
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(picture.source, 0, 0)
  const row = context.getImageData(0, ROWS / 2, picture.width, 1).data
  let code = 0
  for (let bit = 0; bit < BITS; bit++) {
    const x = Math.floor(((bit + 0.5) * picture.width) / BITS)
    code = ((code << 1) | (row[x * 4]! > 128 ? 1 : 0)) >>> 0
  }
  const time = code >>> 8
  if (checksum(time) !== (code & 255)) return undefined
  return ((Date.now() & 0xffffff) - time + 0x1000000) & 0xffffff
}
