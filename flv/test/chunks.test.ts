import fc from 'fast-check'
import type { RtmpMessage } from '../src/index'
import { ChunkReader, ChunkWriter, Handshake, RtmpError } from '../src/index'
import { cut, places } from './support/split'

const unhex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))
const readAll = (parts: Uint8Array[], reader = new ChunkReader()) => parts.flatMap((part) => reader.push(part))
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof RtmpError) return error.code
    throw error
  }
  return 'nothing thrown'
}
/** A type 0 header: chunk stream 4, time, length, type 8, stream 1. */
const head = (time: string, length: string) => `04 ${time} ${length} 08 01000000`

const timestamp = fc.oneof(fc.nat(3000), fc.integer({ min: 0xfffff0, max: 0x1000010 }), fc.nat(0xffffffff))
const message = fc.record<RtmpMessage>({
  type: fc.constantFrom(8, 9, 18, 20),
  streamId: fc.constantFrom(0, 1, 7),
  timestamp,
  payload: fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constant(new Uint8Array(200))),
})
const step = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(message, fc.constantFrom(2, 4, 63, 64, 319, 320, 65599)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 500 }) },
)

test('round trip: any messages, chunk streams and chunk sizes, over any split', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), places, (steps, where) => {
      const writer = new ChunkWriter()
      const bytes = Buffer.concat(
        steps.map((one) => (typeof one === 'number' ? writer.setChunkSize(one) : writer.write(...one))),
      )
      const messages = steps.flatMap((one) => (typeof one === 'number' ? [] : [one[0]]))
      expect(readAll(cut(bytes, where))).toEqual(messages)
    }),
    { numRuns: 300 },
  )
})

test('the writer shortens headers: type 0, then 1, 2 and 3', () => {
  const writer = new ChunkWriter()
  const at = (time: number, length: number) =>
    writer.write({ type: 8, streamId: 1, timestamp: time, payload: new Uint8Array(length) }, 4).length - length
  expect([at(0, 5), at(20, 6), at(30, 6), at(40, 6), at(35, 6)]).toEqual([12, 8, 4, 1, 12])
})

test.each<[string, string, number[]]>([
  ['type 3 after type 0 takes the absolute time as a delta', `${head('00000a', '000001')} aa c4 bb`, [10, 20]],
  ['type 3 after type 2 repeats the delta', `${head('00000a', '000001')} aa 84 000005 bb c4 cc`, [10, 15, 20]],
  ['extended absolute time', `${head('ffffff', '000001')} 01000000 aa`, [0x1000000]],
  ['extended delta', `${head('000001', '000001')} aa 84 ffffff 01000000 bb`, [1, 0x1000001]],
  ['times wrap around', `${head('ffffff', '000001')} ffffffff aa 84 000002 bb`, [0xffffffff, 1]],
])('%s', (_name, bytes, times) => {
  expect(readAll([unhex(bytes)]).map((one) => one.timestamp)).toEqual(times)
})

describe('a message of two chunks with an extended timestamp', () => {
  const first = `${head('ffffff', '000082')} 01000000 ${'aa'.repeat(128)}`
  test.each([
    ['repeated before the second, as the specification says', 'c4 01000000 bbcc'],
    ['left out there, as some encoders do', 'c4 bbcc ' + 'c4 02000000 dd'],
  ])('%s', (_name, rest) => {
    const [one] = readAll([unhex(`${first} ${rest}`)])
    expect(one?.timestamp).toBe(0x1000000)
    expect(one?.payload.slice(127)).toEqual(unhex('aa bbcc'))
  })
})

test('chunks of two messages interleave; abort forgets one of them', () => {
  const big = '00'.repeat(128)
  const audio = `${head('000000', '000081')} ${big}`
  const video = `06 000000 000081 09 01000000 ${big}`
  expect(readAll([unhex(`${audio} ${video} c4 aa c6 bb`)]).map((one) => one.type)).toEqual([8, 9])
  const abort = '02 000000 000004 02 00000000 00000004'
  expect(readAll([unhex(`${audio} ${video} ${abort} c6 bb`)]).map((one) => one.type)).toEqual([9])
})

test('librtmp opens the control stream with a type 1 header', () => {
  const [one] = readAll([unhex('42 000000 000004 03 00000001')])
  expect(one).toMatchObject({ type: 3, streamId: 0 })
})

test.each([
  ['malformed', 'a stream that begins with a type 2 header', '84 000000'],
  [
    'malformed',
    'a new message inside another',
    `${head('000000', '0000ff')} ${'00'.repeat(128)} ${head('000000', '000001')}`,
  ],
  ['malformed', 'chunk size 0', '02 000000 000004 01 00000000 00000000'],
  ['malformed', 'chunk size with the top bit', '02 000000 000004 01 00000000 80000001'],
  ['malformed', 'a chunk size of no bytes', '02 000000 000000 01 00000000'],
  ['malformed', 'an abort of no bytes', '02 000000 000000 02 00000000'],
  ['too-large', 'a message over the limit', head('000000', '400001')],
])('%s: %s', (code, _name, bytes) => {
  expect(codeOf(() => readAll([unhex(bytes)]))).toBe(code)
})

test('limits: chunk streams, and unfinished messages together', () => {
  const open = (id: number, length: number) =>
    new ChunkWriter().write({ type: 8, streamId: 1, timestamp: 0, payload: new Uint8Array(length) }, id)
  const many = Array.from({ length: 65 }, (_none, i) => open(i + 70, 1))
  expect(codeOf(() => readAll(many))).toBe('too-large')
  const halves = Array.from({ length: 60 }, (_none, i) => open(i + 70, 200).slice(0, 13 + 128))
  expect(codeOf(() => readAll(halves, new ChunkReader({ maxMessageSize: 1000 })))).toBe('too-large')
})

test('the writer refuses what cannot be written', () => {
  const one: RtmpMessage = { type: 8, streamId: 1, timestamp: 0, payload: new Uint8Array(1) }
  expect(codeOf(() => new ChunkWriter().write(one, 1))).toBe('state')
  expect(codeOf(() => new ChunkWriter().setChunkSize(0))).toBe('state')
  expect(codeOf(() => new ChunkWriter().write({ ...one, payload: new Uint8Array(1 << 24) }, 4))).toBe('too-large')
})

test('random bytes give messages or an RtmpError, and memory follows what came', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 }), (parts) => {
      expect(codeOf(() => readAll(parts))).toMatch(/nothing thrown|malformed|too-large/)
    }),
    { numRuns: 1000 },
  )
})

describe('handshake', () => {
  const c2 = new Uint8Array(1536).fill(5)

  test('server: answers C0 C1 with S0 S1 S2, echoes a digest client too, hands on what follows C2', () => {
    const digest = Uint8Array.from(Handshake.hello(), (byte, i) => (i >= 5 && i < 9 ? 0x80 : byte))
    for (const hello of [Handshake.hello(), digest]) {
      const server = new Handshake('server')
      expect(server.push(hello.slice(0, 1536)).reply).toHaveLength(0)
      const { reply, rest } = server.push(hello.slice(1536))
      expect(rest).toBeUndefined()
      expect(reply).toHaveLength(1 + 1536 * 2)
      expect(reply[0]).toBe(3)
      expect(reply.slice(5, 9)).toEqual(new Uint8Array(4))
      expect(reply.slice(1537)).toEqual(hello.slice(1))
      expect(server.push(Uint8Array.from([...c2, 7, 8])).rest).toEqual(Uint8Array.of(7, 8))
    }
  })

  test('client and server, over any split', () => {
    fc.assert(
      fc.property(places, (where) => {
        const server = new Handshake('server')
        const client = new Handshake('client')
        const fromServer = cut(Handshake.hello(), where).map((part) => server.push(part).reply)
        const steps = cut(Buffer.concat(fromServer), where).map((part) => client.push(part))
        expect(steps.find((one) => one.rest)?.rest).toEqual(new Uint8Array(0))
        expect(server.push(Buffer.concat(steps.map((one) => one.reply))).rest).toEqual(new Uint8Array(0))
      }),
    )
  })

  test.each([0x47, 6, 0])('version %d is refused at the first byte', (version) => {
    expect(codeOf(() => new Handshake('server').push(Uint8Array.of(version)))).toBe('handshake')
  })
})
