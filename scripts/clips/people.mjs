/** The people of the demo: stylised portraits, 360 x 480, that sway, blink, nod and speak. */
import { at, blob, box, disc, fade, glow, line, pulse, shape, TAU, wave } from './draw.mjs'
import { HAIR, ROOMS } from './rooms.mjs'
import { mouth } from './voice.mjs'

export const PEOPLE = {
  lin: {
    room: 'studio',
    hair: 'long',
    hairColour: '#2b1d2e',
    skin: '#f6cdb2',
    coat: '#ff6b9d',
    blush: 0.5,
    pitch: 226,
    seed: 1,
  },
  zhe: {
    room: 'books',
    hair: 'short',
    hairColour: '#221c1a',
    skin: '#eebf98',
    coat: '#3e6b8f',
    glasses: '#2a2a33',
    pitch: 122,
    seed: 2,
  },
  anna: {
    room: 'window',
    hair: 'curly',
    hairColour: '#d99a4e',
    skin: '#fad8c2',
    coat: '#4f8f7b',
    blush: 0.4,
    pitch: 208,
    seed: 3,
  },
  marco: {
    room: 'kitchen',
    hair: 'crop',
    hairColour: '#4a2f20',
    skin: '#dfa67e',
    coat: '#f4f0e6',
    beard: true,
    pitch: 104,
    seed: 4,
  },
  yutong: {
    room: 'loft',
    hair: 'bob',
    hairColour: '#4b2c3f',
    skin: '#f8d6c0',
    coat: '#fff3f0',
    blush: 0.6,
    pitch: 244,
    seed: 5,
  },
  sam: {
    room: 'office',
    hair: 'bun',
    hairColour: '#1b1516',
    skin: '#8a5a3c',
    coat: '#f2b138',
    headset: true,
    pitch: 178,
    seed: 6,
  },
}

function eyes(g, t, seed, glasses) {
  const shut = [0.11, 0.36, 0.62, 0.87].some((when) => Math.abs(t - when - seed * 0.012) < 0.008)
  const look = pulse(t, 0.56, 0.82, 0.03) * 3 * (seed % 2 ? 1 : -1)
  for (const x of [-27, 27]) {
    if (shut) line(g, '#3a2723', 3.5, [x - 10, -2], [x, 1], [x + 10, -2])
    else {
      disc(g, x, -4, 11, '#fff', 9.5)
      disc(g, x + look, -3, 6.6, '#35241f')
      disc(g, x + look + 2, -6, 2, '#fff')
      line(g, '#3a2723', 3.2, [x - 11, -9], [x - 4, -14], [x + 4, -14], [x + 11, -9])
    }
    if (glasses) {
      g.strokeStyle = glasses
      g.lineWidth = 4
      g.beginPath()
      g.roundRect(x - 21, -22, 42, 36, 14)
      g.stroke()
    }
  }
  if (glasses) line(g, glasses, 4, [-6, -6], [6, -6])
}

function lips(g, open, beard) {
  if (beard)
    blob(
      g,
      beard,
      [-60, 8],
      [-50, 52],
      [-22, 86],
      [22, 86],
      [50, 52],
      [60, 8],
      [40, 30],
      [14, 27],
      [-14, 27],
      [-40, 30],
    )
  if (open < 0.08) {
    line(g, '#a34a4a', 4, [-15, 43], [-6, 47], [6, 47], [15, 43])
    return
  }
  disc(g, 0, 45, 15 - open * 3, '#7d2b33', 3 + open * 13)
  box(g, -9, 43 - open * 12, 18, 2 + open * 4, '#fff', 2)
  disc(g, 0, 48 + open * 8, 7, '#d96b6b', open * 5)
}

/** One frame of somebody. @param seconds how long the loop is */
export function portrait(g, who, t, seconds) {
  const { room, hair, hairColour, skin, coat, beard, glasses, headset, blush, seed } = PEOPLE[who]
  const open = mouth(t * seconds, seed)
  const nod = pulse(t, 0.6, 0.7, 0.05) + pulse(t, 0.74, 0.84, 0.05)
  const x = 180 + wave(t, 2, 0) * 5
  const y = 206 + nod * 7 - open * 3
  const [behind, above] = HAIR[hair]
  ROOMS[room](g, t)
  const breath = wave(t, 4) * 1.5
  at(g, x, y, () => behind(g, hairColour), 1, wave(t, 2) * 0.018)
  box(g, 180 - 30, 262, 60, 90, skin, 24)
  box(g, 180 - 30, 272, 60, 26, 'rgba(60,20,10,.16)', 20)
  box(g, 180 - 132, 322 + breath, 264, 200, coat, 78)
  shape(g, skin, [152, 322 + breath], [208, 322 + breath], [180, 356 + breath])
  line(g, 'rgba(0,0,0,.14)', 4, [150, 322 + breath], [180, 360 + breath], [210, 322 + breath])
  at(
    g,
    x,
    y,
    () => {
      for (const side of [-70, 70]) disc(g, side, 4, 12, skin, 16)
      box(g, -68, -88, 136, 176, skin, 66)
      if (blush) for (const side of [-42, 42]) glow(g, side, 26, 24, '#ff6f7f', blush * 0.8)
      lips(g, open, beard ? hairColour : undefined)
      line(g, 'rgba(120,60,40,.5)', 3.5, [0, 4], [5, 22], [-2, 24])
      for (const side of [-1, 1])
        line(g, hairColour, 5, [side * 38, -27 - open * 3], [side * 26, -32 - open * 4], [side * 14, -29 - open * 3])
      eyes(g, t, seed, glasses)
      above(g, hairColour)
      if (headset) {
        g.strokeStyle = '#e8edf3'
        g.lineWidth = 9
        g.beginPath()
        g.arc(0, -8, 80, Math.PI, TAU)
        g.stroke()
        for (const side of [-80, 80]) box(g, side - 12, -22, 24, 48, '#e8edf3', 11)
        line(g, '#e8edf3', 5, [-78, 24], [-58, 56], [-24, 60])
        disc(g, -22, 60, 7, '#3a4756')
      }
    },
    1,
    wave(t, 2) * 0.018,
  )
}
