/** What all pictures are drawn with: shapes on a 2d canvas, and motions that end where they began. */
export const TAU = Math.PI * 2

/** 0 to 1 and back over the loop, `turns` times. */
export const wave = (t, turns = 1, shift = 0) => Math.sin((t * turns + shift) * TAU)

/** Eases from 0 to 1 while `t` goes from `from` to `to`. */
export function ramp(t, from, to) {
  const x = Math.min(1, Math.max(0, (t - from) / (to - from)))
  return x * x * (3 - 2 * x)
}

/** Up while `from` < t < `to`, with soft edges. */
export const pulse = (t, from, to, edge = 0.04) => ramp(t, from, from + edge) - ramp(t, to - edge, to)

export function box(g, x, y, w, h, fill, radius = 0) {
  g.fillStyle = fill
  g.beginPath()
  g.roundRect(x, y, w, h, radius)
  g.fill()
}

export function disc(g, x, y, r, fill, ry = r) {
  g.fillStyle = fill
  g.beginPath()
  g.ellipse(x, y, r, ry, 0, 0, TAU)
  g.fill()
}

export function shape(g, fill, ...points) {
  g.fillStyle = fill
  g.beginPath()
  for (const [x, y] of points) g.lineTo(x, y)
  g.closePath()
  g.fill()
}

/** As shape, with its corners rounded off: the curve goes through the middles of the sides. */
export function blob(g, fill, ...points) {
  const middle = (i) => points[i % points.length].map((c, axis) => (c + points[(i + 1) % points.length][axis]) / 2)
  g.fillStyle = fill
  g.beginPath()
  g.moveTo(...middle(0))
  for (let i = 1; i <= points.length; i++) g.quadraticCurveTo(...points[i % points.length], ...middle(i))
  g.fill()
}

export function line(g, stroke, width, ...points) {
  g.strokeStyle = stroke
  g.lineWidth = width
  g.lineCap = g.lineJoin = 'round'
  g.beginPath()
  for (const [x, y] of points) g.lineTo(x, y)
  g.stroke()
}

/** A fill from `top` to `bottom` over the height between y0 and y1. */
export function fade(g, y0, y1, top, bottom) {
  const gradient = g.createLinearGradient(0, y0, 0, y1)
  gradient.addColorStop(0, top)
  gradient.addColorStop(1, bottom)
  return gradient
}

/** A soft light. @param colour `#rrggbb` */
export function glow(g, x, y, r, colour, strength = 1) {
  const gradient = g.createRadialGradient(x, y, 0, x, y, r)
  gradient.addColorStop(0, colour)
  gradient.addColorStop(1, `${colour}00`)
  g.globalAlpha = strength
  g.fillStyle = gradient
  g.fillRect(x - r, y - r, r * 2, r * 2)
  g.globalAlpha = 1
}

/** Draws with the origin at x, y, at a scale; a negative one looks the other way. */
export function at(g, x, y, draw, scale = 1, angle = 0) {
  g.save()
  g.translate(x, y)
  g.rotate(angle)
  g.scale(scale, Math.abs(scale))
  draw()
  g.restore()
}

/** Somebody who walks (`stride` counts steps) or stands, 100 units tall, feet at the origin, looking to the right. */
export function walker(g, { coat, legs = '#2b3245', skin = '#e8b48f', hair = '#3a2a22', bag }, stride = 0) {
  const swing = Math.sin(stride * TAU) * 13
  disc(g, 0, 1, 20, 'rgba(0,0,0,.22)', 4)
  line(g, legs, 10, [0, -46], [-swing, -2])
  line(g, legs, 10, [0, -46], [swing, -2])
  line(g, coat, 7, [0, -74], [-swing * 0.8, -48])
  box(g, -12, -82, 24, 42, coat, 10)
  line(g, coat, 7, [0, -72], [swing * 0.9, -48])
  if (bag) box(g, swing * 0.9 - 9, -50, 18, 20, bag, 4)
  disc(g, 1, -92, 10, skin)
  disc(g, -1, -96, 10.5, hair, 8)
}

/** A car from the side, 120 long, wheels on the origin's line, looking to the right. */
export function car(g, colour, { lights = false, spin = 0 } = {}) {
  disc(g, 0, 1, 62, 'rgba(0,0,0,.3)', 5)
  shape(g, colour, [-32, -28], [-18, -46], [22, -46], [40, -28])
  shape(g, '#a9c7d8', [-25, -29], [-14, -42], [0, -42], [0, -29])
  shape(g, '#a9c7d8', [4, -29], [4, -42], [19, -42], [31, -29])
  box(g, -60, -30, 120, 22, colour, 9)
  if (lights) {
    glow(g, 62, -20, 60, '#fff1bd', 0.75)
    box(g, 54, -25, 6, 7, '#fff6d8', 2)
    box(g, -60, -25, 5, 7, '#ff4136', 2)
  }
  for (const x of [-34, 34]) {
    disc(g, x, -8, 11, '#15171c')
    disc(g, x, -8, 5, '#8b919c')
    at(g, x, -8, () => line(g, '#565c68', 2, [-4, 0], [4, 0]), 1, spin * TAU)
  }
}

/** A car from above, 60 by 28, looking to the right. */
export function carAbove(g, colour, lights = false) {
  if (lights) shape(g, 'rgba(255,244,200,.28)', [30, -10], [96, -30], [96, 30], [30, 10])
  box(g, -30, -12, 64, 30, 'rgba(0,0,0,.25)', 10)
  box(g, -30, -14, 60, 28, colour, 9)
  box(g, -17, -11, 34, 22, 'rgba(10,18,28,.72)', 6)
  box(g, -10, -10.5, 18, 21, colour, 4)
  if (lights) for (const y of [-10, 5]) box(g, 26, y, 4, 5, '#fff6d8', 2)
}
