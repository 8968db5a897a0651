import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { FlvTag } from '../src/index'
import { FlvDemuxer, FlvError, writeFlvHeader, writeFlvTag } from '../src/index'
import { applyDamage, cut, damage, places } from './support/split'

/** 1.2 s of testsrc and sine, x264 high profile with B-frames and AAC, written by ffmpeg. */
const recording = new Uint8Array(readFileSync(join(__dirname, 'fixtures/small.flv')))

const tag = fc.record<FlvTag>({
  type: fc.constantFrom('audio', 'video', 'script'),
  timestamp: fc.nat(0xffffffff),
  payload: fc.uint8Array({ maxLength: 300 }),
})

const join2 = (parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const demux = (parts: Uint8Array[], demuxer = new FlvDemuxer()) => parts.flatMap((part) => demuxer.push(part))

test('round trip of arbitrary tags over arbitrary splits', () => {
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 12 }), places, (tags, where) => {
      const bytes = join2([writeFlvHeader(), ...tags.map(writeFlvTag)])
      const demuxer = new FlvDemuxer()
      expect(demux(cut(bytes, where), demuxer)).toEqual(tags)
      expect(demuxer.buffered).toBe(0)
    }),
  )
})

test.each([
  [{ audio: true, video: true }, 5],
  [{ audio: true, video: false }, 4],
  [{ audio: false, video: true }, 1],
])('header %j', (header, flags) => {
  const demuxer = new FlvDemuxer()
  demuxer.push(writeFlvHeader(header))
  expect(demuxer.header).toEqual(header)
  expect(writeFlvHeader(header)[4]).toBe(flags)
})

test('a tag has the bytes of the specification, with the extended timestamp byte', () => {
  const bytes = writeFlvTag({ type: 'video', timestamp: 0x89abcdef, payload: Uint8Array.of(1, 2) })
  expect(Buffer.from(bytes).toString('hex')).toBe('09000002abcdef890000000102' + '0000000d')
})

test('a file of ffmpeg is read completely, byte by byte too', () => {
  const tags = demux([recording])
  expect(demux([...recording].map((byte) => Uint8Array.of(byte)))).toEqual(tags)
  expect(tags.filter((one) => one.type === 'script')).toHaveLength(1)
  // 12 pictures, a sequence header and an end of sequence; ffprobe counts 65 packets, 53 of them audio, which has a header too.
  expect(tags.filter((one) => one.type === 'video')).toHaveLength(14)
  expect(tags.filter((one) => one.type === 'audio')).toHaveLength(54)
  const copy = join2([writeFlvHeader(), ...tags.map(writeFlvTag)])
  expect(Buffer.compare(copy, recording)).toBe(0)
})

test('a longer file header is stepped over', () => {
  const header = Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 12, 9, 9, 9, 0, 0, 0, 0)
  const one: FlvTag = { type: 'audio', timestamp: 7, payload: Uint8Array.of(1) }
  expect(demux([header, writeFlvTag(one)])).toEqual([one])
})

test.each<[string, Uint8Array, FlvError['code']]>([
  ['not FLV at all', Uint8Array.of(0x47), 'malformed'],
  ['FLV version 2', Uint8Array.of(0x46, 0x4c, 0x56, 2), 'malformed'],
  ['an absurd header size', Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 1, 0, 0, 0), 'malformed'],
  ['an unknown tag', join2([writeFlvHeader(), new Uint8Array(11).fill(7)]), 'malformed'],
  ['an encrypted tag', join2([writeFlvHeader(), Uint8Array.of(0x29, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]), 'unsupported'],
  ['a stream id', join2([writeFlvHeader(), Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)]), 'malformed'],
  ['a tag over the limit', join2([writeFlvHeader(), Uint8Array.of(9, 0x40, 0, 1, 0, 0, 0, 0, 0, 0, 0)]), 'too-large'],
])('refuses %s', (_name, bytes, code) => {
  expect(() => demux([bytes])).toThrow(expect.objectContaining({ name: 'FlvError', code }))
})

test('a payload that no tag can hold is refused', () => {
  const payload = new Uint8Array(0x1000000)
  expect(() => writeFlvTag({ type: 'video', timestamp: 0, payload })).toThrow(FlvError)
})

test('damaged recordings give tags or an FlvError, and never hold more than one tag', () => {
  fc.assert(
    fc.property(damage, places, (how, where) => {
      const demuxer = new FlvDemuxer({ maxTagSize: 4096 })
      try {
        for (const part of cut(applyDamage(recording, how), where)) {
          demuxer.push(part)
          expect(demuxer.buffered).toBeLessThan(4096 + 11 + 4)
        }
      } catch (error) {
        if (!(error instanceof FlvError)) throw error
      }
    }),
    { numRuns: 500 },
  )
})
