import fc from 'fast-check'

/** Cuts `bytes` at the given places (taken modulo its length), in order. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end))
}

/** Places to cut at: none, some or many. */
export const places = fc.array(fc.nat(), { maxLength: 40 })

/** Damage to a recording: bytes overwritten, and a piece removed. */
export const damage = fc.record({
  changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
  remove: fc.option(fc.tuple(fc.nat(), fc.nat(20)), { nil: undefined }),
})

export function applyDamage(bytes: Uint8Array, how: typeof damage extends fc.Arbitrary<infer T> ? T : never) {
  const out = [...bytes]
  for (const [at, byte] of how.changes) if (out.length) out[at % out.length] = byte
  if (how.remove && out.length) out.splice(how.remove[0] % out.length, how.remove[1])
  return Uint8Array.from(out)
}
