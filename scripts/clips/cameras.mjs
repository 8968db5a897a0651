/** What the cameras of the wall see: 480 x 270, one function a place; `t` goes from 0 to 1 over the loop. */
import { at, box, car, carAbove, disc, fade, glow, line, pulse, ramp, shape, TAU, walker, wave } from './draw.mjs'

const W = 480
const H = 270

/** Where something is that crosses the picture once a loop, `shift` later. */
const crossing = (t, from, to, shift = 0) => from + ((((t + shift) % 1) + 1) % 1) * (to - from)

function plant(g, x, y, t) {
  for (const lean of [-0.7, -0.35, 0, 0.35, 0.7])
    at(g, x, y - 22, () => disc(g, 0, -20, 7, lean ? '#3c8a5b' : '#4aa36c', 24), 1, lean + wave(t, 1, lean) * 0.03)
  shape(g, '#c96f4a', [x - 15, y - 24], [x + 15, y - 24], [x + 11, y], [x - 11, y])
}

export function entrance(g, t) {
  box(g, 0, 0, W, H, '#d9d3c7')
  const open = pulse(t, 0.12, 0.62, 0.08) * 62
  // Outside, seen through glass.
  box(g, 110, 44, 260, 152, fade(g, 44, 196, '#8cc8ee', '#e9f5f7'))
  for (const [x, h] of [
    [118, 74],
    [160, 98],
    [212, 60],
    [262, 110],
    [318, 82],
  ])
    box(g, x, 172 - h, 44, h, '#9fb6c4')
  box(g, 110, 168, 260, 28, '#b9c6a0')
  at(g, crossing(t, 60, 420, 0.3), 186, () => car(g, '#d8574b', { spin: t * 6 }), 0.42)
  for (const [x, way] of [
    [176, -1],
    [240, 1],
  ]) {
    g.globalAlpha = 0.55
    box(g, x + way * open, 46, 64, 150, 'rgba(170,214,226,.75)')
    g.globalAlpha = 1
    line(
      g,
      '#4b5a63',
      3,
      [x + way * open, 46],
      [x + way * open, 196],
      [x + 64 + way * open, 196],
      [x + 64 + way * open, 46],
    )
    shape(
      g,
      'rgba(255,255,255,.35)',
      ...[
        [14, 60],
        [30, 60],
        [12, 180],
        [4, 180],
      ].map(([dx, y]) => [x + dx + way * open, y]),
    )
  }
  box(g, 96, 30, 288, 18, '#3d4a53', 3)
  box(g, 202, 33, 76, 12, open > 8 ? '#35c46f' : '#e0a62f', 4)
  for (const x of [96, 370]) box(g, x, 44, 14, 154, '#3d4a53')
  shape(g, fade(g, 196, H, '#b8ab98', '#8f8270'), [0, 196], [W, 196], [W, H], [0, H])
  shape(g, '#5b6770', [176, 200], [304, 200], [340, 250], [140, 250])
  plant(g, 54, 206, t)
  plant(g, 426, 206, t)
  const step = ramp(t, 0.16, 0.95)
  at(
    g,
    240 - step * 150,
    192 + step * 92,
    () => walker(g, { coat: '#2f6fdb', bag: '#f2b33d' }, t * 7),
    -(0.75 + step * 1.05),
  )
  const out = ramp(t, 0.3, 0.66)
  if (out < 1)
    at(
      g,
      392 - out * 130,
      250 - out * 58,
      () => walker(g, { coat: '#c2497f', hair: '#7a4a24' }, t * 7),
      -(1.3 - out * 0.6),
    )
}

export function carpark(g, t) {
  box(g, 0, 0, W, H, '#565d66')
  box(g, 0, 0, W, 14, '#6f8f63')
  box(g, 0, 256, W, 14, '#6f8f63')
  const colours = ['#d9d9de', '#b33f3a', '#2d5f9e', null, '#e3b23c', '#3a3f47', '#7fa08b', '#c9c4ba']
  for (let i = 0; i < 9; i++)
    for (const [y, h] of [
      [14, 74],
      [182, 74],
    ])
      line(g, '#e9ecef', 2.5, [24 + i * 54, y], [24 + i * 54, y + h])
  colours.forEach((colour, i) => {
    if (colour) at(g, 51 + i * 54, 50, () => carAbove(g, colour), 1, TAU / 4)
    if (i !== 2 && i !== 5) at(g, 51 + i * 54, 218, () => carAbove(g, colours[(i + 5) % 8] ?? '#8d6bb5'), 1, -TAU / 4)
  })
  for (let x = 10; x < W; x += 60) box(g, x, 133, 32, 4, '#f3d46b')
  const arrow = (x, y, way) =>
    shape(
      g,
      'rgba(255,255,255,.5)',
      [x, y - 4],
      [x + 22 * way, y - 4],
      [x + 22 * way, y - 10],
      [x + 36 * way, y],
      [x + 22 * way, y + 10],
      [x + 22 * way, y + 4],
      [x, y + 4],
    )
  arrow(90, 158, 1)
  arrow(400, 112, -1)
  at(g, crossing(t, -80, 560), 157, () => carAbove(g, '#f0f2f5', true))
  at(g, crossing(t, 560, -80, 0.45), 113, () => carAbove(g, '#1d7f78', true), -1)
  const x = 183 + wave(t) * 26
  disc(g, x + 3, 177, 8, 'rgba(0,0,0,.3)')
  disc(g, x, 175, 8, '#f26d3d', 5)
  disc(g, x, 175, 4.5, '#2c211c')
}

export function workshop(g, t) {
  box(g, 0, 0, W, H, fade(g, 0, 190, '#39475a', '#5a6b80'))
  for (let x = 0; x < W; x += 80) line(g, '#2d3948', 5, [x, 0], [x + 40, 34], [x + 80, 0])
  box(g, 0, 34, W, 5, '#2d3948')
  for (const x of [30, 190, 350]) {
    box(g, x, 58, 96, 62, '#7f95a8', 3)
    box(g, x + 4, 62, 88, 54, fade(g, 62, 116, '#bfe0ee', '#8fb5c8'))
    line(g, '#7f95a8', 4, [x + 48, 60], [x + 48, 118])
  }
  box(g, 0, 200, W, 70, fade(g, 200, H, '#7d8490', '#5c626d'))
  for (let x = -20; x < W; x += 40) shape(g, '#f0b429', [x, 262], [x + 20, 262], [x + 32, 254], [x + 12, 254])
  box(g, 0, 178, W, 14, '#20262e', 6)
  for (let x = 12; x < W; x += 28)
    at(g, x, 185, () => (disc(g, 0, 0, 6, '#8b95a3'), line(g, '#4d5661', 2, [-4, 0], [4, 0])), 1, t * TAU * 4)
  for (const x of [60, 210, 420]) box(g, x, 192, 12, 62, '#39424e')
  // Four boxes a loop; the arm puts a lid on each as it stands below.
  const beat = (t * 4) % 1
  for (let i = -1; i < 5; i++) {
    const x = i * 120 + ramp(beat, 0.45, 1) * 120
    const lid = x > 250 || (x > 235 && beat > 0.3)
    box(g, x - 24, 142, 48, 36, '#c98f52', 2)
    box(g, x - 4, 142, 8, 36, '#e0b177')
    if (lid) box(g, x - 27, 136, 54, 9, '#3fb6a8', 2)
  }
  const down = pulse(beat, 0.02, 0.42, 0.16)
  const back = ramp(beat, 0.42, 0.62) - ramp(beat, 0.78, 1)
  const hand = [240 + back * 110, 70 + down * 52 + back * 8]
  const elbow = [(hand[0] + 330) / 2 + 12, hand[1] - 40 + back * 18]
  box(g, 312, 60, 46, 22, '#2a313b', 5)
  box(g, 326, 36, 18, 30, '#2a313b')
  line(g, '#f08a24', 18, [335, 74], elbow)
  line(g, '#f7a445', 13, elbow, hand)
  for (const [x, y] of [[335, 74], elbow]) disc(g, x, y, 9, '#39424e')
  line(
    g,
    '#39424e',
    5,
    [hand[0] - 14, hand[1] + 16],
    [hand[0] - 14, hand[1] + 4],
    [hand[0] + 14, hand[1] + 4],
    [hand[0] + 14, hand[1] + 16],
  )
  if (beat < 0.32 || beat > 0.6) box(g, hand[0] - 27, hand[1] + 12, 54, 9, '#3fb6a8', 2)
  at(g, 92, 262, () => walker(g, { coat: '#f2c230', legs: '#2c4a74', hair: '#f2c230' }, 0.05 * wave(t, 2)), 1.15)
  glow(g, 440, 50, 46, '#ff7a2f', 0.5 + 0.5 * wave(t, 6))
  box(g, 432, 42, 16, 14, '#ff8c42', 5)
}

export function street(g, t) {
  box(g, 0, 0, W, H, fade(g, 0, 180, '#141d3f', '#6d4a7d'))
  disc(g, 404, 42, 16, '#f6ecc9')
  disc(g, 398, 38, 15, '#232a52')
  const houses = [
    [0, 70, '#26345c'],
    [66, 120, '#1f2a4d'],
    [138, 92, '#2d3b66'],
    [206, 136, '#1b2546'],
    [280, 84, '#2a3862'],
    [350, 112, '#202c52'],
    [424, 74, '#2b3a66'],
  ]
  houses.forEach(([x, h, colour], i) => {
    box(g, x, 186 - h, 70, h, colour)
    for (let r = 0; r < h / 18 - 1; r++)
      for (let c = 0; c < 4; c++) {
        const lit = (i * 7 + r * 5 + c * 3) % 4 === 0 || ((i + r + c) % 7 === 0 && wave(t, 1, i / 7) > 0)
        box(g, x + 8 + c * 15, 196 - h + r * 18, 8, 10, lit ? '#ffd98a' : 'rgba(160,180,230,.14)', 1)
      }
  })
  box(g, 0, 180, W, 14, '#56607a')
  box(g, 0, 194, W, 76, '#262b38')
  for (let x = 0; x < W; x += 58) box(g, x + 8, 228, 32, 3, '#d9c36a')
  for (const x of [70, 300]) {
    glow(g, x + 26, 92, 74, '#ffe1a1', 0.55)
    line(g, '#0f1424', 5, [x, 190], [x, 86], [x + 26, 86])
    box(g, x + 14, 86, 24, 6, '#ffeec4', 3)
  }
  const green = t < 0.5
  box(g, 438, 102, 22, 54, '#0f1424', 6)
  line(g, '#0f1424', 5, [449, 150], [449, 194])
  disc(g, 449, 116, 7, green ? '#4a1b1e' : '#ff4b3e')
  disc(g, 449, 140, 7, green ? '#3ee07f' : '#123f28')
  if (green) glow(g, 449, 140, 30, '#3ee07f', 0.5)
  else glow(g, 449, 116, 30, '#ff4b3e', 0.5)
  at(g, crossing(t, -60, 540, 0.7), 192, () => walker(g, { coat: '#8f9bb8', legs: '#1a2136' }, t * 13), 0.5)
  at(g, crossing(t, 620, -140, 0.1), 222, () => car(g, '#e7e9ee', { lights: true, spin: -t * 9 }), -0.85)
  at(g, crossing(t, 900, -400, 0.55), 224, () => car(g, '#c83f4d', { lights: true, spin: -t * 9 }), -0.85)
  at(g, crossing(t, -140, 640, 0.3), 262, () => car(g, '#f0b83a', { lights: true, spin: t * 9 }), 1.1)
}
