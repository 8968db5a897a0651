import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as flv from '../src/index'

const recording = new Uint8Array(readFileSync(join(__dirname, 'fixtures/small.flv')))
const tags = new flv.FlvDemuxer().push(recording)
const unhex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))
const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('expected a value')
  return value
}

describe('video of an ffmpeg file', () => {
  const video = tags.filter((tag) => tag.type === 'video').map((tag) => flv.parseVideoTag(tag.payload))

  test('begins with a header, then a key frame with the delay that B-frames need', () => {
    expect(video[0]).toMatchObject({ codec: 'h264', codecId: 7, packet: 'header' })
    expect(video[1]).toMatchObject({ packet: 'frame', key: true, compositionTime: 200 })
    expect(video.filter((tag) => tag.packet === 'frame' && tag.key)).toHaveLength(2)
    expect(must(video.at(-1)).packet).toBe('end')
  })

  test('avcC: codec string, size with cropping, parameter sets; and back', () => {
    const config = flv.parseAvcConfig(must(video[0]).data)
    expect(config).toMatchObject({
      codec: 'avc1.64000A',
      profile: 100,
      level: 10,
      lengthSize: 4,
      width: 64,
      height: 36,
    })
    // The file's avcC of High profile ends in four bytes (chroma format) that decoders do not need.
    const written = flv.writeAvcConfig(config.sps, config.pps)
    expect(flv.parseAvcConfig(written)).toEqual(config)
  })
})

test.each([
  ['baseline 640x360', '6742c01e da 02 80 bf e5 c0 44 00 00 03 00 04 00 00 03 00 f0 3c 58 ba 80', 640, 360],
  [
    'high 1920x1080, cropped',
    '67640028 ac d9 40 78 02 27 e5 c0 44 00 00 03 00 04 00 00 03 00 f0 3c 60 c6 58',
    1920,
    1080,
  ],
])('size from the SPS: %s', (_name, sps, width, height) => {
  expect(flv.parseSps(unhex(sps))).toEqual({ width, height })
})

test('AAC of an ffmpeg file', () => {
  const audio = tags.filter((tag) => tag.type === 'audio').map((tag) => flv.parseAudioTag(tag.payload))
  const header = must(audio[0])
  expect(header).toMatchObject({ codec: 'aac', codecId: 10, packet: 'header' })
  expect(flv.parseAacConfig(header.data)).toEqual({ objectType: 2, sampleRate: 44100, channels: 1, codec: 'mp4a.40.2' })
  expect(audio.slice(1).every((tag) => tag.packet === 'frame')).toBe(true)
})

test('onMetaData of an ffmpeg file, and of RTMP with @setDataFrame', () => {
  const payload = must(tags.find((tag) => tag.type === 'script')).payload
  const metadata = must(flv.parseMetadata(payload))
  expect([metadata.get('width'), metadata.get('height'), metadata.get('videocodecid')]).toEqual([64, 36, 7])
  const fromRtmp = flv.encodeAmf0(['@setDataFrame', 'onMetaData', { width: 64 }])
  expect(flv.parseMetadata(fromRtmp)).toEqual(new Map([['width', 64]]))
  expect(flv.parseMetadata(flv.encodeAmf0(['onCuePoint', {}]))).toBeUndefined()
  expect(flv.parseMetadata(flv.writeMetadata({ width: 8, encoder: 'e' }))).toEqual(
    new Map<string, unknown>([
      ['width', 8],
      ['encoder', 'e'],
    ]),
  )
})

test('AVC tags: round trip, with negative composition times', () => {
  const time = fc.integer({ min: -0x800000, max: 0x7fffff })
  fc.assert(
    fc.property(fc.boolean(), time, fc.uint8Array({ maxLength: 50 }), (key, compositionTime, data) => {
      const payload = flv.writeAvcTag({ key, compositionTime, data })
      expect(flv.parseVideoTag(payload)).toEqual({
        codec: 'h264',
        codecId: 7,
        packet: 'frame',
        key,
        compositionTime,
        data,
      })
    }),
  )
  const header = flv.parseVideoTag(flv.writeAvcTag({ packet: 'header', data: new Uint8Array(0) }))
  expect(header).toMatchObject({ packet: 'header', key: true })
})

test.each<[string, string, Partial<flv.VideoTag>]>([
  ['H.265, header', '9068766331 0102', { codec: 'h265', packet: 'header', key: true, data: unhex('0102') }],
  ['H.265, frame', 'a168766331 fffffe 07', { codec: 'h265', packet: 'frame', key: false, compositionTime: -2 }],
  [
    'H.265, frame without composition time',
    'a368766331 07',
    { packet: 'frame', compositionTime: 0, data: unhex('07') },
  ],
  ['AV1, frame', '9161763031 07', { codec: 'av1', packet: 'frame', key: true, data: unhex('07') }],
  ['AV1, metadata', '9461763031 07', { codec: 'av1', packet: 'other' }],
])('Enhanced RTMP: %s', (_name, payload, expected) => {
  expect(flv.parseVideoTag(unhex(payload))).toMatchObject(expected)
})

test.each([
  [48000, 2, '1190'],
  [44100, 1, '1208'],
  [16000, 8, '1438'],
])('AudioSpecificConfig: %d Hz, %d channels', (sampleRate, channels, bytes) => {
  expect(Buffer.from(flv.writeAacConfig({ sampleRate, channels })).toString('hex')).toBe(bytes)
  expect(flv.parseAacConfig(unhex(bytes))).toEqual({ objectType: 2, sampleRate, channels, codec: 'mp4a.40.2' })
})

test('AudioSpecificConfig with a written-out rate, and what is refused', () => {
  // 5 bits type 2, 4 bits 15, 24 bits 44056, 4 bits 2 channels
  expect(flv.parseAacConfig(unhex('17 80 56 0c 10'))).toMatchObject({ sampleRate: 44056, channels: 2 })
  expect(() => flv.writeAacConfig({ sampleRate: 44000, channels: 2 })).toThrow(flv.FlvError)
  expect(() => flv.writeAacConfig({ sampleRate: 44100, channels: 9 })).toThrow(flv.FlvError)
  expect(() => flv.parseAacConfig(unhex('16 90'))).toThrow(flv.FlvError)
})

test('random bodies give an answer or an FlvError, nothing else', () => {
  const parsers = [
    flv.parseVideoTag,
    flv.parseAudioTag,
    flv.parseAvcConfig,
    flv.parseSps,
    flv.parseAacConfig,
    flv.parseMetadata,
  ]
  const likely = fc.constantFrom('', '01640028ffe10020', '67640028', '6742c01e', '0200', '9068766331')
  fc.assert(
    fc.property(likely, fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...parsers), (start, rest, parse) => {
      try {
        expect(parse(Uint8Array.from([...unhex(start), ...rest]))).not.toBeNull()
      } catch (error) {
        if (!(error instanceof flv.FlvError)) throw error
      }
    }),
    { numRuns: 3000 },
  )
})
