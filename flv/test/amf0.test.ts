import fc from 'fast-check'
import type { Amf0Value } from '../src/index'
import { FlvError, decodeAmf0, encodeAmf0 } from '../src/index'

const text = fc.string({ unit: 'binary', maxLength: 20 })
const { value } = fc.letrec<{ value: Amf0Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.boolean(),
    text,
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: false }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
}))

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const unhex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof FlvError) return error.code
    throw error
  }
  return 'nothing thrown'
}

test('round trip of arbitrary values', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 5 }), (values) => {
      expect(decodeAmf0(encodeAmf0(values))).toEqual(values)
    }),
  )
})

test.each<[string, Amf0Value, string]>([
  ['number', 1, '00 3ff0000000000000'],
  ['boolean', true, '01 01'],
  ['string', 'h\u00e9', '02 0003 68c3a9'],
  ['object', { a: null }, '03 0001 61 05 000009'],
  ['undefined', undefined, '06'],
  ['ECMA array', new Map([['a', 'b']]), '08 00000001 0001 61 02 0001 62 000009'],
  ['strict array', [false], '0a 00000001 01 00'],
  ['date', new Date(0), '0b 0000000000000000 0000'],
])('%s has the bytes of the specification', (_name, decoded, bytes) => {
  expect(hex(encodeAmf0([decoded]))).toBe(hex(unhex(bytes)))
  expect(decodeAmf0(unhex(bytes))).toEqual([decoded])
})

test('strings over 65,535 bytes become long strings', () => {
  const long = 'x'.repeat(70_000)
  const bytes = encodeAmf0([long])
  expect(bytes[0]).toBe(12)
  expect(decodeAmf0(bytes)).toEqual([long])
})

test('what only others write is read: typed objects, XML, "unsupported", a wrong ECMA count', () => {
  expect(decodeAmf0(unhex('10 0001 43 0001 61 0101 000009'))).toEqual([{ a: true }])
  expect(decodeAmf0(unhex('0f 00000002 3c2f'))).toEqual(['</'])
  expect(decodeAmf0(unhex('0d'))).toEqual([undefined])
  expect(decodeAmf0(unhex('08 000000ff 000009'))).toEqual([new Map()])
})

test('a key __proto__ stays data', () => {
  const [decoded] = decodeAmf0(unhex('03 0009 5f5f70726f746f5f5f 03 0001 61 0101 000009 000009'))
  expect(Object.keys(decoded as object)).toEqual(['__proto__'])
  expect((decoded as { a?: unknown }).a).toBeUndefined()
})

test('what is not UTF-8 becomes U+FFFD', () => {
  expect(decodeAmf0(unhex('02 0006 41 c080 ff ed a0'))).toEqual(['A\ufffd\ufffd\ufffd\ufffd\ufffd'])
  expect(decodeAmf0(encodeAmf0(['\ud800']))).toEqual(['\ufffd'])
})

test.each([
  ['truncated', '00 00'],
  ['truncated', '02 0005 61'],
  ['truncated', '0a ffffffff 05'],
  ['truncated', '03 0001 61 05'],
  ['malformed', '09'],
  ['unsupported', '07 0000'],
  ['unsupported', '11 00'],
])('%s: %s', (code, bytes) => {
  expect(codeOf(() => decodeAmf0(unhex(bytes)))).toBe(code)
})

test('limits: depth both ways, cycles, bytes both ways, what AMF0 has no type for', () => {
  const deep = unhex('0a00000001'.repeat(17) + '05')
  expect(codeOf(() => decodeAmf0(deep))).toBe('too-large')
  expect(decodeAmf0(deep, { maxDepth: 17 })).toHaveLength(1)
  const cycle: Amf0Value[] = []
  cycle.push(cycle)
  expect(codeOf(() => encodeAmf0([cycle]))).toBe('too-large')
  expect(codeOf(() => encodeAmf0(['abcdef'], { maxBytes: 8 }))).toBe('too-large')
  expect(codeOf(() => decodeAmf0(new Uint8Array(9), { maxBytes: 8 }))).toBe('too-large')
  expect(codeOf(() => encodeAmf0([{ ['k'.repeat(65_536)]: 1 }]))).toBe('too-large')
  expect(codeOf(() => encodeAmf0([10n as unknown as number]))).toBe('unsupported')
})

test('random bytes give values or an FlvError, nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, likely) => {
      // Random first bytes are rarely a composite type; half of the runs begin with one.
      if (likely && bytes.length) bytes[0] = [3, 8, 10, 16][(bytes[0] ?? 0) % 4] ?? 3
      expect(codeOf(() => decodeAmf0(bytes))).toMatch(/nothing thrown|truncated|malformed|unsupported|too-large/)
    }),
    { numRuns: 2000 },
  )
})
