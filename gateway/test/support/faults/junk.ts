/** Frames that a client should not send: from nearly right to noise. Seeded, so that a run can be had again. */

/** What each client frame looks like when it is right; `$` stands for numbers that go up. */
const TEMPLATES = [
  { t: 'like', r: 'fuzz', c: 3 },
  { t: 'leave', r: 'elsewhere' },
  { t: 'join', r: 'fuzz', role: 'anchor', name: 'F', avatar: 'https://a.example/f.png' },
  ...[
    { k: 'chat', d: { text: 'hello' } },
    { k: 'barrage', d: { text: 'hello' } },
    { k: 'gift', d: { gift: { id: 'g', name: 'Rose', count: 1 } } },
    { k: 'command', d: { command: 'c', data: { a: [1, { b: null }] }, to: ['f1', 'f2'] } },
    { k: 'mic.req', d: { media: 'video', seat: 1, ttl: 9000 } },
    { k: 'mic.inv', d: { user: 'f1', media: 'audio', seat: 2, ttl: 9000 } },
    { k: 'mic.acc', d: { id: 'x' } },
    { k: 'mic.rej', d: { id: 'x', message: 'no' } },
    { k: 'mic.cancel', d: { id: 'x' } },
    { k: 'mic.end', d: { user: 'f1' } },
    { k: 'seat', d: { i: 1, locked: true } },
    { k: 'seat.move', d: { to: 2, user: 'f1' } },
    { k: 'stream', d: { id: 'f1~abc', audio: true, video: false } },
    { k: 'mute', d: { user: 'f1', on: true } },
    { k: 'kick', d: { user: 'f1' } },
    { k: 'ban', d: { user: 'f9', seconds: 1 } },
    { k: 'unban', d: { user: 'f9' } },
    { k: 'silence', d: { user: 'f1', on: true } },
    { k: 'role', d: { user: 'f1', role: 'speaker' } },
    { k: 'host', d: { user: 'f1' } },
  ].map((command) => ({ t: 'do', n: '$', r: 'fuzz', ...command })),
  ...[
    { k: 'push', d: { audio: true, video: true } },
    { k: 'unpush', d: { id: 'f1~abc' } },
    { k: 'play', d: { id: 'f1~abc' } },
  ].map((question) => ({ t: 'ask', q: '$', r: 'fuzz', ...question })),
] as const

/** Values where others are expected. */
const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, -0, 0.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 1e21, '', ' ', '0', 'null'],
  ...['__proto__', 'constructor', 'toString', '*', '../..', '\u0000', '\ud800', '👩‍👩‍👧‍👦'.repeat(90), '连'.repeat(501)],
  ...['\u202e\u200b\ufeff', 'a'.repeat(49), 'x'.repeat(2000), [], [[]], {}, { toString: 1 }, [1, 'a', null]],
  ...[JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'), { length: 1e9 }, ['f1', 'f1', 3]],
]

export type Random = () => number

/** Mulberry32. @returns numbers from 0 up to 1 */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T

type Fields = Record<string, unknown>

/** One field, here or further in, is missing, odd, or too many. */
function spoil(frame: Fields, random: Random): void {
  const name = pick(Object.keys(frame), random)
  const value = frame[name]
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    if (random() < 0.8) return spoil(value as Fields, random)
  }
  // Without its name or number a frame cannot be answered: that is for the fatal ones.
  if (name === 't' || name === 'n' || name === 'q' || name === 'r') frame['extra'] = pick(ODD, random)
  else if (random() < 0.2) delete frame[name]
  else frame[name] = pick(ODD, random)
}

export interface Junk {
  text: string | Buffer
  /** The number that it has to be answered by. */
  n?: number
  q?: number
}

/** A frame that can be answered, right or wrong inside. @param number not used before on this connection */
export function answerable(number: number, random: Random): Junk {
  const frame = structuredClone(pick(TEMPLATES, random)) as Fields
  if (frame['n']) frame['n'] = number
  if (frame['q']) frame['q'] = number
  if (random() < 0.7) spoil(frame, random)
  const text = JSON.stringify(frame)
  return { text, ...(frame['n'] ? { n: number } : {}), ...(frame['q'] ? { q: number } : {}) }
}

/** What costs the connection. */
export function fatal(random: Random): Junk {
  const noise = () =>
    Buffer.from(Array.from({ length: 1 + Math.floor(random() * 200) }, () => Math.floor(random() * 256)))
  const frame = JSON.stringify(pick(TEMPLATES, random))
  const kinds: (() => string | Buffer)[] = [
    noise,
    () => noise().toString('latin1'),
    () => frame.slice(0, Math.floor(random() * (frame.length - 1))),
    () => '['.repeat(4000),
    () => `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`,
    () => `"${'x'.repeat(9000)}"`,
    () => JSON.stringify(pick(ODD, random)),
    () => JSON.stringify({ t: pick(ODD, random) }),
    () => JSON.stringify({ t: 'do', n: pick([0, -1, 0.5, '1', null, 1e21], random), r: 'fuzz', k: 'chat', d: {} }),
    () => JSON.stringify({ t: 'hi', v: 1, tok: 'twice', pk: 'pk' }),
  ]
  return { text: pick(kinds, random)() }
}
