// components/shared/icons.wxss from lucide (ISC). Not part of the build: run it when an icon is added.
//   node scripts/icons.mjs        installs lucide and svgo, pinned, into a temporary folder and writes the file
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const VERSION = '1.62.0'
const SVGO = '4.1.0'

/** Our class name (after `lm-icon-`) -> lucide's file. */
const ICONS = {
  alert: 'triangle-alert',
  back: 'chevron-left',
  camera: 'video',
  'camera-off': 'video-off',
  check: 'check',
  close: 'x',
  down: 'chevron-down',
  emoji: 'smile',
  erase: 'delete',
  flip: 'switch-camera',
  'full-screen': 'maximize',
  gift: 'gift',
  hand: 'hand',
  'hang-up': 'phone-off',
  heart: 'heart',
  help: 'circle-question-mark',
  lock: 'lock',
  mic: 'mic',
  'mic-off': 'mic-off',
  mirror: 'flip-horizontal-2',
  more: 'ellipsis',
  music: 'music',
  offline: 'wifi-off',
  palette: 'palette',
  pause: 'pause',
  phone: 'smartphone',
  pin: 'pin',
  pip: 'picture-in-picture-2',
  play: 'play',
  retry: 'rotate-ccw',
  send: 'send-horizontal',
  snapshot: 'camera',
  sound: 'volume-2',
  'sound-off': 'volume-x',
  sparkles: 'sparkles',
  stop: 'square',
  torch: 'flashlight',
  tune: 'sliders-horizontal',
  unpin: 'pin-off',
  up: 'chevron-up',
  user: 'user',
  voice: 'audio-lines',
}

const HEAD = `/*
 * Icons from lucide ${VERSION} (https://lucide.dev, ISC licence, Copyright (c) 2026 Lucide Icons and Contributors; those that
 * come from Feather: MIT, Copyright (c) 2013-present Cole Bemis). Written by scripts/icons.mjs.
 * Drawn as masks filled with --_ink, so one picture serves every theme. Skyline documents mask-image with one image and no
 * mask-size: the pictures carry no width, so a square box of any size is filled without it.
 */
.lm-icon {
  flex-shrink: 0;
  width: 22px;
  height: 22px;
  background-color: var(--_ink);
  /* stylelint-disable-next-line property-no-vendor-prefix -- Android WebViews before Chromium 120 */
  -webkit-mask-image: var(--_icon);
  mask-image: var(--_icon);
}
`

/** Drawn as solid shapes. */
const SOLID = new Set(['heart', 'stop'])

/** One path, on a tenth of the 24-unit grid: a twentieth of a pixel at the size icons are drawn in. */
const OPTIONS = {
  plugins: [
    'removeComments',
    // The pictures get what they share from `dataUri`; the sizes of a <rect> are gone by now.
    { name: 'removeAttrs', params: { attrs: ['class', 'width', 'height', 'fill', 'svg:stroke', 'stroke-.*'] } },
    { name: 'convertShapeToPath', params: { convertArcs: true, floatPrecision: 1 } },
    { name: 'convertPathData', params: { floatPrecision: 1 } },
    { name: 'mergePaths', params: { force: true, floatPrecision: 1 } },
  ],
}

/** svgo leaves round rectangles alone. */
function rounded(tag) {
  const { x, y, width, height, rx } = Object.fromEntries(
    [...tag.matchAll(/(\w+)="([\d.]+)"/g)].map(([, name, value]) => [name, Number(value)]),
  )
  const corner = (dx, dy) => `a${rx} ${rx} 0 0 1 ${dx} ${dy}`
  const across = width - 2 * rx
  const down = height - 2 * rx
  return (
    `<path d="M${x + rx} ${y}h${across}${corner(rx, rx)}v${down}${corner(-rx, rx)}` +
    `h${-across}${corner(-rx, -rx)}v${-down}${corner(rx, -rx)}z"/>`
  )
}

function dataUri(name, svg, optimize) {
  // A dot is a line of no length, which svgo would take for nothing.
  const drawing = svg.replace(/<rect[^>]*>/g, rounded).replaceAll('h.01', 'h.1')
  const { data } = optimize(drawing, OPTIONS)
  const shape = /^<svg[^>]*>(<path d="[^"]*"\/>)<\/svg>$/.exec(data)?.[1]
  if (!shape) throw new Error(`icons: "${name}" is not one path but ${data}`)
  const open = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='${SOLID.has(name) ? '#000' : 'none'}' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>`
  return `data:image/svg+xml,${(open + shape.replace(/"/g, "'") + '</svg>').replace(/[<>#%]/g, encodeURIComponent)}`
}

const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-icons-'))
try {
  const packages = [`lucide-static@${VERSION}`, `svgo@${SVGO}`]
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', folder, ...packages], { stdio: 'inherit' })
  const modules = path.join(folder, 'node_modules')
  const { optimize } = await import(pathToFileURL(path.join(modules, 'svgo/lib/svgo-node.js')).href)
  const rules = Object.entries(ICONS).map(([name, file]) => {
    const svg = readFileSync(path.join(modules, 'lucide-static/icons', `${file}.svg`), 'utf8')
    return `.lm-icon-${name} {\n  --_icon: url("${dataUri(name, svg, optimize)}");\n}\n`
  })
  const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../components/shared/icons.wxss')
  writeFileSync(target, [HEAD, ...rules].join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
