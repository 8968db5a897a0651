/**
 * JSON as signatures need it: read one way only. Two readers of `{"role":"audience","role":"anchor"}` may disagree, and a
 * backend that pastes a nickname into its claims by hand produces just that.
 */

/** `fatal`: bytes that are no UTF-8 are refused, not replaced. `ignoreBOM`: a byte order mark stays, and JSON refuses it. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** What a nesting level and a key are seen by, in text that is known to be JSON. */
const MARKS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/** @param json valid JSON of an object @returns whether the object itself names a key twice, however it is escaped */
function repeatsKey(json: string): boolean {
  const seen = new Set<string>()
  let depth = 0
  let text = '""'
  for (const [mark] of json.matchAll(MARKS)) {
    if (mark === '{' || mark === '[') depth++
    else if (mark === '}' || mark === ']') depth--
    else if (mark !== ':') text = mark
    else if (depth === 1) {
      const key = JSON.parse(text) as string
      if (seen.has(key)) return true
      seen.add(key)
    }
  }
  return false
}

/** @returns the object that a base64url segment holds as JSON in UTF-8, each key once; else undefined */
export function strictObject(segment: string): Record<string, unknown> | undefined {
  try {
    const json = UTF8.decode(Buffer.from(segment, 'base64url'))
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || repeatsKey(json)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined // not UTF-8 or not JSON: the caller refuses the token and says so
  }
}
