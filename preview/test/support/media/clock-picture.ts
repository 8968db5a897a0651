/** A picture that carries its own time: 24 bits of Date.now() and 8 of checksum as black and white columns. */
import type { PictureSource } from '../../../host/media/pusher/picture-source'

const BITS = 32
/** Rows of the code; enough to survive the encoder. */
export const CLOCK_ROWS = 24
/** At the start of each second a white field lies in the middle for as long as the test tone beeps. */
const CLAP_MS = 120

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
    context.fillStyle = now % 1000 < CLAP_MS ? '#fff' : '#000'
    context.fillRect(width * 0.4, height * 0.4, width * 0.2, height * 0.2)
    for (let bit = 0; bit < BITS; bit++) {
      context.fillStyle = (code >>> (BITS - 1 - bit)) & 1 ? '#fff' : '#000'
      const left = Math.round((bit * width) / BITS)
      context.fillRect(left, 0, Math.round(((bit + 1) * width) / BITS) - left, CLOCK_ROWS)
    }
  }

  close(): void {}
}

/** The low 24 bits of the ms since 1970 that a row of the code says, or `undefined`. `at(i)` is the grey value of column `i`. */
export function clockOf(width: number, at: (column: number) => number): number | undefined {
  let code = 0
  for (let bit = 0; bit < BITS; bit++)
    code = ((code << 1) | (at(Math.floor(((bit + 0.5) * width) / BITS)) > 128 ? 1 : 0)) >>> 0
  const time = code >>> 8
  return checksum(time) === (code & 255) ? time : undefined
}

/** ms from `time` (24 bits) to now. */
export const ageOf = (time: number): number => ((Date.now() & 0xffffff) - time + 0x1000000) & 0xffffff

type Shown = { source: CanvasImageSource; width: number; height: number } | undefined

/** The time the shown picture carries, or `undefined` when no code can be read. */
export function readClock(picture: Shown): number | undefined {
  if (!picture) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = picture.width
  canvas.height = CLOCK_ROWS
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(picture.source, 0, 0)
  const row = context.getImageData(0, CLOCK_ROWS / 2, picture.width, 1).data
  return clockOf(picture.width, (column) => row[column * 4]!)
}
