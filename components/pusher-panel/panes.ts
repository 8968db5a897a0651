/** The one table of what the panel can do: its pages, what stands on each, and what a choice looks like. */

/** Pages of the sheet by the name of the control that opens them: settings, levels, the music list. */
export const PANES = new Map<string, readonly string[]>([
  ['beauty', ['beauty', 'whiteness', 'style']],
  ['filter', ['filter']],
  ['voice', ['voice', 'reverb', 'ear']],
  ['music', ['tracks', 'bgm', 'own']],
  ['quality', ['quality', 'orientation', 'local', 'zoom']],
])

/** What is a slider, and how far it goes; zoom as far as the camera says, in tenths. */
export const SLIDERS: Readonly<Record<string, number>> = { beauty: 9, whiteness: 9, bgm: 100, own: 100, zoom: 10 }

/** Where the levels that are no settings stand at first: tenths, per cent, per cent. */
export const LEVELS: Readonly<Record<string, number>> = { zoom: 10, bgm: 100, own: 100 }

export const QUALITIES = ['SD', 'HD', 'FHD'] as const

/** A face for each voice and reverb; for each filter two colours, roughly what it does to a face. The picture shows it truly. */
export const FACES: Readonly<Record<string, readonly string[]>> = {
  voice: '🎙 😈 👧 🧔 🤘 🌍 🐻 🍔 ⚡ 🤖 👻'.split(' '),
  reverb: '🎙 🎤 🛋 🏛 🐋 📣 🔔 🧲'.split(' '),
  filter: (
    '#f3d9c4,#c99a7c #ffe1ea,#f08fb0 #e6c98f,#8c6239 #a9c7ea,#3d5f9e #f7c6e0,#9a6bd1 #d6f5f7,#58b4d1 ' +
    '#e8f7cf,#8fc76a #fff3d9,#9fc9c4 #ffe9cf,#e59c7e #fff,#e7d9d2 #ffb3b8,#c62849'
  ).split(' '),
}

/** Each control's icon; microphone and camera have another one while they are off. */
export const ICONS: Readonly<Record<string, string>> = {
  mic: 'mic',
  camera: 'camera',
  flip: 'flip',
  beauty: 'sparkles',
  more: 'tune',
  filter: 'palette',
  voice: 'voice',
  music: 'music',
  mirror: 'mirror',
  torch: 'torch',
  snapshot: 'snapshot',
  pip: 'pip',
}
