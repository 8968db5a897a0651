// components/shared/icons.wxss from lucide (ISC). Not part of the build: run it when an icon is added.
//   node scripts/icons.mjs        downloads the pinned package with npm pack and writes the file
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSION = '1.62.0'

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
  notice: 'megaphone',
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

function dataUri(name, svg) {
  const shapes = svg
    .replace(/<!--.*?-->/s, '')
    .replace(/^\s*<svg[^>]*>|<\/svg>\s*$/gs, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/ \/>/g, '/>')
    .replace(/"/g, "'")
  const open = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='${SOLID.has(name) ? '#000' : 'none'}' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>`
  return `data:image/svg+xml,${(open + shapes + '</svg>').replace(/[<>#%]/g, encodeURIComponent)}`
}

const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-icons-'))
try {
  const spec = `lucide-static@${VERSION}`
  const packed = execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  }).trim()
  execFileSync('tar', ['-xzf', path.join(folder, packed), '-C', folder])
  const rules = Object.entries(ICONS).map(([name, file]) => {
    const svg = readFileSync(path.join(folder, 'package/icons', `${file}.svg`), 'utf8')
    return `.lm-icon-${name} {\n  --_icon: url("${dataUri(name, svg)}");\n}\n`
  })
  const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../components/shared/icons.wxss')
  writeFileSync(target, [HEAD, ...rules].join('\n'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
