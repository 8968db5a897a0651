/** The drawn picture that stands in for a camera: colour bars, a name, a clock and something that moves. */

const BARS = ['#c0c0c0', '#c0c000', '#00c0c0', '#00c000', '#c000c0', '#c00000', '#0000c0']

export interface TestCard {
  /** Printed in the middle; whoever is supposed to be on camera. */
  name: string
  /** 0-360 tints the ground, so that several cards are told apart at a glance. */
  hue: number
}

type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Draws the card for the wall-clock time `now` (ms since 1970); the same time gives the same picture. */
export function drawTestCard(context: Context2D, width: number, height: number, card: TestCard, now: number): void {
  const barsHeight = Math.round(height * 0.42)
  context.fillStyle = `hsl(${card.hue} 45% 18%)`
  context.fillRect(0, 0, width, height)
  BARS.forEach((colour, i) => {
    context.fillStyle = colour
    const left = Math.round((i * width) / BARS.length)
    context.fillRect(left, 0, Math.round(((i + 1) * width) / BARS.length) - left, barsHeight)
  })
  drawHand(context, width / 2, barsHeight, Math.min(width, height) * 0.16, card.hue, now)
  drawSweep(context, width, height, now)
  drawTexts(context, width, height, card.name, now)
}

/** A second hand; the disc behind it flashes at each full second, when the test tone beeps: sync is visible. */
function drawHand(context: Context2D, x: number, y: number, radius: number, hue: number, now: number): void {
  const second = (now % 1000) / 1000
  context.fillStyle = second < 0.12 ? '#fff' : `hsl(${hue} 60% 32%)`
  context.beginPath()
  context.arc(x, y, radius, 0, Math.PI * 2)
  context.fill()
  context.strokeStyle = '#111'
  context.lineWidth = Math.max(2, radius * 0.08)
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + Math.sin(second * Math.PI * 2) * radius * 0.9, y - Math.cos(second * Math.PI * 2) * radius * 0.9)
  context.stroke()
}

/** A block that crosses the bottom edge once in four seconds. */
function drawSweep(context: Context2D, width: number, height: number, now: number): void {
  const size = Math.round(height * 0.03) + 2
  context.fillStyle = '#fff'
  context.fillRect(((now % 4000) / 4000) * (width - size * 3), height - size, size * 3, size)
}

function drawTexts(context: Context2D, width: number, height: number, name: string, now: number): void {
  const size = Math.round(Math.min(width, height) * 0.1)
  context.fillStyle = '#fff'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = `600 ${size}px sans-serif`
  context.fillText(name, width / 2, height * 0.7, width * 0.92)
  context.font = `${Math.round(size * 0.7)}px monospace`
  context.fillText(clockText(now), width / 2, height * 0.84, width * 0.92)
}

/** `12:34:56.7` in local time. */
export function clockText(now: number): string {
  const date = new Date(now)
  const two = (value: number): string => String(value).padStart(2, '0')
  const tenths = Math.floor((now % 1000) / 100)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${tenths}`
}

/** A stable hue for a name. */
export function hueOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)!) >>> 0
  return hash % 360
}
