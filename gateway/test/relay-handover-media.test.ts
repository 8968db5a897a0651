/** Handovers with real encoders and a real decoder: what a viewer has recorded across them is one valid stream. */
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/media/clock'
import { FlvDemuxer, parseAvcConfig, parseVideoTag } from '@lianmai/flv'
import { Log } from './support/events'
import { decode, publish } from './support/ffmpeg'
import type { TestRelay } from './support/relay'
import { startRelay } from './support/relay'

jest.setTimeout(60_000)

/** Unlike every other time that the relay sets a timer for. */
const GRACE = 4321

let at: TestRelay
let folder: string
/** How long each timer of the relay was set for. */
let timers: Log<number>
const encoders: ChildProcess[] = []

beforeEach(async () => {
  timers = new Log()
  const setTimeout = (run: () => void, ms: number) => {
    timers.add(ms)
    return systemClock.setTimeout(run, ms)
  }
  at = await startRelay({ graceMs: GRACE, clock: { ...systemClock, setTimeout } })
  at.decide(({ query }) => ({ ok: true, turn: Number(query.get('turn') ?? 0) }))
  folder = await mkdtemp(join(tmpdir(), 'lianmai-handover-'))
})

afterEach(async () => {
  for (const encoder of encoders.splice(0)) encoder.kill('SIGKILL')
  await at.close()
  await rm(folder, { recursive: true })
})

function encode(turn: number, ...output: string[]): ChildProcess {
  const encoder = publish(`${at.rtmp}/cam?turn=${turn}`, ...output)
  encoders.push(encoder)
  return encoder
}

/** The relay has noticed that a publisher went. */
const gone = (times: number) => timers.first(() => timers.all.filter((ms) => ms === GRACE).length >= times)

/** A viewer that keeps every byte, and tells the width of the pictures it is getting. */
function record() {
  const chunks: Buffer[] = []
  /** Of the file header and the tags that came whole. */
  let size = 13
  const demuxer = new FlvDemuxer()
  const pictures = new Log<{ width: number; timestamp: number }>()
  let width = 0
  const request = get(`${at.http}/cam.flv`, { agent: false }, (response) => {
    response
      .on('error', () => undefined)
      .on('data', (bytes: Buffer) => {
        chunks.push(bytes)
        for (const { type, payload, timestamp } of demuxer.push(bytes)) {
          size += 15 + payload.length
          if (type !== 'video') continue
          const { packet, data } = parseVideoTag(payload)
          if (packet === 'header') width = parseAvcConfig(data).width ?? 0
          else if (packet === 'frame') pictures.add({ width, timestamp })
        }
      })
  })
  const seen = (of: number, count: number) =>
    pictures.first(() => pictures.all.filter((picture) => picture.width === of).length >= count)
  return { pictures, seen, stop: () => request.destroy(), bytes: () => Buffer.concat(chunks).subarray(0, size) }
}

test.each<[string, number, (old: ChildProcess) => void]>([
  ['killed and back to the same address', 0, (old) => old.kill('SIGKILL')],
  ['ended and back', 0, (old) => old.kill('SIGINT')],
  ['replaced while it runs', 1, () => undefined],
])('%s, in another size and back: decodes whole, without a complaint', async (_how, step, leave) => {
  const viewer = record()
  const first = encode(0)
  await viewer.seen(320, 20)
  leave(first)
  if (!step) await gone(1)
  const second = encode(step, '-s', '640x360', '-g', '10')
  await viewer.seen(640, 20)
  leave(second)
  if (!step) await gone(2)
  encode(2 * step)
  await viewer.pictures.first(({ width }) => width === 640)
  const before = viewer.pictures.all.filter(({ width }) => width === 320).length
  await viewer.seen(320, before + 20)
  viewer.stop()

  const times = viewer.pictures.all.map(({ timestamp }) => timestamp)
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? 0))
  // 15 pictures a second: no hole that a viewer's buffer would have to get over, and no step back.
  expect(Math.min(...steps)).toBeGreaterThan(0)
  expect(Math.max(...steps)).toBeLessThan(134)
  const widths = viewer.pictures.all.map(({ width }) => width).filter((width, i, all) => width !== all[i - 1])
  expect(widths).toEqual([320, 640, 320])

  const file = join(folder, 'viewer.flv')
  await writeFile(file, viewer.bytes())
  const { video, audio, errors } = await decode(file)
  expect(errors).toBe('')
  expect(video).toBeGreaterThanOrEqual(60)
  expect(audio).toBeGreaterThan(100)
  expect([at.published.all.length, at.unpublished.all]).toEqual([1, []])
})
