/** Where the people sit, and their hair. */
import { at, blob, box, disc, fade, glow, line, shape, wave } from './draw.mjs'

const W = 360
const H = 480

export const ROOMS = {
  /** A streamer's corner: lamps in two colours and a shelf. */
  studio(g, t) {
    box(g, 0, 0, W, H, fade(g, 0, H, '#4a2a6b', '#1f1a3d'))
    glow(g, 30, 120, 190, '#ff5fa2', 0.55 + 0.08 * wave(t, 2))
    glow(g, 340, 90, 200, '#3fb7ff', 0.5 - 0.08 * wave(t, 2))
    for (const [x, y, w] of [
      [18, 92, 88],
      [258, 142, 86],
    ]) {
      box(g, x, y, w, 7, '#2a1d48', 3)
      for (let i = 0; i < 5; i++)
        box(
          g,
          x + 8 + i * 15,
          y - 26 - (i % 3) * 6,
          11,
          26 + (i % 3) * 6,
          ['#ff8fb8', '#ffd166', '#7ae0d0', '#b79cff', '#ff9f6e'][i],
          2,
        )
    }
    g.lineWidth = 9
    g.strokeStyle = '#fff3fb'
    g.beginPath()
    g.arc(180, 196, 164, Math.PI * 1.12, Math.PI * 1.88)
    g.globalAlpha = 0.85
    g.stroke()
    g.globalAlpha = 1
  },
  books(g) {
    box(g, 0, 0, W, H, '#6b4a35')
    const spines = ['#e07a5f', '#f2cc8f', '#81b29a', '#3d405b', '#d9ae94', '#577590', '#bc4749']
    for (let r = 0; r < 4; r++) {
      box(g, 0, r * 112, W, 102, '#4d3424')
      for (let i = 0; i < 22; i++) {
        const h = 62 + ((i * 7 + r * 5) % 5) * 7
        box(g, i * 17 - r * 5, r * 112 + 102 - h, 14, h, spines[(i * 3 + r * 2) % 7], 2)
      }
    }
    box(g, 0, 0, W, H, 'rgba(38,22,14,.42)')
    glow(g, 322, 60, 190, '#ffd9a0', 0.55)
  },
  window(g, t) {
    box(g, 0, 0, W, H, fade(g, 0, H, '#f4ece1', '#dcc9b4'))
    box(g, 28, 32, 214, 250, fade(g, 32, 282, '#9fd3f4', '#e8f6f4'), 6)
    for (const [x, y] of [
      [70, 92],
      [170, 70],
    ]) {
      const drift = wave(t, 1, x / 200) * 7
      for (const [dx, r] of [
        [-18, 14],
        [0, 20],
        [20, 15],
      ])
        disc(g, x + dx + drift, y, r, 'rgba(255,255,255,.85)', r * 0.7)
    }
    shape(g, '#9dc48f', [28, 262], [90, 214], [160, 248], [242, 222], [242, 282], [28, 282])
    for (const x of [28, 132, 236]) box(g, x, 28, 7, 258, '#fffdf8')
    for (const y of [28, 152, 280]) box(g, 28, y, 214, 7, '#fffdf8')
    for (const lean of [-0.8, -0.4, 0, 0.4, 0.8])
      at(g, 304, 250, () => disc(g, 0, -58, 15, lean ? '#4f9a68' : '#5fae78', 62), 1, lean + wave(t, 2, lean) * 0.025)
    shape(g, '#d98e5f', [276, 246], [332, 246], [322, 310], [286, 310])
  },
  kitchen(g, t) {
    box(g, 0, 0, W, H, fade(g, 0, H, '#f6c48b', '#e39b5f'))
    for (let r = 0; r < 9; r++)
      for (let c = 0; c < 8; c++) box(g, c * 48 + (r % 2) * 24 - 30, 150 + r * 30, 45, 27, '#f9dcb4', 3)
    for (const x of [14, 252]) {
      box(g, x, 18, 96, 116, '#8c4a2f', 6)
      box(g, x + 8, 26, 80, 100, '#a45a3a', 4)
      disc(g, x + 80, 80, 5, '#f6d9a8')
    }
    line(g, '#5b2f1d', 4, [180, 0], [180, 44])
    shape(g, '#2f6f6a', [148, 78], [212, 78], [194, 44], [166, 44])
    glow(g, 180, 84, 130, '#fff0c4', 0.7 + 0.06 * wave(t, 2))
  },
  loft(g, t) {
    box(g, 0, 0, W, H, fade(g, 0, H, '#fbd7df', '#e9a9bd'))
    disc(g, 288, 108, 74, '#f7b7c6')
    disc(g, 288, 108, 52, '#fce6eb')
    for (let i = 0; i < 7; i++) {
      const y = 34 + Math.sin((i / 6) * Math.PI) * 34
      line(g, '#b9748b', 2, [i * 60 - 30, 34 + Math.sin(((i - 0.5) / 6) * Math.PI) * 34], [i * 60, y])
      glow(g, i * 60, y + 8, 24, '#fff2b8', 0.75 + 0.25 * wave(t, 4, i / 7))
      disc(g, i * 60, y + 8, 6, '#ffeb9c')
    }
    box(g, 0, 330, W, 150, '#cf7f98', 40)
  },
  office(g, t) {
    box(g, 0, 0, W, H, fade(g, 0, H, '#21425c', '#12263a'))
    for (let i = 0; i < 5; i++) box(g, 18 + i * 68, 30, 54, 210, fade(g, 30, 240, '#3f7ea6', '#6fb0cf'), 3)
    for (let i = 0; i < 14; i++) box(g, 22 + i * 25, 150 + ((i * 37) % 50), 20, 90, '#2b566f')
    for (let i = 0; i < 28; i++)
      if (wave(t, 2 + (i % 3) * 2, i * 0.37) > -0.4)
        box(g, 26 + ((i * 53) % 310), 170 + ((i * 29) % 62), 5, 6, '#ffdc8c')
    box(g, 0, 240, W, 8, '#0d1c2b')
    box(g, 0, 330, 130, 150, '#1b3347', 10)
  },
}

/** Hair behind the head, then the hair above the face; the origin is the middle of the face. */
export const HAIR = {
  long: [
    (g, c) => box(g, -84, -98, 168, 262, c, 82),
    (g, c) => {
      blob(
        g,
        c,
        [-72, -8],
        [-80, -62],
        [-46, -102],
        [14, -108],
        [60, -88],
        [80, -40],
        [72, -2],
        [58, -44],
        [22, -66],
        [-16, -62],
        [-52, -44],
      )
    },
  ],
  short: [
    (g, c) => disc(g, 0, -34, 77, c, 70),
    (g, c) =>
      blob(
        g,
        c,
        [-70, -12],
        [-76, -58],
        [-40, -104],
        [20, -112],
        [66, -90],
        [76, -38],
        [70, -10],
        [58, -52],
        [30, -60],
        [8, -48],
        [-18, -62],
        [-58, -50],
      ),
  ],
  curly: [
    (g, c) => {
      for (const [x, y, r] of [
        [-66, 26, 34],
        [66, 26, 34],
        [-74, -18, 38],
        [74, -18, 38],
        [-52, -66, 40],
        [52, -66, 40],
        [0, -86, 44],
        [-62, 66, 30],
        [62, 66, 30],
      ])
        disc(g, x, y, r, c)
    },
    (g, c) => {
      for (const [x, y, r] of [
        [-52, -54, 24],
        [-22, -74, 26],
        [14, -78, 26],
        [46, -60, 26],
      ])
        disc(g, x, y, r, c)
    },
  ],
  crop: [
    (g, c) => disc(g, 0, -30, 71, c, 62),
    (g, c) =>
      blob(g, c, [-66, -22], [-68, -58], [-30, -92], [30, -92], [68, -58], [66, -22], [54, -56], [0, -66], [-54, -56]),
  ],
  bob: [
    (g, c) => box(g, -86, -104, 172, 186, c, 78),
    (g, c) => blob(g, c, [-74, 2], [-82, -56], [-44, -106], [44, -106], [82, -56], [74, 2], [66, -38], [-66, -38]),
  ],
  bun: [
    (g, c) => (disc(g, 0, -124, 36, c), disc(g, 0, -32, 76, c, 76)),
    (g, c) =>
      blob(g, c, [-70, -6], [-76, -56], [-34, -104], [34, -104], [76, -56], [70, -6], [50, -56], [0, -80], [-50, -56]),
  ],
}
