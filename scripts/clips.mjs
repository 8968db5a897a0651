// `node scripts/clips.mjs [name ...]`: draws and encodes the clips that the demo's people and cameras are made of, into
// cast/clips. For whoever changes the drawings; needs ffmpeg, Chromium and a build (npx gulp node). All of it is ours.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlvDemuxer, parseAudioTag, parseVideoTag, writeFlvHeader, writeFlvTag, writeMetadata } from '@lianmai/flv'
import esbuild from 'esbuild'
import { chromium } from 'playwright-core'
import { hum, speak } from './clips/voice.mjs'
import { PEOPLE } from './clips/people.mjs'
import { ensureTools } from './tools.mjs'

/**
 * A loop of pictures and of sound ends at the same moment: 96 pictures of 80 ms and 360 AAC frames of 1024 samples at
 * 48 kHz are 7.68 s each, and so do halves (speaking, listening) and eighths (a key frame).
 */
const FRAMES = 96
const FPS = 12.5
const KEY_EVERY = 12
const SECONDS = FRAMES / FPS
const RATE = 48_000
const AAC_FRAMES = (RATE * SECONDS) / 1024

const SOUNDS = {
  entrance: { pitch: 96, seed: 1 },
  carpark: { pitch: 62, seed: 2 },
  workshop: { pitch: 110, seed: 3, beat: 8 },
  street: { pitch: 74, seed: 4 },
  shop: { pitch: 131, seed: 5, beat: 3 },
  servers: { pitch: 180, seed: 6 },
  warehouse: { pitch: 84, seed: 7, beat: 4 },
  harbour: { pitch: 55, seed: 8 },
  lift: { pitch: 147, seed: 9, beat: 2 },
}
const NAMES = [...Object.keys(SOUNDS), ...Object.keys(PEOPLE)]
const OUT = fileURLToPath(new URL('../cast/clips/', import.meta.url))

/** Runs ffmpeg over what `feed` writes to it. @returns its FLV tags */
async function encode(args, feed) {
  const file = path.join(tmpdir(), `lianmai-clip-${process.pid}.flv`)
  const options = { stdio: ['pipe', 'inherit', 'inherit'] }
  const ffmpeg = spawn(process.env.FFMPEG, ['-v', 'error', '-y', ...args, '-f', 'flv', file], options)
  const ended = once(ffmpeg, 'exit')
  await feed(ffmpeg.stdin)
  ffmpeg.stdin.end()
  const [code] = await ended
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  return [...new FlvDemuxer().push(readFileSync(file))]
}

async function pictures(page, name) {
  const x264 = [
    '-c:v',
    'libx264',
    '-preset',
    'veryslow',
    '-tune',
    'animation',
    '-profile:v',
    'main',
    '-crf',
    name in PEOPLE ? '31' : '33',
  ]
  const shape = [
    '-bf',
    '0',
    '-g',
    `${KEY_EVERY}`,
    '-keyint_min',
    `${KEY_EVERY}`,
    '-sc_threshold',
    '0',
    '-pix_fmt',
    'yuv420p',
  ]
  const tags = await encode(
    ['-f', 'image2pipe', '-framerate', `${FPS}`, '-i', '-', ...x264, ...shape],
    async (stdin) => {
      for (let i = 0; i < FRAMES; i++) {
        const url = await page.evaluate(([what, t, s]) => globalThis.drawFrame(what, t, s), [name, i / FRAMES, SECONDS])
        stdin.write(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
      }
    },
  )
  const video = tags.filter(({ type }) => type === 'video').map((tag) => ({ ...tag, ...parseVideoTag(tag.payload) }))
  const header = video.find(({ packet }) => packet === 'header')
  const frames = video.filter(({ packet }) => packet === 'frame')
  if (frames.length !== FRAMES) throw new Error(`${name}: ${frames.length} pictures`)
  return { header, frames: frames.map((tag, i) => ({ ...tag, timestamp: i * (1000 / FPS) })) }
}

/** Three rounds are encoded and the middle one kept: it begins as the next one will go on. */
async function sound(name) {
  const person = PEOPLE[name]
  const pcm = person
    ? speak({ rate: RATE, seconds: SECONDS, ...person })
    : hum({ rate: RATE, seconds: SECONDS, ...SOUNDS[name] })
  const args = ['-f', 'f32le', '-ar', `${RATE}`, '-ac', '1', '-i', '-', '-c:a', 'aac', '-b:a', person ? '40k' : '24k']
  const tags = await encode(args, (stdin) => {
    for (let round = 0; round < 3; round++) stdin.write(Buffer.from(pcm.buffer))
  })
  const audio = tags.filter(({ type }) => type === 'audio').map((tag) => ({ ...tag, ...parseAudioTag(tag.payload) }))
  const header = audio.find(({ packet }) => packet === 'header')
  // ffmpeg's encoder puts one frame of its own in front.
  const frames = audio.filter(({ packet }) => packet === 'frame').slice(AAC_FRAMES + 1, 2 * AAC_FRAMES + 1)
  if (frames.length !== AAC_FRAMES) throw new Error(`${name}: ${frames.length} pieces of sound`)
  return { header, frames: frames.map((tag, i) => ({ ...tag, timestamp: Math.round((i * 1024_000) / RATE) })) }
}

function mux(name, picture, audio) {
  const [width, height] = name in PEOPLE ? [360, 480] : [480, 270]
  const metadata = writeMetadata({
    duration: SECONDS,
    width,
    height,
    framerate: FPS,
    videocodecid: 7,
    audiocodecid: 10,
  })
  const first = [picture.header, audio.header].map(({ type, payload }) => ({ type, payload, timestamp: 0 }))
  const media = [...picture.frames, ...audio.frames].sort((a, b) => a.timestamp - b.timestamp)
  const tags = [{ type: 'script', timestamp: 0, payload: metadata }, ...first, ...media]
  return Buffer.concat([writeFlvHeader({ audio: true, video: true }), ...tags.map((tag) => writeFlvTag(tag))])
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !NAMES.includes(name))
if (unknown.length) {
  console.error(`no clip is called ${unknown.join(', ')}; there are ${NAMES.join(', ')}`)
  process.exit(2)
}
ensureTools()
mkdirSync(OUT, { recursive: true })
const studio = fileURLToPath(new URL('./clips/studio.mjs', import.meta.url))
const { outputFiles } = await esbuild.build({ entryPoints: [studio], bundle: true, write: false, format: 'iife' })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage()
  await page.setContent('<canvas></canvas>')
  await page.addScriptTag({ content: outputFiles[0].text })
  for (const name of wanted.length ? wanted : NAMES) {
    const file = path.join(OUT, `${name}.flv`)
    writeFileSync(file, mux(name, await pictures(page, name), await sound(name)))
    console.log(`${name.padEnd(10)} ${(statSync(file).size / 1000).toFixed(0)} kB`)
  }
} finally {
  await browser.close()
}
