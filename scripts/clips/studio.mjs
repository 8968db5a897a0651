/** Bundled into the browser page that draws: `drawFrame(name, t, seconds)` leaves one frame on the canvas. */
import * as more from './cameras-2.mjs'
import * as places from './cameras.mjs'
import { disc } from './draw.mjs'
import { PEOPLE, portrait } from './people.mjs'

const CAMERAS = { ...places, ...more }
const NUMBERS = ['entrance', 'carpark', 'workshop', 'street', 'shop', 'servers', 'warehouse', 'harbour', 'lift']

/** What a camera writes into its own picture, and its dim corners. */
function overlay(g, number, t) {
  const dark = g.createRadialGradient(240, 135, 130, 240, 135, 300)
  dark.addColorStop(0, 'transparent')
  dark.addColorStop(1, 'rgba(0,0,0,.42)')
  g.fillStyle = dark
  g.fillRect(0, 0, 480, 270)
  // At the right below: the other corners are the tile's.
  g.font = 'bold 15px DejaVu Sans Mono, monospace'
  g.textAlign = 'right'
  g.fillStyle = 'rgba(0,0,0,.5)'
  g.fillText(`CAM ${number}`, 467, 259)
  g.fillStyle = '#fff'
  g.fillText(`CAM ${number}`, 466, 258)
  if (Math.sin(t * Math.PI * 16) > 0) disc(g, 398, 253, 5, '#ff3b30')
}

globalThis.drawFrame = (name, t, seconds) => {
  const canvas = document.querySelector('canvas')
  const person = name in PEOPLE
  canvas.width = person ? 360 : 480
  canvas.height = person ? 480 : 270
  const g = canvas.getContext('2d')
  if (person) portrait(g, name, t, seconds)
  else {
    CAMERAS[name](g, t)
    overlay(g, String(NUMBERS.indexOf(name) + 1).padStart(2, '0'), t)
  }
  return canvas.toDataURL('image/png')
}
