/** More places; see cameras.js. */
import { at, box, disc, fade, glow, line, pulse, ramp, shape, TAU, walker, wave } from './draw.mjs'

const W = 480
const H = 270

/** A lamp's rhythm: on or off, a pattern of its own that fits the loop. */
const blink = (t, seed) => wave(t, 2 + (seed % 5) * 2, (seed * 0.37) % 1) > -0.2

export function servers(g, t) {
  box(g, 0, 0, W, H, '#0b1220')
  shape(g, fade(g, 150, H, '#1a2c44', '#101a2b'), [200, 158], [280, 158], [420, H], [60, H])
  shape(g, '#16233a', [0, 0], [W, 0], [280, 88], [200, 88])
  for (let i = 0; i < 4; i++) {
    const k = i / 4
    const y = 6 + k * 74
    box(g, 240 - (1 - k) * 46, y, (1 - k) * 92, 7 * (1 - k) + 2, '#cfeaff', 2)
  }
  glow(g, 240, 120, 110, '#2f7bff', 0.32)
  box(g, 204, 90, 72, 68, '#0e1a2e')
  box(g, 226, 100, 28, 58, '#1c2f4c', 2)
  for (let i = 3; i >= 0; i--) {
    const near = 1.52 ** (3 - i)
    const w = 24 * near
    const h = 46 * near
    for (const side of [-1, 1]) {
      const x = 240 + side * (40 * near + w / 2 - 8)
      box(g, x - w / 2, 124 - h * 0.72, w, h * 1.45, '#1b2740', 2)
      for (let u = 0; u < 11; u++) {
        const y = 124 - h * 0.66 + u * h * 0.122
        box(g, x - w * 0.42, y, w * 0.84, h * 0.095, u % 4 === 3 ? '#24344f' : '#0d1526', 1)
        for (let l = 0; l < 4; l++) {
          const seed = i * 31 + u * 7 + l * 3 + (side > 0 ? 11 : 0)
          const colour = seed % 13 === 0 ? '#ffb02e' : seed % 3 ? '#32e08a' : '#3da5ff'
          if (blink(t, seed)) box(g, x - w * 0.34 + l * w * 0.13, y + h * 0.03, w * 0.07, h * 0.035, colour)
        }
      }
    }
  }
  const walk = ramp(t, 0.05, 0.48) - ramp(t, 0.55, 0.98)
  at(g, 240, 160 + walk * 88, () => walker(g, { coat: '#e8eef7', legs: '#31405c' }, t * 9), 0.62 + walk * 0.85)
}

export function warehouse(g, t) {
  box(g, 0, 0, W, H, fade(g, 0, 190, '#c9ced6', '#e4e1d8'))
  for (const x of [60, 200, 340]) box(g, x, 6, 80, 6, '#fffbe8', 3)
  const wood = ['#c98f52', '#b67c42', '#d7a468', '#9c6b3b']
  for (let c = 0; c < 5; c++) {
    for (let r = 0; r < 3; r++) {
      const y = 78 + r * 48
      for (let i = 0; i < 3; i++)
        if ((c * 5 + r * 3 + i * 2) % 7) {
          const h = 20 + ((c + r + i) % 3) * 6
          box(g, c * 96 + 8 + i * 28, y - h, 25, h, wood[(c + r * 2 + i) % 4], 2)
          box(g, c * 96 + 18 + i * 28, y - h, 5, h, 'rgba(255,240,210,.35)')
        }
      box(g, c * 96, y, 96, 6, '#e8742c')
    }
    box(g, c * 96 - 3, 30, 6, 180, '#2b5ea7')
  }
  box(g, 0, 198, W, 72, fade(g, 198, H, '#a4a8ae', '#7e838b'))
  line(g, '#f3c623', 5, [0, 212], [W, 212])
  const go = ramp(t, 0.04, 0.44) - ramp(t, 0.56, 0.96)
  const lift = pulse(t, 0.36, 0.66, 0.08) * 58
  at(g, 90 + go * 220, 246, () => {
    disc(g, 0, 2, 62, 'rgba(0,0,0,.28)', 6)
    box(g, 44, -112, 7, 112, '#343a44')
    box(g, 50, -10 - lift, 46, 5, '#20252d')
    for (const [x, y] of [
      [54, 24],
      [75, 24],
      [64, 46],
    ])
      box(g, x, -12 - lift - y, 20, 21, wood[y > 30 ? 2 : 0], 2)
    box(g, -46, -48, 90, 38, '#f2b21b', 9)
    box(g, -46, -30, 30, 20, '#39414d', 6)
    line(g, '#2a2f38', 6, [-20, -46], [-14, -94], [24, -94], [36, -46])
    disc(g, 2, -74, 9, '#e2ab84')
    disc(g, 2, -80, 10, '#e8742c', 6)
    box(g, -10, -66, 22, 28, '#2f6fdb', 8)
    line(g, '#2f6fdb', 6, [4, -58], [24, -54])
    for (const x of [-28, 26]) {
      disc(g, x, -8, 14, '#1b1e24')
      at(g, x, -8, () => line(g, '#a8adb6', 4, [-7, 0], [7, 0]), 1, go * TAU * 3)
    }
    if (wave(t, 8) > 0) glow(g, -20, -98, 22, '#ff9d2f')
    box(g, -25, -102, 10, 8, '#ff9d2f', 3)
  })
}

function gull(g, x, y, t, size) {
  const flap = wave(t, 6) * 7
  line(g, '#ffffff', 2.5, [x - 12 * size, y - flap * size], [x, y], [x + 12 * size, y - flap * size])
}

export function harbour(g, t) {
  box(g, 0, 0, W, H, fade(g, 0, 130, '#6fb7e6', '#fbe3c0'))
  disc(g, 96, 92, 24, '#fff2cf')
  shape(g, '#8aa3b8', [0, 126], [60, 96], [120, 120], [190, 88], [270, 124], [W, 112], [W, 140], [0, 140])
  box(g, 0, 132, W, 138, fade(g, 132, H, '#4f9cc0', '#1d4f76'))
  for (let r = 0; r < 8; r++)
    for (let i = -1; i < 9; i++) {
      const x = i * 64 + ((r * 23) % 64) + (r % 2 ? 1 : -1) * t * 64
      line(g, 'rgba(255,255,255,.28)', 2, [x, 146 + r * 15], [x + 18 + r * 2, 146 + r * 15])
    }
  const bob = wave(t, 2) * 2
  const x = -130 + t * 740
  at(g, x, 176 + bob, () => {
    shape(g, '#273c55', [-90, -14], [94, -14], [78, 12], [-78, 12])
    box(g, -84, 4, 158, 5, '#c7413a')
    const c = ['#e4572e', '#f3a712', '#3d8f6f', '#3b6ea5', '#a8577e']
    for (let i = 0; i < 6; i++)
      for (let r = 0; r < 2 + (i % 2); r++) box(g, -44 + i * 21, -29 - r * 15, 20, 14, c[(i + r * 2) % 5], 1)
    box(g, -80, -54, 30, 40, '#f4f6f8', 3)
    box(g, -77, -48, 24, 7, '#2b4a66')
    disc(g, -66, -66 - wave(t, 3) * 2, 8, 'rgba(90,96,104,.5)')
  })
  // The crane on the quay.
  box(g, 330, 206, 150, 64, '#7b7f86')
  box(g, 330, 206, 150, 6, '#9ba0a8')
  for (const leg of [372, 446]) line(g, '#d6452b', 7, [leg, 208], [leg - 6, 70])
  line(g, '#d6452b', 6, [370, 130], [440, 130])
  line(g, '#d6452b', 8, [270, 66], [474, 66])
  line(g, '#a93420', 3, [270, 62], [404, 26], [474, 62])
  const trolley = 330 + wave(t) * 42
  const rope = 128 + wave(t, 1, 0.25) * 26
  line(g, '#2c2f35', 2, [trolley - 8, 70], [trolley - 8, rope])
  line(g, '#2c2f35', 2, [trolley + 8, 70], [trolley + 8, rope])
  box(g, trolley - 16, rope, 32, 16, '#f3a712', 2)
  for (const [i, y] of [
    [0, 42],
    [1, 58],
    [2, 34],
  ])
    gull(g, ((t + i * 0.31) % 1) * 600 - 60, y + wave(t, 2, i / 3) * 6, (t + i / 5) % 1, 0.8)
}

export function lift(g, t) {
  box(g, 0, 0, W, H, fade(g, 0, 204, '#e9e4f0', '#cfc7dd'))
  for (let x = 0; x < W; x += 96) line(g, '#b9aecb', 2, [x, 0], [x, 204])
  box(g, 0, 204, W, 66, fade(g, 204, H, '#8d86a3', '#655f7c'))
  shape(g, 'rgba(255,255,255,.12)', [150, 204], [330, 204], [370, H], [110, H])
  const open = pulse(t, 0.3, 0.78, 0.1) * 52
  box(g, 162, 46, 156, 160, '#4d4862', 4)
  box(g, 172, 56, 136, 150, fade(g, 56, 206, '#fff3d6', '#e2c58f'))
  box(g, 180, 132, 120, 4, '#a98b57')
  const go = ramp(t, 0.36, 0.7)
  const guest = { coat: '#22577a', hair: '#1f1b18', bag: '#38a3a5' }
  // In once the doors are open, and gone with them.
  if (t < 0.78) at(g, 96 + go * 144, 258 - go * 58, () => walker(g, guest, go * 3), 1.4 - go * 0.42)
  else at(g, 96 - (1 - ramp(t, 0.8, 1)) * 160, 258, () => walker(g, guest, t * 12), 1.4)
  const leave = ramp(t, 0.4, 0.74)
  if (t > 0.3 && leave < 1)
    at(
      g,
      262 + leave * 270,
      202 + leave * 56,
      () => walker(g, { coat: '#e07a5f', hair: '#8a5a2b' }, t * 10),
      0.96 + leave * 0.5,
    )
  for (const way of [-1, 1]) {
    const x = way < 0 ? 172 - open : 240 + open
    g.save()
    g.beginPath()
    g.rect(172, 56, 136, 150)
    g.clip()
    box(g, x, 56, 68, 150, fade(g, 56, 206, '#c7ccd6', '#8f96a5'))
    box(g, x + 6, 56, 6, 150, 'rgba(255,255,255,.35)')
    line(g, '#6f7686', 2, [way < 0 ? x + 67 : x + 1, 56], [way < 0 ? x + 67 : x + 1, 206])
    g.restore()
  }
  box(g, 206, 18, 68, 24, '#1d1a2b', 4)
  g.fillStyle = '#ff9b42'
  g.font = 'bold 19px DejaVu Sans Mono, monospace'
  g.textAlign = 'center'
  g.fillText(
    t < 0.12 ? '\u25bc 3' : t < 0.24 ? '\u25bc 2' : t < 0.82 ? '\u2009 1' : t < 0.92 ? '\u25b2 2' : '\u25b2 3',
    240,
    37,
  )
  box(g, 338, 118, 18, 36, '#b7b0c7', 4)
  disc(g, 347, 130, 5, t < 0.3 ? '#ff9b42' : '#7d768f')
  disc(g, 347, 144, 5, '#7d768f')
  box(g, 404, 190, 46, 36, '#5d8f6c', 6)
  for (const lean of [-0.6, -0.2, 0.2, 0.6])
    at(g, 427, 192, () => disc(g, 0, -26, 8, '#3f7a55', 30), 1, lean + wave(t, 1, lean) * 0.02)
}

export function shop(g, t) {
  box(g, 0, 0, W, H, '#f2e6d3')
  for (const x of [70, 240, 410]) {
    glow(g, x, 30, 90, '#fff7e0', 0.9)
    shape(g, '#2f5f5a', [x - 20, 26], [x + 20, 26], [x + 9, 10], [x - 9, 10])
  }
  const goods = ['#e4572e', '#f3a712', '#669bbc', '#76b041', '#a8577e', '#3d5a80', '#f2cc8f']
  for (let r = 0; r < 3; r++) {
    for (let i = 0; i < 21; i++) {
      const h = 16 + ((i * 5 + r * 3) % 4) * 3
      box(g, 22 + i * 13.4, 88 + r * 40 - h, 10, h, goods[(i + r * 4 + Math.floor(i / 4)) % 7], (i + r) % 3 ? 2 : 5)
    }
    box(g, 14, 88 + r * 40, 296, 6, '#a9805b', 2)
  }
  for (const x of [14, 304]) box(g, x, 54, 6, 150, '#8f6a49')
  box(g, 0, 204, W, 66, fade(g, 204, H, '#d7b98f', '#b8946a'))
  for (let x = -60; x < W; x += 60) line(g, 'rgba(120,84,50,.25)', 2, [x + 70, 204], [x, H])
  at(g, 408, 206, () => walker(g, { coat: '#2f7d6b', hair: '#5d3a22' }, 0.03 * wave(t, 4)), -1.15)
  box(g, 344, 158, 136, 76, '#7d5a3f', 5)
  box(g, 338, 152, 142, 10, '#c79c6b', 3)
  box(g, 372, 118, 42, 30, '#29323c', 4)
  box(g, 376, 122, 34, 22, wave(t, 4) > 0 ? '#7fe0c0' : '#62bfa2', 2)
  box(g, 388, 146, 10, 8, '#29323c')
  const go = wave(t)
  const way = Math.cos(t * TAU) > 0 ? 1 : -1
  at(
    g,
    160 + go * 90,
    248,
    () => {
      walker(g, { coat: '#d1495b', hair: '#22252b' }, t * 6)
      line(g, '#6b7280', 3, [16, -50], [28, -50], [34, -22], [62, -22], [66, -46], [30, -46])
      for (const x of [38, 60]) disc(g, x, -14, 4, '#3a3f47')
      for (const [x, c] of [
        [36, '#f3a712'],
        [46, '#76b041'],
        [56, '#e4572e'],
      ])
        disc(g, x, -48, 7, c)
    },
    way * 1.2,
  )
}
